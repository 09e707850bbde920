from pathlib import Path

import pytest
from PIL import Image

from dataset.chexpert import XrayTable, read_table
from dataset.errors import ExportError
from dataset.export import plan_export, write_folder
from dataset.from_photos import find_photos
from dataset.photo_names import photo_name

PATHS = [f"C__x/train/patient{number:05d}/study1/view1_frontal.jpg" for number in (1, 2, 3)]


@pytest.fixture
def table(tmp_path: Path) -> XrayTable:
    csv = tmp_path / "source.csv"
    csv.write_text(
        "Path,Edema\n"
        + "".join(f"{path},{label}\n" for path, label in zip(PATHS, ("1.0", "", "-1.0"), strict=True))
    )
    return read_table(csv)


def save(file: Path, shade: int = 0) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (32, 24), shade).save(file, "JPEG")
    return file


def archived(index: int, attempt: int = 1) -> str:
    return photo_name(index, attempt, PATHS[index - 1], "jpg")


def test_a_flat_folder_is_one_set_and_the_highest_attempt_wins(table: XrayTable, tmp_path: Path) -> None:
    folder = tmp_path / "nokia10k"
    for index, attempt in ((1, 1), (1, 2), (2, 1)):
        save(folder / archived(index, attempt), attempt * 50)
    found = find_photos(table, folder)
    assert [(photo.set, photo.index, photo.attempt) for photo in found.photos] == [
        ("nokia10k", 1, 2),
        ("nokia10k", 2, 1),
    ]
    assert found.unmatched == []
    assert found.superseded == 1


def test_the_archives_own_folders_tell_set_and_session_and_rejected_photos_stay_out(
    table: XrayTable, tmp_path: Path
) -> None:
    root = tmp_path / "photos"
    save(root / "nokia" / "s1" / archived(1))
    save(root / "nokia" / "s1" / "rejected" / archived(2))
    save(root / "nokia" / "s1" / "pending" / archived(3))
    save(root / "iphone" / "s1" / archived(1))
    save(root / "iphone" / "s2" / archived(2))
    found = find_photos(table, root)
    assert [(photo.set, photo.session, photo.index) for photo in found.photos] == [
        ("iphone", "s1", 1),
        ("iphone", "s2", 2),
        ("nokia", "s1", 1),
    ]
    assert found.unmatched == []


def test_the_export_has_the_labels_again(table: XrayTable, tmp_path: Path) -> None:
    for index in (3, 1):
        save(tmp_path / "nokia" / archived(index))
    out = write_folder(plan_export(table, find_photos(table, tmp_path / "nokia").photos, "Lab"), tmp_path)
    lines = (out / "train" / "natural" / "nokia.csv").read_text().splitlines()
    assert lines == [
        "Path,Edema",
        "Lab/train/natural/nokia/patient00001/study1/view1_frontal.jpg,1.0",
        "Lab/train/natural/nokia/patient00003/study1/view1_frontal.jpg,-1.0",
    ]


def test_every_file_that_does_not_match_is_listed_with_the_reason(table: XrayTable, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    save(folder / archived(1))
    save(folder / "IMG_0001.jpg")
    save(folder / photo_name(2, 1, PATHS[0], "jpg"))
    save(folder / photo_name(1, 1, "other/x.jpg", "jpg"))
    found = find_photos(table, folder)
    assert [photo.index for photo in found.photos] == [1]
    reasons = {line.split(": ", 1)[0]: line for line in found.unmatched}
    assert len(reasons) == 3
    assert "not a photo's file name" in reasons["IMG_0001.jpg"]
    assert "is x-ray 1 of source.csv" in reasons[photo_name(2, 1, PATHS[0], "jpg")]
    assert "has no x-ray 'other/x.jpg'" in reasons[photo_name(1, 1, "other/x.jpg", "jpg")]


def test_names_of_the_papers_app_are_understood(tmp_path: Path) -> None:
    csv = tmp_path / "source.csv"
    paths = [f"C/train/patient0000{number}/study1/view1_frontal.jpg" for number in (1, 2)]
    csv.write_text("Path\n" + "\n".join(paths) + "\n")
    folder = tmp_path / "nokia"
    save(folder / ("1__57__" + paths[0].replace("/", "__")))
    save(folder / ("7__3__" + paths[1].replace("/", "__")))
    found = find_photos(read_table(csv), folder)
    assert [photo.index for photo in found.photos] == [1]
    assert "its number is 7" in found.unmatched[0]


def test_different_photos_with_the_same_attempt_are_not_chosen_between(
    table: XrayTable, tmp_path: Path
) -> None:
    root = tmp_path / "photos"
    for session, shade in (("s1", 0), ("s2", 90)):
        save(root / "nokia" / session / archived(1), shade)
        save(root / "nokia" / session / archived(2), 7)
    found = find_photos(table, root)
    assert [photo.index for photo in found.photos] == [2]
    assert len(found.unmatched) == 1
    assert "keep one" in found.unmatched[0]
    assert found.superseded == 1


def test_a_folder_that_does_not_tell_the_set_wants_it_given(table: XrayTable, tmp_path: Path) -> None:
    save(tmp_path / "photos" / "day one" / archived(1))
    with pytest.raises(ExportError, match="say which set"):
        find_photos(table, tmp_path / "photos")
    assert find_photos(table, tmp_path / "photos", "nokia").photos[0].set == "nokia"
    with pytest.raises(ExportError, match="no folder"):
        find_photos(table, tmp_path / "none")


def test_hidden_files_are_passed_over(table: XrayTable, tmp_path: Path) -> None:
    save(tmp_path / "nokia" / archived(1))
    (tmp_path / "nokia" / ".DS_Store").write_bytes(b"x")
    assert find_photos(table, tmp_path / "nokia").unmatched == []
