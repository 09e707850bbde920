import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from dataset.chexpert import COLUMNS, XrayTable, read_table
from dataset.errors import DatasetError, ExportError, LayoutError
from dataset.export import ExportPhoto, export_picture, plan_export, stream_zip, write_folder
from dataset.export.turning import turned_points, upright
from dataset.export.zipping import _Sink
from dataset.images import probe_image, read_image

SMOOTH = np.add.outer(np.arange(90), np.arange(120)).astype(np.uint8)


def encoded(kind: str = "JPEG", orientation: int = 1, shade: int = 60) -> bytes:
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Phone 7", orientation
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    colour = np.dstack([SMOOTH + np.uint8(shade), SMOOTH, SMOOTH])
    Image.fromarray(colour).save(file, kind, exif=exif)
    return file.getvalue()


@pytest.fixture
def table(tmp_path: Path) -> XrayTable:
    rows = [
        "C/train/patient00001/study1/view1_frontal.jpg,Male,52,Frontal,AP,,,1.0,-1.0,0.0,,,,,,,,,,keep me",
        "C/train/patient00001/study1/view2_lateral.jpg,Male,52,Lateral,,,,,,,,,,,,,,,,",
        "C/valid/patient00002/study1/view1_frontal.jpg,Female,007,Frontal,PA,1.0,,,,,,,,,,,,,,NA",
    ]
    csv = tmp_path / "source.csv"
    csv.write_text(",".join([*COLUMNS, "Note"]) + "\n" + "\n".join(rows) + "\n")
    return read_table(csv)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


def taken(
    archive: Path, set_name: str, index: int, attempt: int = 1, data: bytes | None = None, **more: object
) -> ExportPhoto:
    data = encoded(shade=40 + index) if data is None else data
    file = archive / f"{set_name}-{index}-{attempt}-{more.get('session', '')}"
    file.write_bytes(data)
    return ExportPhoto(set_name, index, attempt, file, sha256=hashlib.sha256(data).hexdigest(), **more)  # type: ignore[arg-type]


def frame(file: Path) -> pd.DataFrame:
    return pd.read_csv(file, dtype=str, keep_default_na=False)


def test_photos_and_labels_come_out_in_chexphotos_layout(
    table: XrayTable, archive: Path, tmp_path: Path
) -> None:
    photos = [taken(archive, set_name, index) for set_name in ("nokia", "iphone") for index in (1, 2, 3)]
    out = write_folder(plan_export(table, photos, "Lab-v1.0"), tmp_path)
    assert out == tmp_path / "Lab-v1.0"
    files = {str(file.relative_to(out)) for file in out.rglob("*") if file.is_file()}
    pictures = [f"{table.path(index)[2:]}".split("/", 1) for index in (1, 2, 3)]
    assert files == {
        *(f"{split}/natural/{name}/{rest}" for split, rest in pictures for name in ("nokia", "iphone")),
        *(f"{split}/natural/{name}.csv" for split in ("train", "valid") for name in ("nokia", "iphone")),
        "train.csv",
        "valid.csv",
        "manifest.csv",
    }
    for file in out.rglob("*.jpg"):
        assert probe_image(file).format == "jpeg"


def test_labels_are_those_of_the_source_to_the_letter(
    table: XrayTable, archive: Path, tmp_path: Path
) -> None:
    out = write_folder(
        plan_export(table, [taken(archive, "nokia", index) for index in (3, 1)], "Lab"), tmp_path
    )
    train, valid = (
        (out / "train.csv").read_text().splitlines(),
        (out / "valid/natural/nokia.csv").read_text().splitlines(),
    )
    source = table.csv.read_text().splitlines()
    assert train[0] == valid[0] == source[0]
    moved = "Lab/train/natural/nokia/patient00001/study1/view1_frontal.jpg"
    assert train[1:] == [moved + source[1][len(table.path(1)) :]]
    assert valid[1].endswith(source[3][len(table.path(3)) :])
    assert (tmp_path / moved).is_file()


def test_of_several_attempts_the_newest_of_the_newest_session_is_taken(
    table: XrayTable, archive: Path, tmp_path: Path
) -> None:
    photos = [
        taken(archive, "nokia", 1, 3, session="old", order=(100.0, 3)),
        taken(archive, "nokia", 1, 2, session="new", order=(200.0, 2)),
        taken(archive, "nokia", 1, 1, session="new", order=(200.0, 1)),
    ]
    manifest = frame(write_folder(plan_export(table, photos, "Lab"), tmp_path) / "manifest.csv")
    assert manifest[["session", "attempt"]].to_numpy().tolist() == [["new", "2"]]


