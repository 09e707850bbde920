"""Files beside exported photos, against photos of which the camera model knows the geometry."""

from __future__ import annotations

import csv
import io
import zipfile
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pandas as pd
import pytest

import transforms
from dataset.chexpert import XrayTable, read_table
from dataset.errors import ExportError
from dataset.export import Additions, ExportPhoto, gather_additions, plan_export, stream_zip, write_folder
from dataset.export.frames import as_homography, covered, homography_problem
from dataset.export.masks import photo_mask
from dataset.export.rectify import rectified_size, rectify
from dataset.folder import DataFolder
from dataset.images import Pixels, encode_image, read_image
from tests.drawn_xrays import frontal
from transforms import Rendering

SIZE = (1200, 1024)
PATHS = [f"C/train/patient0000{number}/study1/view1_frontal.png" for number in (1, 2, 3)]


@cache
def drawn() -> Pixels:
    """The x-ray that all photos show; drawn when a test first wants it."""
    xray = frontal(1)
    assert (xray.shape[1], xray.shape[0]) == SIZE
    return xray


@pytest.fixture(scope="module")
def shot() -> Rendering:
    """A photo of the x-ray on a screen, tilted, in colour, with moiré, and the truth about it."""
    camera = transforms.get("screen_photo")
    return camera.render(drawn(), camera.sample(level=2, size=SIZE, rng=np.random.default_rng(3)))


def truth(shot: Rendering) -> tuple[float, ...]:
    assert shot.homography is not None
    return tuple(shot.homography.ravel().tolist())


def likeness(one: Pixels, other: Pixels) -> float:
    grey = cv2.cvtColor(one, cv2.COLOR_RGB2GRAY) if one.ndim == 3 else one
    return float(np.corrcoef(grey.ravel(), other.ravel())[0, 1])


@pytest.fixture
def table(tmp_path: Path) -> XrayTable:
    for path in PATHS:
        file = tmp_path / path
        file.parent.mkdir(parents=True)
        file.write_bytes(encode_image(drawn(), "png"))
    source = tmp_path / "source.csv"
    source.write_text("\n".join(["Path,Edema", *(f"{path},1.0" for path in PATHS)]) + "\n")
    return read_table(source)


@pytest.fixture
def photos(tmp_path: Path, shot: Rendering) -> list[ExportPhoto]:
    """Of x-ray 1, where it lies is known; of 2, not; of 3, what is said to be known is nonsense."""
    file = tmp_path / "photo.jpg"
    file.write_bytes(encode_image(shot.image, "jpeg", 95))
    mirrored = (-1.0, 0.0, 900.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    return [
        ExportPhoto("phone", index, 1, file, "s1", homography=homography, facts={"top_left_x": 5.0})
        for index, homography in ((1, truth(shot)), (2, None), (3, mirrored))
    ]


def gathered(table: XrayTable, photos: list[ExportPhoto], tmp_path: Path, **asked: object) -> Additions:
    return gather_additions(table, DataFolder(tmp_path), photos, **asked)  # type: ignore[arg-type]


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text())))


@pytest.mark.parametrize("longest", [None, 400])
def test_a_rectified_photo_resembles_its_xray_pixel_for_pixel(shot: Rendering, longest: int | None) -> None:
    size = rectified_size(SIZE, longest)
    back = rectify(shot.image, truth(shot), SIZE, size)
    assert (back.shape[1], back.shape[0]) == size
    xray = cv2.resize(drawn(), size, interpolation=cv2.INTER_AREA)
    assert likeness(back, xray) > 0.9
    shifted = likeness(back[:, 8:], np.ascontiguousarray(xray[:, :-8]))
    assert likeness(back, xray) > shifted


def test_a_photo_finer_than_the_frame_is_averaged_not_thinned_out() -> None:
    checkers = np.indices((400, 400)).sum(axis=0) % 2 * np.uint8(255)
    grey = rectify(checkers.astype(np.uint8), (4, 0, 0, 0, 4, 0, 0, 0, 1), (100, 100), (100, 100))
    assert np.abs(grey[2:-2, 2:-2].astype(int) - 128).max() <= 4


