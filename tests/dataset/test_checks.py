"""A check finds nothing in a whole data set, and whatever is broken in any other."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset.checks import check_dataset
from dataset.checks.faults import ADVICE
from dataset.files import sha256_of_file
from dataset.images import encode_image
from dataset.release.sums import SUMS, sums_text, visible_files
from tests.dataset.release_sets import make_set, picture, release, rows, snapshot
from tests.tiers import examples
from webapp.cli.main import cli


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of two sets and two splits."""
    folder = tmp_path_factory.mktemp("whole")
    natural = make_set(folder / "a" / "N", patients=(1, 2, 3))
    make_set(natural, "valid/natural/nokia", (7, 8))
    synthetic = make_set(folder / "b" / "S", "train/synthetic/photographic", (1, 2))
    root = folder / "CheXphoto-v1.0"
    release(root, natural, synthetic)
    return root


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / whole.name))


def codes(root: Path, **more: object) -> set[str]:
    return {fault.code for fault in check_dataset(root, **more).faults}  # type: ignore[arg-type]


def sum_again(root: Path) -> None:
    """Write the digests as if what is there were meant."""
    digests = {path: sha256_of_file(root / path) for path in visible_files(root) if path != SUMS}
    (root / SUMS).write_text(sums_text(digests))


def edit(file: Path, change: Callable[[list[list[str]]], object]) -> None:
    """Change the rows of a CSV, header included."""
    table = list(csv.reader(io.StringIO(file.read_text())))
    change(table)
    with file.open("w", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(table)


def test_a_whole_data_set_has_no_faults(whole: Path) -> None:
    before = snapshot(whole)
    report = check_dataset(whole, pixels=True)
    assert report.faults == ()
    assert (report.pictures, report.files) == (7, len(before))
    assert snapshot(whole) == before


PICTURES = "train/natural/nokia/patient0000{}/study1/view1_frontal.jpg"


def in_table(name: str, change: Callable[[list[list[str]]], object]) -> Callable[[Path], object]:
    """Change the rows of one table."""
    return lambda root: edit(root / name, change)


def put(row: int, column: int, cell: str) -> Callable[[list[list[str]]], object]:
    """Write one cell."""
    return lambda table: table[row].__setitem__(column, cell)


def swap(root: Path) -> None:
    one, other = root / PICTURES.format(1), root / PICTURES.format(2)
    (first, second) = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def move_patient(root: Path) -> None:
    """Copy patient 1 into the other split, with rows."""
    name = "valid/natural/nokia/patient00001/study1/view1_frontal.jpg"
    (root / name).parent.mkdir(parents=True)
    (root / name).write_bytes(picture(99))
    for table in ("valid.csv", "valid/natural/nokia.csv"):
        edit(root / table, lambda table: table.append([f"{root.name}/{name}", *table[1][1:]]))


@pytest.mark.parametrize(
    ("break_it", "code", "place"),
    [
        (lambda root: (root / PICTURES.format(1)).unlink(), "file_missing", PICTURES.format(1)),
        (lambda root: (root / PICTURES.format(1)).write_bytes(b""), "file_damaged", PICTURES.format(1)),
        (lambda root: (root / PICTURES.format(1)).write_bytes(picture(5, 32)), "file_size", PICTURES.format(1)),
        (
            lambda root: (root / PICTURES.format(1)).write_bytes(encode_image(np.zeros((64, 64), np.uint8), "png")),
            "file_type",
            PICTURES.format(1),
        ),
        (swap, "digest", PICTURES.format(2)),
        (
            lambda root: shutil.copy(root / PICTURES.format(1), root / "train/natural/nokia/extra.jpg"),
            "file_not_listed",
            "train/natural/nokia/extra.jpg",
        ),
        (in_table("train.csv", lambda table: table.pop(2)), "tables_disagree", "train/natural/nokia.csv, row 2"),
        (in_table("train.csv", lambda table: table.append(table[1])), "row_twice", "train.csv, row 6"),
        (in_table("train.csv", put(3, 8, "1.0")), "tables_disagree", "train/natural/nokia.csv, row 3"),
        (in_table("train.csv", put(3, 8, "yes")), "label_unknown", "train.csv, row 3"),
        (in_table("train.csv", lambda table: table[2].pop()), "table_unreadable", "train.csv"),
        (in_table("valid.csv", put(1, 0, "x/y.jpg")), "row_unusable", "valid.csv, row 1"),
        (lambda root: (root / "valid.csv").unlink(), "table_missing", "valid.csv"),
        (lambda root: (root / "manifest.csv").unlink(), "table_missing", "manifest.csv"),
        (in_table("manifest.csv", lambda table: table.pop(1)), "manifest", PICTURES.format(1)),
        (move_patient, "patient_in_two_splits", "valid.csv, row 3"),
        (
            lambda root: shutil.copy(
                root / PICTURES.format(1), root / "valid/natural/nokia/patient00007/study1/view1_frontal.jpg"
            ),
            "copies_apart",
            "valid/natural/nokia/patient00007/study1/view1_frontal.jpg",
        ),
        (lambda root: (root / ".release").mkdir(), "interrupted", ".release"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_place_even_where_the_digests_were_written_again(
    copy: Path, break_it: Callable[[Path], object], code: str, place: str
) -> None:
    break_it(copy)
    sum_again(copy)
    report = check_dataset(copy)
    assert (code, place) in {(fault.code, fault.place) for fault in report.faults}, report.faults
    said = "\n".join(report.lines())
    assert place in said
    assert ADVICE[code] in said  # type: ignore[index]


def test_a_release_without_its_digests_is_noticed(copy: Path) -> None:
    (copy / SUMS).unlink()
    assert codes(copy) == {"table_missing"}


def test_a_renamed_folder_is_one_fault(copy: Path) -> None:
    report = check_dataset(copy.rename(copy.with_name("Renamed")))
    assert [fault.code for fault in report.faults] == ["folder_renamed"]


def test_labels_are_compared_with_those_of_the_source(copy: Path, tmp_path: Path) -> None:
    """Where they were changed in every table alike, nothing else tells."""
    source = tmp_path / "source.csv"
    xrays = {row["Path"]: row["xray_path"] for row in rows(copy / "manifest.csv")}
    first = rows(copy / "train.csv")[0]
    lines = {
        xrays[row["Path"]]: {**row, "Path": xrays[row["Path"]]}
        for split in ("train", "valid")
        for row in rows(copy / f"{split}.csv")
    }
    with source.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerows(lines.values())
    report = check_dataset(copy, sources=[source])
    assert (report.faults, report.compared) == ((), 7)
    other = "0.0" if first["Edema"] != "0.0" else "1.0"
    for table in ("train.csv", "train/natural/nokia.csv"):
        edit(copy / table, lambda table: table[1].__setitem__(table[0].index("Edema"), other))
    sum_again(copy)
    assert codes(copy) == set()
    (fault,) = check_dataset(copy, sources=[source]).faults
    assert (fault.code, fault.place) == ("label_not_of_source", "train.csv, row 1")
    assert "'Edema'" in fault.message
    source.write_text("Path,Edema\nCheXpert-v1.0/train/patient09999/study1/view1_frontal.jpg,1.0\n")
    assert codes(copy, sources=[source]) == {"label_not_of_source"}


def chest(seed: int) -> np.ndarray:
    """A picture with enough in it to be compared."""
    noise = np.random.default_rng(seed).integers(0, 256, (48, 48), dtype=np.uint8)
    return cv2.GaussianBlur(cv2.resize(noise, (480, 480), interpolation=cv2.INTER_CUBIC), (0, 0), 2)


def test_near_copies_in_two_splits_are_found_by_their_pixels(tmp_path: Path) -> None:
    folder = make_set(tmp_path / "N", patients=(1, 2), made=lambda patient: encode_image(chest(patient)))
    make_set(
        folder,
        "valid/natural/nokia",
        (8, 9),
        made=lambda patient: encode_image(chest(2 if patient == 9 else 50), quality=70),
    )
    for row in range(1, 5):
        edit(folder / "manifest.csv", put(row, 4, "480"))
        edit(folder / "manifest.csv", put(row, 5, "480"))
    assert codes(folder) == set()
    (fault,) = check_dataset(folder, pixels=True).faults
    assert fault.code == "similar_apart"
    assert fault.place == "valid/natural/nokia/patient00009/study1/view1_frontal.jpg"
    assert "patient00002" in fault.message


def test_a_picture_that_breaks_off_is_found_by_its_pixels(copy: Path) -> None:
    file = copy / PICTURES.format(1)
    data = file.read_bytes()
    file.write_bytes(data[:-100] + data[-2:])  # the mark of its end comes too early
    (copy / SUMS).unlink()
    (copy / "release.json").unlink()
    (copy / "manifest.csv").unlink()
    assert codes(copy) == set()
    assert codes(copy, pixels=True) == {"file_damaged"}


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chance=st.randoms(use_true_random=False))
def test_whatever_single_thing_is_broken_is_found(whole: Path, tmp_path: Path, chance: random.Random) -> None:
    """A file is removed, cut, lengthened, changed in one byte, renamed, exchanged, or added."""
    root = tmp_path / whole.name
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(whole, root)
    paths = sorted(visible_files(root))
    file = root / chance.choice(paths)
    data = file.read_bytes()
    at = chance.randrange(len(data))
    change = chance.choice(["remove", "cut", "lengthen", "flip", "rename", "exchange", "add"])
    match change:
        case "remove":
            file.unlink()
        case "cut":
            file.write_bytes(data[:at])
        case "lengthen":
            file.write_bytes(data + b"\n")
        case "flip":
            file.write_bytes(data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :])
        case "rename":
            file.rename(file.with_name(f"x{file.name}"))
        case "exchange":
            other = root / chance.choice([path for path in paths if (root / path).read_bytes() != data])
            file.write_bytes(other.read_bytes())
            other.write_bytes(data)
        case _:
            (file.parent / f"new{chance.choice(['.jpg', '.csv', ''])}").write_bytes(data)
    report = check_dataset(root)
    assert report.faults, (change, file, at)
    assert all(fault.file and fault.message and ADVICE[fault.code] for fault in report.faults)


def test_the_command_reports_as_text_and_json_with_a_status(copy: Path) -> None:
    def check(*more: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli, ["check", str(copy), *more])
        return result.exit_code, result.output

    assert check()[0] == 0
    assert "No faults." in check()[1]
    (copy / PICTURES.format(1)).unlink()
    status, text = check()
    assert status == 1
    assert PICTURES.format(1) in text
    status, text = check("--json")
    report = json.loads(text)
    assert (status, report["pictures"]) == (1, 7)
    assert {fault["file"] for fault in report["faults"]} == {PICTURES.format(1)}
    result = CliRunner().invoke(cli, ["check", str(copy.parent)])
    assert (result.exit_code, "is no data set" in result.output) == (2, True)