def test_the_manifest_tells_what_is_known_and_leaves_the_rest_empty(
    table: XrayTable, archive: Path, tmp_path: Path
) -> None:
    homography = (1.0, 0.0, 5.0, 0.0, 1.0, 7.0, 0.0, 0.0, 1.0)
    facts = {"room": "A1", "camera_iso": 100, "set": "not this"}
    photos = [taken(archive, "nokia", 1, facts=facts, homography=homography), taken(archive, "nokia", 2)]
    out = write_folder(plan_export(table, photos, "Lab"), tmp_path)
    first, second = frame(out / "manifest.csv").to_dict("records")
    assert (first["room"], first["camera_iso"], first["set"], first["h13"]) == ("A1", "100", "nokia", "5.0")
    assert (second["room"], second["h11"]) == ("", "")
    exported = tmp_path / first["Path"]
    assert first["sha256"] == hashlib.sha256(exported.read_bytes()).hexdigest()
    assert first["archived_sha256"] == photos[0].sha256
    assert first["xray_path"] == table.path(1)
    assert (first["width"], first["height"], first["made"]) == ("120", "90", "copied")


def test_an_upright_jpeg_is_copied_without_location(archive: Path) -> None:
    data = encoded()
    picture = export_picture(taken(archive, "nokia", 1, data=data).file)
    assert picture.made == "copied"
    assert picture.data.endswith(data[data.index(b"\xff\xda") :])
    with Image.open(io.BytesIO(picture.data)) as image:
        assert 0x8825 not in image.getexif()
        assert image.getexif()[0x0110] == "Phone 7"


@pytest.mark.parametrize(
    ("kind", "orientation"), [("JPEG", 6), ("JPEG", 3), ("PNG", 1), ("WEBP", 1), ("PNG", 8)]
)
def test_the_rest_is_encoded_again_upright_at_full_colour_resolution(
    archive: Path, kind: str, orientation: int
) -> None:
    data = encoded(kind, orientation)
    picture = export_picture(taken(archive, "nokia", 1, data=data).file)
    assert picture.made == "encoded"
    header = probe_image(picture.data)
    assert (header.format, header.orientation, header.width, header.height) == (
        "jpeg",
        1,
        picture.width,
        picture.height,
    )
    assert np.abs(read_image(picture.data).astype(int) - read_image(data)).mean() < 2
    with Image.open(io.BytesIO(picture.data)) as image:
        assert all(component[1:3] == (1, 1) for component in image.layer)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("turn", "orientation"), [(90, 1), (180, 1), (270, 1), (90, 6)])