def test_what_the_photo_does_not_show_is_black_and_said() -> None:
    homography = (1, 0, -50, 0, 1, 0, 0, 0, 1)
    back = rectify(np.full((80, 100), 200, np.uint8), homography, (100, 80), (100, 80))
    assert not back[:, :49].any()
    assert (back[:, 51:] == 200).all()
    assert covered(homography, (0, 0, 100, 80), (100, 80)) == 0.5


@pytest.mark.parametrize(
    ("longest", "size"), [(None, (300, 200)), (300, (300, 200)), (150, (150, 100)), (1, (1, 1))]
)
def test_a_rectified_picture_has_the_xrays_size_or_fits_into_the_given(
    longest: int | None, size: tuple[int, int]
) -> None:
    assert rectified_size((300, 200), longest) == size


@pytest.mark.parametrize(
    ("values", "is_one"),
    [
        ([1, 0, 0, 0, 1, 0, 0, 0, 1], True),
        ([1.0] * 8, False),
        (["1"] * 9, False),
        ([float("nan")] + [0.0] * 8, False),
        (None, False),
    ],
)
def test_nine_finite_numbers_are_a_homography(values: list[float] | None, is_one: bool) -> None:
    assert (as_homography(values) is not None) == is_one


@pytest.mark.parametrize(
    "homography",
    [
        (-1, 0, 9, 0, 1, 0, 0, 0, 1),  # mirrored
        (1, 0, 0, 0, 0, 0, 0, 0, 1),  # flat
        (1, 0, 0, 0, 1, 0, -0.02, 0, 1),  # the horizon runs through it
    ],
)
def test_homographies_that_no_photo_has_are_refused(homography: tuple[float, ...]) -> None:
    assert homography_problem(homography, (100, 80))
    assert homography_problem((1, 0, 3, 0, 1, 4, 0, 0, 1), (100, 80)) is None


def test_rectified_pictures_are_a_set_of_their_own_and_the_rest_is_listed(
    table: XrayTable, photos: list[ExportPhoto], tmp_path: Path
) -> None:
    plan = plan_export(
        table, photos, "Lab", additions=gathered(table, photos, tmp_path, rectified=True, longest=600)
    )
    out = write_folder(plan, tmp_path / "out")
    picture = "Lab/train/natural/phone-rectified/patient00001/study1/view1_frontal.jpg"
    assert max(read_image(tmp_path / "out" / picture).shape) == 600
    assert [row["Path"] for row in rows(out / "train/natural/phone-rectified.csv")] == [picture]
    assert len(rows(out / "train.csv")) == 3, "in a split's table each photo counts once"
    missing = rows(out / "left_out.csv")
    assert [(row["index"], row["what"]) for row in missing] == [("2", "rectified"), ("3", "rectified")]
    assert "not known" in missing[0]["reason"]
    assert "not that of a photo" in missing[1]["reason"]
    assert sum(1 for file in out.rglob("*") if file.is_file()) == plan.files


