import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from dataset.chexpert import XrayTable, read_table
from dataset.errors import FolderError
from dataset.folder import DataFolder, find_data_folder

PATH = "CheXpert-v1.0/train/patient00001/study1/view1_frontal.jpg"


@pytest.fixture
def table(tmp_path: Path) -> XrayTable:
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x-ray")
    csv = tmp_path / "CheXpert-v1.0" / "train.csv"
    csv.write_text(f"Path\n{PATH}\n")
    return read_table(csv)


def test_the_folder_that_contains_the_data_set_and_the_data_sets_own_both_work(
    tmp_path: Path, table: XrayTable
) -> None:
    for given, inside in ((tmp_path, False), (tmp_path / "CheXpert-v1.0", True)):
        folder = find_data_folder(table, given)
        assert folder.inside is inside
        assert folder.file(PATH).read_bytes() == b"x-ray"
        assert str(given) in folder.how


def test_a_renamed_data_set_is_found(tmp_path: Path, table: XrayTable) -> None:
    (tmp_path / "CheXpert-v1.0").rename(tmp_path / "small copy")
    assert find_data_folder(table, tmp_path / "small copy").file(PATH).read_bytes() == b"x-ray"


def test_without_a_folder_the_csvs_own_is_tried_and_the_one_above(tmp_path: Path, table: XrayTable) -> None:
    assert find_data_folder(table).file(PATH).is_file()
    nested = tmp_path / "labels" / "train.csv"
    nested.parent.mkdir()
    nested.write_text(f"Path\n{PATH}\n")
    assert find_data_folder(read_table(nested)).file(PATH).is_file()


BATCHES = (
    ("CheXpert-v1.0 batch 1 (validate & csv)/valid/patient64541", "CheXpert-v1.0/valid/patient64541"),
    ("CheXpert-v1.0 batch 2 (train 1)/patient00001", "CheXpert-v1.0/train/patient00001"),
    ("CheXpert-v1.0 batch 4 (train 3)/patient43017", "CheXpert-v1.0/train/patient43017"),
)


@pytest.mark.parametrize("given", ["", "CheXpert-v1.0 batch 2 (train 1)", None])
def test_a_download_in_batches_is_found_as_it_is(tmp_path: Path, given: str | None) -> None:
    view = "study1/view1_frontal.jpg"
    for folder, _ in BATCHES:
        (tmp_path / folder / view).parent.mkdir(parents=True)
        (tmp_path / folder / view).write_text(folder)
    csv = tmp_path / "CheXpert-v1.0 batch 1 (validate & csv)" / "train.csv"
    absent = f"CheXpert-v1.0/train/patient30000/{view}"
    csv.write_text("\n".join(["Path", absent, *(f"{patient}/{view}" for _, patient in BATCHES)]) + "\n")
    folder = find_data_folder(read_table(csv), None if given is None else tmp_path / given)
    assert [folder.file(f"{patient}/{view}").read_text() for _, patient in BATCHES] == [
        lies for lies, _ in BATCHES
    ]
    assert "batches" in folder.how
    assert not folder.file(absent).exists(), "a batch that is not on this disk hides none of the others"


def test_links_in_a_batch_are_followed_only_when_allowed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    batch = tmp_path / "data" / "CheXpert-v1.0 batch 2 (train 1)"
    batch.mkdir(parents=True)
    (batch / "patient00001").symlink_to(outside)
    csv = tmp_path / "train.csv"
    csv.write_text(f"Path\n{PATH}\n")
    folder = find_data_folder(read_table(csv), tmp_path / "data")
    with pytest.raises(FolderError, match="symbolic link"):
        folder.file(PATH)


@pytest.mark.parametrize(("on_disk", "in_csv"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_accents_are_found_however_the_system_that_wrote_them_spells_them(
    tmp_path: Path, on_disk: Literal["NFC", "NFD"], in_csv: Literal["NFC", "NFD"]
) -> None:
    name = "Röntgen/train/José/überblick.jpg"
    file = tmp_path / unicodedata.normalize(on_disk, name)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x-ray")
    path = unicodedata.normalize(in_csv, name)
    (tmp_path / "train.csv").write_text(f"Path\n{path}\n")
    assert find_data_folder(read_table(tmp_path / "train.csv")).file(path).read_bytes() == b"x-ray"


def test_the_folder_is_absolute_whatever_was_given(
    tmp_path: Path, table: XrayTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path.parent)
    assert find_data_folder(table, tmp_path.name).file(PATH) == tmp_path / PATH


def test_the_wrong_folder_says_what_was_looked_for(tmp_path: Path, table: XrayTable) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(FolderError, match=r"CheXpert-v1\.0/train/patient00001"):
        find_data_folder(table, tmp_path / "other")
    with pytest.raises(FolderError, match="no folder"):
        find_data_folder(table, tmp_path / "none")


def test_links_are_followed_only_when_allowed(tmp_path: Path, table: XrayTable) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.jpg").write_bytes(b"other")
    (tmp_path / "CheXpert-v1.0" / "linked").symlink_to(outside)
    (tmp_path / "CheXpert-v1.0" / "b.jpg").symlink_to(outside / "a.jpg")
    for path in ("CheXpert-v1.0/linked/a.jpg", "CheXpert-v1.0/b.jpg"):
        with pytest.raises(FolderError, match="symbolic link"):
            DataFolder(tmp_path).file(path)
        assert DataFolder(tmp_path, allow_links=True).file(path).read_bytes() == b"other"


def test_the_data_folder_itself_may_be_a_link(tmp_path: Path, table: XrayTable) -> None:
    link = tmp_path / "data"
    link.symlink_to(tmp_path / "CheXpert-v1.0")
    assert find_data_folder(table, link).file(PATH).read_bytes() == b"x-ray"


@pytest.mark.parametrize("path", ["../a", "/etc/passwd", "a/../../b", "a\\b", ""])
def test_no_text_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(FolderError):
        DataFolder(tmp_path).file(path)


def test_xrays_are_found_however_many_before_them_are_missing(tmp_path: Path) -> None:
    rows = [f"CheXpert-v1.0/train/patient{number:05}/study1/view1_frontal.jpg" for number in range(1, 1001)]
    last = tmp_path / rows[-1]
    last.parent.mkdir(parents=True)
    last.write_bytes(b"x-ray")
    csv = tmp_path / "train.csv"
    csv.write_text("\n".join(["Path", *rows]))
    table = read_table(csv)
    assert find_data_folder(table, tmp_path).file(rows[-1]).is_file()
    assert find_data_folder(table, tmp_path / "CheXpert-v1.0").inside