def test_a_photo_of_a_phone_held_otherwise_leaves_upright_and_stays_as_taken(
    tmp_path: Path, turn: int, orientation: int
) -> None:
    wanted = np.zeros((60, 90, 3), np.uint8)
    wanted[:20, :20] = (200, 40, 40)
    taken_so = np.rot90(wanted, -(turn // 90) + (1 if orientation == 6 else 0))
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = tmp_path / "photo.jpg"
    Image.fromarray(np.ascontiguousarray(taken_so)).save(file, quality=100, subsampling=0, exif=exif)
    before = file.read_bytes()
    picture = export_picture(file, None, turn)
    assert (picture.width, picture.height, picture.made) == (90, 60, "encoded")
    assert np.abs(read_image(picture.data).astype(int) - wanted).max() < 40
    assert file.read_bytes() == before


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_was_measured_is_turned_with_the_photo(turn: int) -> None:
    picture = np.arange(6 * 9, dtype=np.uint8).reshape(6, 9)
    archived = np.rot90(picture, -(turn // 90))
    assert (upright(archived, turn) == picture).all()
    for y, x in np.ndindex(archived.shape):
        [[across, down]] = turned_points([[x + 0.5, y + 0.5]], turn, (9, 6))
        assert picture[int(down), int(across)] == archived[y, x]


def test_a_split_can_be_given(table: XrayTable, archive: Path) -> None:
    plan = plan_export(table, [taken(archive, "nokia", index) for index in (1, 3)], "Lab", split="test")
    assert {entry.split for entry in plan.entries} == {"test"}
    assert set(plan.tables) == {"Lab/test.csv", "Lab/test/natural/nokia.csv"}


def test_paths_that_do_not_fit_are_refused_with_their_rows(tmp_path: Path, archive: Path) -> None:
    csv = tmp_path / "odd.csv"
    csv.write_text("Path\nC/train/patient1/study1/view1_frontal.jpg\nimages/a.jpg\nb.jpg\n")
    table = read_table(csv)
    with pytest.raises(LayoutError) as caught:
        plan_export(table, [taken(archive, "nokia", index) for index in (1, 2, 3)], "Lab")
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["x-ray 2", "x-ray 3"]
    assert len(plan_export(table, [taken(archive, "nokia", 1)], "Lab").entries) == 1


def test_two_xrays_that_would_become_one_file_are_refused(tmp_path: Path, archive: Path) -> None:
    csv = tmp_path / "twice.csv"
    csv.write_text(
        "Path\nC/train/patient1/study1/view1_frontal.jpg\nC/train/patient1/study1/view1_frontal.png\n"
    )
    with pytest.raises(ExportError, match="x-rays 1 and 2"):
        plan_export(read_table(csv), [taken(archive, "nokia", index) for index in (1, 2)], "Lab")


def test_nothing_to_export_and_unknown_xrays_say_so(table: XrayTable, archive: Path) -> None:
    with pytest.raises(ExportError, match="no accepted photos"):
        plan_export(table, [], "Lab")
    with pytest.raises(ExportError, match="x-ray 9"):
        plan_export(table, [taken(archive, "nokia", 9)], "Lab")
    with pytest.raises(LayoutError, match="cannot name a folder"):
        plan_export(table, [taken(archive, "nokia", 1)], "../Lab")


def test_a_folder_that_is_not_empty_is_left_alone(table: XrayTable, archive: Path, tmp_path: Path) -> None:
    plan = plan_export(table, [taken(archive, "nokia", 1)], "Lab")
    (tmp_path / "Lab").mkdir()
    assert write_folder(plan, tmp_path).is_dir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ExportError, match="not empty"):
        write_folder(plan, tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_every_photo_that_cannot_be_exported_is_listed_and_nothing_is_left(
    table: XrayTable, archive: Path, tmp_path: Path
) -> None:
    photos = [taken(archive, "nokia", index) for index in (1, 2, 3)]
    photos[0].file.unlink()
    photos[1].file.write_bytes(encoded(shade=99))
    with pytest.raises(ExportError) as caught:
        write_folder(plan_export(table, photos, "Lab"), tmp_path / "out")
    assert len(caught.value.problems) == 2
    assert "cannot be read" in caught.value.problems[0]
    assert "not the photo that was archived" in caught.value.problems[1]
    assert list((tmp_path / "out").iterdir()) == []


def test_the_zip_holds_what_the_folder_holds_the_same_bytes_every_time(
    table: XrayTable, archive: Path, tmp_path: Path
) -> None:
    plan = plan_export(
        table, [taken(archive, name, index) for name in ("b", "a") for index in (1, 2, 3)], "Lab"
    )
    out = write_folder(plan, tmp_path)
    chunks = list(stream_zip(plan))
    assert b"".join(chunks) == b"".join(stream_zip(plan))
    assert len(chunks) > 6
    with zipfile.ZipFile(io.BytesIO(b"".join(chunks))) as archived:
        assert archived.testzip() is None
        names = {str(file.relative_to(tmp_path)) for file in out.rglob("*") if file.is_file()}
        assert set(archived.namelist()) == names
        for name in names:
            assert archived.read(name) == (tmp_path / name).read_bytes()
        jpegs = [info for info in archived.infolist() if info.filename.endswith(".jpg")]
        assert all(info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 0x08 for info in jpegs)


def test_a_zip_that_cannot_be_finished_is_no_valid_zip(table: XrayTable, archive: Path) -> None:
    photos = [taken(archive, "nokia", index) for index in (1, 2)]
    photos[1].file.unlink()
    sent = []
    with pytest.raises(DatasetError):
        sent.extend(stream_zip(plan_export(table, photos, "Lab")))
    assert not zipfile.is_zipfile(io.BytesIO(b"".join(sent)))


def test_a_zip_grows_over_four_gigabytes(tmp_path: Path) -> None:
    beyond = 5 << 30
    sink = _Sink(beyond)
    with zipfile.ZipFile(sink, "w") as archived, (tmp_path / "large.zip").open("wb") as file:
        file.seek(beyond)
        archived.writestr("a.txt", b"far out")
        file.writelines(sink.drained())
        archived.close()
        file.writelines(sink.drained())
    with zipfile.ZipFile(tmp_path / "large.zip") as archived:
        assert archived.infolist()[0].header_offset == beyond
        assert archived.read("a.txt") == b"far out"