def test_the_manifest_has_a_row_for_each_rectified_picture(
    table: XrayTable, photos: list[ExportPhoto], tmp_path: Path
) -> None:
    additions = gathered(table, photos, tmp_path, rectified=True, longest=SIZE[0] // 2)
    out = write_folder(plan_export(table, photos[:1], "Lab", additions=additions), tmp_path / "out")
    photo, rectified = rows(out / "manifest.csv")
    assert [float(photo[name]) for name in ("h11", "h23")] == [photos[0].homography[i] for i in (0, 5)]  # type: ignore[index]
    assert (rectified["made"], rectified["set"]) == ("rectified", "phone-rectified")
    assert rectified["rectified_from"] == photo["Path"]
    assert float(rectified["h11"]) == pytest.approx(0.5, abs=0.01)
    assert (photo["top_left_x"], rectified["top_left_x"]) == ("5.0", "0.0")
    assert 0.9 < float(rectified["rectified_covered"]) <= 1


def test_a_set_named_like_a_rectified_one_is_refused(
    table: XrayTable, photos: list[ExportPhoto], tmp_path: Path
) -> None:
    other = ExportPhoto("phone-rectified", 1, 1, photos[0].file)
    additions = gathered(table, photos, tmp_path, rectified=True)
    with pytest.raises(ExportError, match="would both become"):
        plan_export(table, [photos[0], other], "Lab", additions=additions)


def test_boxes_land_where_the_camera_saw_them(
    table: XrayTable, photos: list[ExportPhoto], shot: Rendering, tmp_path: Path
) -> None:
    boxes = tmp_path / "boxes.csv"
    boxes.write_text(
        "Path,x_min,y_min,x_max,y_max,label,reader\n"
        f"{PATHS[0]},200,150.5,500,400,Edema,Ann\n{PATHS[0]},0,0,{SIZE[0]},{SIZE[1]},whole,\n{PATHS[1]},1,1,2,2,Edema,\n"
    )
    out = write_folder(
        plan_export(table, photos, "Lab", additions=gathered(table, photos, tmp_path, boxes=boxes)),
        tmp_path / "out",
    )
    first, whole = rows(out / "boxes.csv")
    assert (first["label"], first["reader"], first["xray_path"]) == ("Edema", "Ann", PATHS[0])
    corners = np.array(
        [
            [float(first[f"{corner}_{axis}"]) for axis in "xy"]
            for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
        ]
    )
    seen = transforms.warp_points([(200, 150.5), (500, 150.5), (500, 400), (200, 400)], shot)
    assert np.abs(corners - seen).max() < 2
    upright = [float(first[name]) for name in ("x_min", "y_min", "x_max", "y_max")]
    assert np.abs(upright - transforms.warp_boxes([(200, 150.5, 500, 400)], shot)[0]).max() < 2
    assert 0.9 < float(whole["covered"]) <= 1
    assert float(whole["x_min"]) >= 0
    assert float(whole["x_max"]) <= shot.size[0]
    assert [row["what"] for row in rows(out / "left_out.csv")] == ["boxes"]


def test_rows_without_corners_are_no_boxes_and_are_counted(
    table: XrayTable, photos: list[ExportPhoto], tmp_path: Path
) -> None:
    boxes = tmp_path / "boxes.csv"
    boxes.write_text(
        f"Path,x_min,y_min,x_max,y_max,label\n{PATHS[0]},1,1,20,20,Nodule\n{PATHS[1]},,,,,No finding\n"
    )
    additions = gathered(table, photos, tmp_path, boxes=boxes)
    assert (list(additions.boxes), additions.no_boxes) == ([1], 1)


def test_a_column_without_a_name_goes_along_as_pandas_writes_its_index(
    table: XrayTable, photos: list[ExportPhoto], tmp_path: Path
) -> None:
    boxes = tmp_path / "boxes.csv"
    columns = ["Path", "x_min", "y_min", "x_max", "y_max", "label"]
    pd.DataFrame([[PATHS[0], 1, 1, 20, 20, "Nodule"]], columns=columns, index=[41]).to_csv(boxes)
    plan = plan_export(table, photos, "Lab", additions=gathered(table, photos, tmp_path, boxes=boxes))
    (box,) = rows(write_folder(plan, tmp_path / "out") / "boxes.csv")
    assert (box["label"], box[""]) == ("Nodule", "41")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(f"Path\n{'x' * 200_000}\n", ["not a well-formed CSV"], id="a cell without an end"),
        ("Path,x,y\n", ["lacks the columns x_min, y_min, x_max, y_max, label"]),
        ("Path,x_min,y_min,x_max,y_max,label\nno/such.png,0,0,1,1,a\n", ["line 2", "no/such.png"]),
        (f"Path,x_min,y_min,x_max,y_max,label\n{PATHS[0]},0,0,one,1,a\n", ["line 2", "not four numbers"]),
        (f"Path,x_min,y_min,x_max,y_max,label\n{PATHS[0]},5,0,5,1,a\n", ["line 2", "is no box"]),
        (f"Path,x_min,y_min,x_max,y_max,label\n{PATHS[0]},0,0,1,1,a,b\n", ["line 2", "more cells"]),
        (f"Path,x_min,y_min,x_max,y_max,label\n{PATHS[0]},0,0\n", ["line 2", "nothing"]),
        (f"Path,x_min,y_min,x_max,y_max,label\n{PATHS[0]},0,0,9999,5,a\n", ["line 2", "beyond the x-ray"]),
    ],
)
def test_boxes_that_cannot_be_used_are_listed_by_line(
    table: XrayTable, photos: list[ExportPhoto], tmp_path: Path, text: str, words: list[str]
) -> None:
    boxes = tmp_path / "boxes.csv"
    boxes.write_text(text)
    with pytest.raises(ExportError) as caught:
        gathered(table, photos, tmp_path, boxes=boxes)
    assert all(word in str(caught.value) for word in words), caught.value


