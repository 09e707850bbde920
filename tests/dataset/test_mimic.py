"""MIMIC-CXR-JPG as it is downloaded becomes one CSV that can be registered, photographed and exported."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner

from dataset.chexpert import read_table
from dataset.errors import CsvError
from dataset.layout import split_of
from dataset.mimic import mimic_table
from dataset.numbering import unfit_paths
from webapp.cli.main import cli

TABLES = {
    "metadata": (
        "dicom_id,subject_id,study_id,PerformedProcedureStepDescription,ViewPosition,Rows",
        '0a,10000032,50414267,"CHEST (PA AND LAT), 2",PA,3056',
        "0b,10000032,50414267,CHEST,LATERAL,3056",
        "0c,10000032,53189527,CHEST,AP,3056",
        "0d,10000764,57375967,CHEST,,3056",
    ),
    "split": (
        "dicom_id,study_id,subject_id,split",
        "0d,57375967,10000764,validate",
        "0a,50414267,10000032,train",
        "0b,50414267,10000032,train",
        "0c,53189527,10000032,test",
    ),
    "chexpert": (
        "subject_id,study_id,Atelectasis,No Finding,Pneumonia",
        "10000032,50414267,,1.0,",
        "10000764,57375967,-1.0,,0.0",
    ),
}


@pytest.fixture(params=[".csv", ".csv.gz"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    for what, lines in TABLES.items():
        data = "\r\n".join([*lines, ""]).encode()
        packed = gzip.compress(data) if request.param == ".csv.gz" else data
        (tmp_path / f"mimic-cxr-2.0.0-{what}{request.param}").write_bytes(packed)
    return tmp_path


def test_the_tables_become_one_csv_in_mimics_own_splits(folder: Path) -> None:
    out = folder / "mimic.csv"
    done = CliRunner().invoke(cli, ["mimic-table", str(folder), "--out", str(out)])
    assert (done.exit_code, done.output) == (0, f"4 x-rays -> {out}\n")
    table = read_table(out)
    assert table.path(1) == "files/p10/p10000032/s50414267/0a.jpg"
    assert unfit_paths(table, range(1, 5)) == []
    assert [table.layout_path(index).partition("/")[2] for index in range(1, 5)] == [
        "train/patient00001/study1/view1_frontal.jpg",
        "train/patient00001/study1/view2_lateral.jpg",
        "test/patient00001/study2/view1_frontal.jpg",
        "valid/patient00002/study1/view1_frontal.jpg",
    ]
    assert [split_of(table.layout_path(index)) for index in (1, 3, 4)] == ["train", "test", "valid"]
    assert [table.xray(index).labels for index in (1, 2, 3, 4)] == [
        {"No Finding": "1.0"},
        {"No Finding": "1.0"},
        {},
        {"Atelectasis": "-1.0", "Pneumonia": "0.0"},
    ]
    views = [
        (table.xray(index).cells["Frontal/Lateral"], table.xray(index).cells["AP/PA"])
        for index in range(1, 5)
    ]
    assert views == [("Frontal", "PA"), ("Lateral", ""), ("Frontal", "AP"), ("", "")]
    again = CliRunner().invoke(cli, ["mimic-table", str(folder), "--out", str(out)])
    assert again.exit_code != 0
    assert "exists already" in again.output


def table_of(folder: Path, what: str) -> Path:
    return next(folder.glob(f"*-{what}.csv*"))


def test_a_table_that_is_missing_or_another_is_named(folder: Path) -> None:
    split, metadata = table_of(folder, "split"), table_of(folder, "metadata")
    kept = split.read_bytes()
    split.write_bytes(metadata.read_bytes())
    with pytest.raises(CsvError, match="no column 'split'"):
        mimic_table(folder)
    short = "\n".join(TABLES["split"][:-1]).encode()
    split.write_bytes(gzip.compress(short) if split.suffix == ".gz" else short)
    with pytest.raises(CsvError, match="lacks image 0c"):
        mimic_table(folder)
    split.write_bytes(kept[:-4] if split.suffix == ".gz" else b"\xff\xfe" + kept)
    with pytest.raises(CsvError, match="cannot be read; download it again"):
        mimic_table(folder)
    split.unlink()
    with pytest.raises(CsvError, match=r"no table mimic-cxr-2\.0\.0-split"):
        mimic_table(folder)


def test_one_of_the_tables_in_place_of_a_csv_says_how_to_join_them(folder: Path) -> None:
    file = table_of(folder, "chexpert")
    said = "chexphoto mimic-table" if file.suffix == ".csv" else "is packed"
    with pytest.raises(CsvError, match=said):
        read_table(file)


@pytest.mark.parametrize(("mark", "said"), [(";", "semicolons"), ("\t", "tabs")])
def test_columns_that_are_separated_otherwise_are_no_riddle(mark: str, said: str, tmp_path: Path) -> None:
    csv = tmp_path / "train.csv"
    csv.write_text(f"Path{mark}Sex\na/b.jpg{mark}Male\n")
    with pytest.raises(CsvError, match=f"separated by {said}, save it with commas"):
        read_table(csv)


def test_the_split_of_each_may_stand_in_a_column(tmp_path: Path) -> None:
    csv, out = tmp_path / "own.csv", tmp_path / "out.csv"
    csv.write_text("Path,fold\nd/p1/s1/a.png,Val\nd/p1/s2/b.png,test\n")
    done = CliRunner().invoke(cli, ["number-patients", str(csv), "--out", str(out), "--split-column", "fold"])
    assert done.exit_code == 0, done.output
    assert [read_table(out).layout_path(index).split("/")[1] for index in (1, 2)] == ["valid", "test"]
    csv.write_text("Path,fold\nd/p1/s1/a.png,3\n")
    bad = CliRunner().invoke(cli, ["number-patients", str(csv), "--out", str(out), "--split-column", "fold"])
    assert "does not give every x-ray's split" in bad.output
