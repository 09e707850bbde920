"""Samples are drawn by patient or x-ray, from a seed, and never put a patient into two splits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dataset.chexpert import XrayTable, read_table
from dataset.errors import CsvError, SubsetError
from dataset.manifest import read_rows
from dataset.sampling import check_splits, sample
from tests.webapp.xrays import make_dataset
from webapp.cli.main import cli

PATIENTS = 60
RECORDED = (25, 32, 114, 125, 150)
"""Seed 1, five x-rays."""


def row(patient: int, study: int, view: int, split: str = "train") -> str:
    side = "frontal" if view == 1 else "lateral"
    return (
        f"CheXpert-v1.0/{split}/patient{patient:05}/study{study}/view{view}_{side}.jpg,"
        f"{side.title()},{'1.0' if patient % 10 == 0 and study == 1 else ''}"
    )


def written(folder: Path, rows: list[str]) -> XrayTable:
    csv = folder / "all.csv"
    csv.write_text("\n".join(["Path,Frontal/Lateral,Edema", *rows]) + "\n")
    return read_table(csv)


ROWS = [
    row(patient, study, view)
    for patient in range(1, PATIENTS + 1)
    for study in (1, 2)
    for view in (1, 2)[: 1 + patient % 2]
]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> XrayTable:
    return written(tmp_path_factory.mktemp("sample"), ROWS)


def patient_of(table: XrayTable, index: int) -> str:
    return table.path(index).split("/")[2]


@given(count=st.integers(1, PATIENTS - 1), seed=st.integers())
def test_patients_come_whole_and_a_larger_sample_contains_the_smaller(
    table: XrayTable, count: int, seed: int
) -> None:
    drawn = sample(table, "patients", count, seed=seed)
    patients = {patient_of(table, index) for index in drawn}
    assert len(patients) == count
    assert set(drawn) == {i for i in range(1, len(table) + 1) if patient_of(table, i) in patients}
    assert list(drawn) == sorted(drawn)
    assert set(drawn) < set(sample(table, "patients", count + 1, seed=seed))


def test_the_sample_is_the_same_in_every_version(table: XrayTable) -> None:
    assert sample(table, "xrays", 5, seed=1) == RECORDED
    assert sample(table, "xrays", 5, seed=2) != RECORDED


@given(count=st.integers(1, len(ROWS)), seed=st.integers())
def test_strata_keep_their_shares_to_within_one(table: XrayTable, count: int, seed: int) -> None:
    drawn = sample(table, "xrays", count, seed=seed, strata=["Frontal/Lateral"])
    assert len(drawn) == count
    of_all, of_drawn = (
        Counter(table.path(index).rsplit("_", 1)[1] for index in indices)
        for indices in (range(1, len(table) + 1), drawn)
    )
    for view, size in of_all.items():
        assert abs(of_drawn[view] - count * size / len(table)) < 1


def test_a_patient_with_one_positive_xray_is_in_the_positive_stratum(table: XrayTable) -> None:
    drawn = sample(table, "patients", 10, strata=["Edema"])
    positive = {name for name in (patient_of(table, index) for index in drawn) if int(name[-5:]) % 10 == 0}
    assert len(positive) == 1


def test_a_patient_in_two_splits_is_named_by_row(tmp_path: Path) -> None:
    table = written(tmp_path, [row(1, 1, 1), row(2, 1, 1), row(1, 2, 1, "valid"), row(1, 3, 1, "valid")])
    with pytest.raises(CsvError) as refused:
        sample(table, "xrays", 1)
    assert refused.value.problems == ["row 3: patient00001 is in valid, and in train in row 1"]


def made(of_set: str, patient: int, split: str = "train") -> str:
    return f"Ours-v1.0/{split}/{of_set}/patient{patient:05}/study1/view1_frontal.jpg,Frontal,"


SETS = ("natural/nokia10k", "natural/iphone1k", "synthetic/digital-2")


def test_x_rays_of_one_set_are_drawn_and_patients_with_those_of_all_sets(tmp_path: Path) -> None:
    table = written(tmp_path, [made(of_set, patient) for of_set in SETS for patient in range(1, 21)])
    drawn = sample(table, "xrays", 5, seed=1, of_set="natural/iphone1k")
    assert len(drawn) == 5
    assert all("/natural/iphone1k/" in table.path(index) for index in drawn)
    patients = sample(table, "patients", 4, seed=1)
    assert len(patients) == 4 * len(SETS)
    assert len({table.path(index).split("/")[-3] for index in patients}) == 4
    with pytest.raises(CsvError, match="has no set 'nokia10k'; it has natural/iphone1k, natural/nokia10k"):
        sample(table, "xrays", 1, of_set="nokia10k")


def test_a_patient_in_two_splits_of_a_data_set_with_sets_is_named_too(tmp_path: Path) -> None:
    table = written(tmp_path, [made(SETS[0], 1), made(SETS[1], 2, "valid"), made(SETS[2], 1, "valid")])
    with pytest.raises(CsvError, match="1 patients in two splits") as caught:
        check_splits(table)
    assert caught.value.problems == ["row 3: patient00001 is in valid, and in train in row 1"]


@pytest.mark.processes
def test_what_is_drawn_can_be_synthesised_and_its_paths_stay(tmp_path: Path) -> None:
    source = make_dataset(tmp_path, 6)
    drawn = tmp_path / "drawn.csv"
    place = ["--data-dir", str(tmp_path), "--out", str(tmp_path / "made"), "--name", "Ours-v1.0"]
    for command in (
        ["sample", str(source), "--xrays", "2", "--out", str(drawn)],
        ["synthesize", "--csv", str(drawn), "--pipeline", "blur", "--workers", "1", *place],
    ):
        done = CliRunner().invoke(cli, command)
        assert done.exit_code == 0, done.output
    made_of = [row["xray_path"] for row in read_rows(tmp_path / "made" / "Ours-v1.0" / "manifest.csv")]
    assert made_of == list(read_table(drawn).paths)
    assert set(made_of) < set(read_table(source).paths)


def test_paths_of_another_form_have_no_splits(tmp_path: Path) -> None:
    table = written(tmp_path, ["train/a.png,Frontal,", "valid/a.png,Frontal,"])
    check_splits(table)
    assert len(sample(table, "xrays", 2)) == 2


def test_more_than_there_are_and_unknown_columns_are_refused(table: XrayTable) -> None:
    with pytest.raises(SubsetError, match="has 60 patients; 61 cannot be drawn"):
        sample(table, "patients", 61)
    with pytest.raises(CsvError, match="has no column 'View'"):
        sample(table, "xrays", 1, strata=["View"])


def test_the_command_writes_the_rows_as_they_are(table: XrayTable, tmp_path: Path) -> None:
    out = tmp_path / "sample.csv"
    done = CliRunner().invoke(
        cli, ["sample", str(table.csv), "--xrays", "5", "--seed", "1", "--out", str(out)]
    )
    assert (done.exit_code, done.output) == (0, f"5 x-rays -> {out}\n")
    assert out.read_text().splitlines()[1:] == [ROWS[index - 1] for index in RECORDED]
    again = CliRunner().invoke(cli, ["sample", str(table.csv), "--xrays", "5", "--out", str(out)])
    assert again.exit_code == 2
    assert "exists already" in again.output


@pytest.mark.parametrize("options", [[], ["--patients", "1", "--xrays", "1"]])
def test_the_command_asks_what_to_count(table: XrayTable, tmp_path: Path, options: list[str]) -> None:
    done = CliRunner().invoke(cli, ["sample", str(table.csv), "--out", str(tmp_path / "a.csv"), *options])
    assert done.exit_code == 2
    assert "--patients N or --xrays N" in done.output