def test_a_mask_comes_out_where_the_photo_shows_it(shot: Rendering, tmp_path: Path) -> None:
    labels = np.zeros(drawn().shape, np.uint16)
    labels[200:500, 300:600] = 700
    labels[600:700, 100:900] = 3
    mask = tmp_path / "mask.png"
    mask.write_bytes(encode_image(labels, "png"))
    there = read_image(photo_mask(mask, truth(shot), shot.size))
    assert there.dtype == np.uint16
    perspective = Rendering(shot.image, SIZE, shot.homography, shot.corners)
    assert (there == transforms.warp_mask(labels, perspective)).mean() > 0.9995
    assert set(np.unique(there)) == {0, 3, 700}


def test_masks_lie_beside_the_photos_that_they_are_of(
    table: XrayTable, photos: list[ExportPhoto], tmp_path: Path
) -> None:
    folder = tmp_path / "masks"
    mask = folder / PATHS[0].split("/", 1)[1]
    mask.parent.mkdir(parents=True)
    mask.write_bytes(encode_image((drawn() > 100).astype(np.uint8), "png"))
    additions = gathered(table, photos, tmp_path, masks=folder)
    plan = plan_export(table, photos, "Lab", additions=additions)
    with zipfile.ZipFile(io.BytesIO(b"".join(stream_zip(plan)))) as archive:
        masks = [name for name in archive.namelist() if name.endswith(".mask.png")]
        assert masks == ["Lab/train/natural/phone/patient00001/study1/view1_frontal.mask.png"]
        made = read_image(archive.read(masks[0]))
        assert made.shape == read_image(photos[0].file).shape[:2]
        assert set(np.unique(made)) == {0, 1}
        assert len(archive.namelist()) == plan.files
    assert plan.left_out == ()


def test_masks_that_do_not_fit_and_folders_without_any_are_refused(
    table: XrayTable, photos: list[ExportPhoto], tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="no folder"):
        gathered(table, photos, tmp_path, masks=tmp_path / "nowhere")
    folder = tmp_path / "masks"
    folder.mkdir()
    with pytest.raises(ExportError, match="none of the x-rays to export has a mask"):
        gathered(table, photos, tmp_path, masks=folder)
    for path, data in ((PATHS[0], encode_image(drawn()[:50, :60], "png")), (PATHS[1], b"not a picture")):
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_bytes(data)
    with pytest.raises(ExportError) as caught:
        gathered(table, photos, tmp_path, masks=folder)
    assert "60 x 50" in caught.value.problems[0]
    assert "not an image" in caught.value.problems[1]
    coloured = tmp_path / "coloured.png"
    coloured.write_bytes(encode_image(np.dstack([drawn(), drawn() // 2, drawn()]), "png"))
    with pytest.raises(ExportError, match="colours"):
        photo_mask(coloured, (1, 0, 0, 0, 1, 0, 0, 0, 1), (10, 10))


def test_without_the_xrays_file_a_photo_is_listed_not_guessed_at(
    table: XrayTable, photos: list[ExportPhoto], tmp_path: Path
) -> None:
    (tmp_path / PATHS[0]).unlink()
    additions = gathered(table, photos, tmp_path, rectified=True)
    plan = plan_export(table, photos[:1], "Lab", additions=additions)
    assert plan.rectified == 0
    assert "its x-ray cannot be read" in plan.left_out[0].reason
