"""X-rays that lie otherwise than CheXpert's get paths that data sets can be made with."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dataset.chexpert import LAYOUT_PATH, XrayTable, read_table
from dataset.errors import CsvError, LayoutError
from dataset.export import ExportPhoto, plan_export
from dataset.numbering import numbered_csv, unfit_paths
from webapp.cli.main import cli

MIMIC = "mimic-cxr-jpg-2.1.0/files/p10"
ROWS = (
    f"{MIMIC}/p10000032/s50414267/a.jpg,PA",
    f"{MIMIC}/p10000032/s50414267/b.jpg,LATERAL",
    f"{MIMIC}/p10000032/s53189527/c.jpg,AP",
    f"{MIMIC}/p10000764/s57375967/d.jpg,",
)
NUMBERED = (
    "mimic-cxr-jpg-2.1.0/train/patient00001/study1/view1_frontal.jpg",
    "mimic-cxr-jpg-2.1.0/train/patient00001/study1/view2_lateral.jpg",
    "mimic-cxr-jpg-2.1.0/train/patient00001/study2/view1_frontal.jpg",
    "mimic-cxr-jpg-2.1.0/train/patient00002/study1/view1_frontal.jpg",
)


@pytest.fixture
def table(tmp_path: Path) -> XrayTable:
    csv = tmp_path / "mimic.csv"
    csv.write_text("\n".join(["Path,ViewPosition", *ROWS]) + "\n")
    return read_table(csv)


def photos(folder: Path) -> list[ExportPhoto]:
    file = folder / "photo.jpg"
    return [ExportPhoto("phone", index, 1, file) for index in (1, 4)]


def test_the_command_writes_a_csv_that_can_be_exported_and_leads_back(
    table: XrayTable, tmp_path: Path
) -> None:
    with pytest.raises(LayoutError, match="chexphoto number-patients"):
        plan_export(table, photos(tmp_path), "Lab")
    out = tmp_path / "numbered.csv"
    done = CliRunner().invoke(cli, ["number-patients", str(table.csv), "--out", str(out)])
    assert (done.exit_code, done.output) == (0, f"4 x-rays -> {out}\n")
    numbered = read_table(out)
    assert numbered.paths == table.paths
    assert tuple(numbered.layout_path(index) for index in range(1, 5)) == NUMBERED
    plan = plan_export(numbered, photos(tmp_path), "Lab")
    assert [entry.path for entry in plan.entries] == [
        "Lab/train/natural/phone/patient00001/study1/view1_frontal.jpg",
        "Lab/train/natural/phone/patient00002/study1/view1_frontal.jpg",
    ]
    assert plan.entries[1].xray_path == table.path(4)


def test_which_paths_do_not_fit_is_known_before_anything_is_made(table: XrayTable, tmp_path: Path) -> None:
    assert unfit_paths(table, table.subset(2, 4)) == [2, 3, 4]
    (tmp_path / "numbered.csv").write_text(numbered_csv(table, "valid"))
    numbered = read_table(tmp_path / "numbered.csv")
    assert unfit_paths(numbered, numbered.subset(1, 4)) == []


def test_xrays_in_one_flat_folder_are_each_their_own_patient_unless_a_column_says_whose(
    tmp_path: Path,
) -> None:
    csv = tmp_path / "nih.csv"
    csv.write_text(
        "Path,Patient ID\nimages/00000001_000.png,1\nimages/00000001_001.png,1\nimages/00000002_000.png,2\n"
    )
    table = read_table(csv)

    def patients(text: str) -> list[str]:
        return [line.split("/train/")[1].split("/")[0] for line in text.splitlines()[1:]]

    assert patients(numbered_csv(table, "train")) == ["patient00001", "patient00002", "patient00003"]
    assert patients(numbered_csv(table, "train", patient="Patient ID")) == [
        "patient00001",
        "patient00001",
        "patient00002",
    ]


def test_what_cannot_be_numbered_is_refused(table: XrayTable, tmp_path: Path) -> None:
    with pytest.raises(CsvError, match="no column 'Whose'"):
        numbered_csv(table, "train", patient="Whose")
    (tmp_path / "twice.csv").write_text(numbered_csv(table, "train"))
    with pytest.raises(CsvError, match=LAYOUT_PATH):
        numbered_csv(read_table(tmp_path / "twice.csv"), "train")
