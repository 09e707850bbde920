"""A release holds every picture of its sources once, with their labels, and grows without changing what is there."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from dataset.errors import DatasetError
from dataset.release import Statement, open_root, read_record
from dataset.release import publishing as publishing_module
from dataset.release.workplace import WORKING, Workplace
from tests.dataset.release_sets import make_set, picture, release, rows, snapshot


@pytest.fixture
def nokia(tmp_path: Path) -> Path:
    folder = make_set(tmp_path / "a" / "Nokia")
    return make_set(folder, "valid/natural/nokia", (7,))


@pytest.fixture
def synthetic(tmp_path: Path) -> Path:
    folder = make_set(tmp_path / "b" / "Synth", "train/synthetic/photographic", (1, 2, 3))
    description = {"csv_sha256": "ab" * 32, "version": "9"}
    (folder / ".synthesis.jsonl").write_text(json.dumps(description) + "\n")
    return folder


def test_one_root_holds_all_sets_with_one_table_a_split(nokia: Path, synthetic: Path, tmp_path: Path) -> None:
    root = tmp_path / "CheXphoto-v1.0"
    outcome = release(root, nokia, synthetic)
    assert (outcome.added, outcome.there, outcome.changed) == (6, 0, True)
    train = rows(root / "train.csv")
    assert [row["Path"].split("/")[2:4] for row in train] == [["natural", "nokia"]] * 2 + [
        ["synthetic", "photographic"]
    ] * 3
    assert len(rows(root / "valid.csv")) == 1
    checked = 0
    for table in ("train.csv", "valid.csv"):
        for row in rows(root / table):
            assert row["Path"].startswith("CheXphoto-v1.0/")
            source = nokia if "/natural/" in row["Path"] else synthetic
            below = row["Path"].split("/", 1)[1]
            assert (tmp_path / row["Path"]).read_bytes() == (source / below).read_bytes()
            (before,) = [old for old in rows(source / table) if old["Path"].endswith(f"/{below}")]
            assert {**row, "Path": ""} == {**before, "Path": ""}
            checked += 1
    assert checked == 6
    assert len(rows(root / "train/synthetic/photographic.csv")) == 3
    assert [row["xray_path"][:13] for row in rows(root / "manifest.csv")] == ["CheXpert-v1.0"] * 6
    assert not (root / WORKING).exists()


def test_the_digests_are_those_of_every_file(nokia: Path, synthetic: Path, tmp_path: Path) -> None:
    root = tmp_path / "R"
    release(root, nokia, synthetic)
    stated = dict(reversed(line.split("  ")) for line in (root / "SHA256SUMS").read_text().splitlines())
    files = {path: hashlib.sha256(data).hexdigest() for path, data in snapshot(root).items()}
    del files["SHA256SUMS"]
    assert stated == files
    assert "R" in (root / "statistics/statistics.json").read_text()
    assert {
        "README.md",
        "statistics/statistics.md",
        "LICENSE",
        "CITATION.cff",
        "croissant.json",
        "release.json",
    } < set(files)


def test_a_release_takes_only_what_is_new_and_the_same_bytes_in_any_order(
    nokia: Path, synthetic: Path, tmp_path: Path
) -> None:
    one, other = tmp_path / "1" / "R", tmp_path / "2" / "R"
    release(one, nokia)
    outcome = release(one, nokia, synthetic)
    assert (outcome.added, outcome.there) == (3, 3)
    release(other, synthetic)
    release(other, nokia)
    named = {"README.md", "release.json", "SHA256SUMS"}  # they tell the order of sources
    first, second = snapshot(one), snapshot(other)
    assert first.keys() == second.keys()
    assert {path for path in first if first[path] != second[path]} <= named
    before = snapshot(one)
    again = release(one, nokia, synthetic)
    assert (again.added, again.changed) == (0, False)
    assert snapshot(one) == before


def test_a_file_that_is_there_with_other_bytes_is_an_error_and_nothing_changes(
    nokia: Path, synthetic: Path, tmp_path: Path
) -> None:
    root = tmp_path / "R"
    release(root, nokia)
    before = snapshot(root)
    shutil.rmtree(nokia)
    make_set(nokia, patients=(1, 2, 3), made=lambda patient: picture(patient + 77))
    with pytest.raises(DatasetError, match="is there with other bytes") as error:
        release(root, synthetic, nokia)
    assert len(error.value.problems) == 2, error.value.problems
    assert snapshot(root) == before


def test_a_patient_in_two_splits_is_refused_by_row(nokia: Path, tmp_path: Path) -> None:
    other = make_set(tmp_path / "c" / "Other", "valid/natural/iphone", (5, 2))
    with pytest.raises(DatasetError, match="patients are in two splits") as error:
        release(tmp_path / "R", nokia, other)
    assert error.value.problems == [
        f"{other / 'valid.csv'}, row 2: patient00002 is in valid, and in train in {nokia / 'train.csv'}, row 2"
    ]
    assert not (tmp_path / "R").exists()


def test_labels_of_the_test_split_stay_behind_unless_they_are_wanted(nokia: Path, tmp_path: Path) -> None:
    test = make_set(tmp_path / "t" / "Test", "test/natural/nokia", (9,))
    mask = test / "test/natural/nokia/patient00009/study1/view1_frontal.mask.png"
    mask.write_bytes(b"a mask")
    (test / "boxes.csv").write_text(
        "Path,label\nTest/test/natural/nokia/patient00009/study1/view1_frontal.jpg,Edema\n"
    )
    release(tmp_path / "R", nokia, test)
    for table in ("test.csv", "test/natural/nokia.csv"):
        (row,) = rows(tmp_path / "R" / table)
        assert list(row) == ["Path", "Sex", "Age", "Frontal/Lateral", "AP/PA"]
    assert not list((tmp_path / "R").rglob("*.mask.png"))
    assert not (tmp_path / "R/boxes.csv").exists()
    release(tmp_path / "L", nokia, test, test_labels=True)
    assert rows(tmp_path / "L/test.csv")[0]["Edema"] == rows(test / "test.csv")[0]["Edema"]
    assert len(list((tmp_path / "L").rglob("*.mask.png"))) == len(rows(tmp_path / "L/boxes.csv")) == 1
    with pytest.raises(DatasetError, match="--test-labels"):
        release(tmp_path / "L", nokia, test)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: next(folder.rglob("*.jpg")).unlink(), "No such file"),
        (lambda folder: next(folder.rglob("*.jpg")).write_bytes(b"other"), "is not what its manifest says"),
        (
            lambda folder: (folder / "train.csv").write_text("Path,Edema\nX/elsewhere.jpg,1.0\n"),
            "is not of the form",
        ),
        (lambda folder: (folder / "train.csv").write_text("Edema\n1.0\n"), "has no column 'Path'"),
        (lambda folder: (folder / "train.csv").write_text('Path,Edema\n"'), "not a well-formed CSV"),
        (
            lambda folder: [(folder / f"{split}.csv").unlink() for split in ("train", "valid")],
            "is no data set",
        ),
    ],
)
def test_a_source_that_is_not_whole_is_refused_and_nothing_is_written(
    nokia: Path, tmp_path: Path, spoil: object, said: str
) -> None:
    spoil(nokia)  # type: ignore[operator]
    with pytest.raises(DatasetError, match=said):
        release(tmp_path / "R", nokia)
    assert not (tmp_path / "R").exists()


def test_sources_with_other_labels_for_a_picture_are_refused_by_row(nokia: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(nokia, tmp_path / "copy" / "Nokia"))
    table = copy / "train.csv"
    table.write_text(table.read_text().replace("Female,50", "Female,51", 1))
    with pytest.raises(DatasetError, match="contradict") as error:
        release(tmp_path / "R", nokia, copy)
    assert "'Age'" in error.value.problems[0]
    assert "row 1" in error.value.problems[0]


def test_what_is_there_besides_is_never_written_over(nokia: Path, synthetic: Path, tmp_path: Path) -> None:
    root = tmp_path / "R"
    release(root, nokia)
    (root / "README.md").write_text("mine")
    outcome = release(root, synthetic)
    assert outcome.kept == ("README.md",)
    assert (root / "README.md").read_text() == "mine"
    other = tmp_path / "full"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    with pytest.raises(DatasetError, match="is not empty and is no data set"):
        release(other, nokia)
    assert snapshot(other) == {"thesis.txt": b"mine"}


def test_the_licence_is_what_the_operator_states(nokia: Path, synthetic: Path, tmp_path: Path) -> None:
    root = tmp_path / "R"
    release(root, nokia)
    assert "not stated" in (root / "LICENSE").read_text()
    assert "CheXpert is given under a research use agreement" in (root / "README.md").read_text()
    said = Statement(title="Photos: ours", licence="CC-BY-4.0", creators=("A: group",), version="1.1.0")
    assert release(root, nokia, said=said).changed
    assert (root / "LICENSE").read_text().startswith("CC-BY-4.0\n")
    assert 'title: "Photos: ours"' in (root / "CITATION.cff").read_text()
    assert "license: CC-BY-4.0" in (root / "CITATION.cff").read_text()
    release(root, synthetic)
    record = read_record(root)
    assert record is not None
    assert (record.licence, record.version) == ("CC-BY-4.0", "1.1.0")
    assert [(addition.source, addition.csv_sha256) for addition in record.additions] == [
        ("Nokia", ""),
        ("Synth", "ab" * 32),
    ]


class Killed(BaseException):
    """Stands for SIGKILL: nothing catches it."""


@pytest.mark.parametrize("at", range(0, 32, 4))
def test_a_run_that_is_killed_anywhere_leaves_the_root_as_it_was_or_complete(
    nokia: Path, synthetic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Dies at the n-th renaming: everything that reaches the disk does so by one."""
    root = tmp_path / "R"
    release(root, nokia)
    before = snapshot(root)
    whole = tmp_path / "whole" / "R"
    release(whole, nokia)
    release(whole, synthetic)
    real, left = Path.replace, [at]

    def replace(self: Path, target: Path) -> Path:
        if not left[0]:
            raise Killed
        left[0] -= 1
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        patched.setattr(Workplace, "discard", lambda self: None)
        died = False
        try:
            release(root, synthetic)
        except Killed:
            died = True
    if died and not (root / WORKING / "ready").exists():
        assert {path: data for path, data in snapshot(root).items() if not path.startswith(WORKING)} == before
    release(root, synthetic)
    assert snapshot(root) == snapshot(whole)


def test_a_copy_that_was_made_before_a_kill_is_not_made_again(
    nokia: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "R"
    copied: list[str] = []
    real = Workplace.add

    def add(self: Workplace, path: str, file: Path, sha256: str) -> None:
        if len(copied) == 2:
            raise Killed
        real(self, path, file, sha256)
        copied.append(path)

    with monkeypatch.context() as patched:
        patched.setattr(Workplace, "add", add)
        with pytest.raises(Killed):
            release(root, nokia)
    kept = {path: (root / WORKING / "files" / "R" / path).stat().st_ino for path in copied}
    release(root, nokia)
    assert {path: (root / path).stat().st_ino for path in copied} == kept


def test_two_runs_on_one_root_do_not_meet(nokia: Path, tmp_path: Path) -> None:
    with (
        open_root(tmp_path / "R"),
        pytest.raises(DatasetError, match="another run"),
        open_root(tmp_path / "R"),
    ):
        pass


def test_a_disk_that_is_too_small_is_found_before_anything_is_copied(
    nokia: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing_module, "RESERVE_BYTES", 10**18)
    with pytest.raises(DatasetError, match="Make room"):
        release(tmp_path / "R", nokia)
    assert not (tmp_path / "R").exists()
