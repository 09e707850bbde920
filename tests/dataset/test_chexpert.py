import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from dataset.chexpert import COLUMNS, read_table
from dataset.errors import CsvChangedError, CsvError, DatasetError, SubsetError

ROW = "C/train/patient00001/study1/view1_frontal.jpg,Male,52,Frontal,AP,,,1.0,-1.0,0.0,,,,,,,,,\n"


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "train.csv"


def write(csv: Path, text: str) -> Path:
    csv.write_bytes(text.encode())
    return csv


def test_rows_are_numbered_from_one_in_the_order_of_the_file(csv: Path) -> None:
    table = read_table(write(csv, "Path\nb.jpg\na.jpg\nc.jpg\n"))
    assert [table.xray(index).path for index in (1, 2, 3)] == ["b.jpg", "a.jpg", "c.jpg"]
    assert len(table) == 3
    assert table.index_of("a.jpg") == 2
    assert table.index_of("d.jpg") is None


def test_cells_are_kept_as_the_text_they_are(csv: Path) -> None:
    table = read_table(write(csv, ",".join(COLUMNS) + "\n" + ROW))
    xray = table.xray(1)
    assert xray.cells["Age"] == "52"
    assert xray.cells["No Finding"] == ""
    assert xray.labels == {"Cardiomegaly": "1.0", "Lung Opacity": "-1.0", "Lung Lesion": "0.0"}


def test_extra_columns_and_words_pandas_takes_for_missing_are_kept(csv: Path) -> None:
    table = read_table(write(csv, 'Path,Note,\na.jpg,NA,007\nb.jpg,"null, ""x""",1e5\n'))
    assert table.columns == ("Path", "Note", "")
    assert table.xray(1).cells == {"Path": "a.jpg", "Note": "NA", "": "007"}
    assert table.xray(2).cells["Note"] == 'null, "x"'


def test_blank_lines_windows_line_ends_and_a_byte_order_mark_do_not_matter(csv: Path) -> None:
    table = read_table(write(csv, "\ufeffPath,Sex\r\na.jpg,Male\r\n\r\nb.jpg,\r\n"))
    assert table.paths == ("a.jpg", "b.jpg")


def test_the_table_is_pinned_by_the_digest_of_the_bytes(csv: Path) -> None:
    digest = read_table(write(csv, "Path\na.jpg\n")).sha256
    assert digest == hashlib.sha256(b"Path\na.jpg\n").hexdigest()
    assert read_table(csv, sha256=digest).sha256 == digest
    write(csv, "Path\nb.jpg\na.jpg\n")
    with pytest.raises(CsvChangedError, match="not the file it was"):
        read_table(csv, sha256=digest)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("Path\n", "no x-rays"),
        ("path,Sex\na.jpg,Male\n", "no column 'Path'"),
        ("Path,Sex,Sex\na.jpg,Male,Male\n", "same name: 'Sex'"),
        ('Path\n"a.jpg', "not a well-formed CSV"),
    ],
)
def test_an_unusable_file_says_why(csv: Path, text: str, reason: str) -> None:
    with pytest.raises(CsvError, match=reason):
        read_table(write(csv, text))


def test_a_missing_file_a_folder_and_another_encoding_say_so(tmp_path: Path, csv: Path) -> None:
    with pytest.raises(CsvError, match="no file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(CsvError, match="is a folder"):
        read_table(tmp_path)
    csv.write_bytes("Path\né.jpg\n".encode("latin-1"))
    with pytest.raises(CsvError, match=r"not UTF-8 text \(line 2\)"):
        read_table(csv)


def test_every_bad_path_is_listed_at_once(csv: Path) -> None:
    bad = [
        "../a.jpg",
        "/etc/passwd",
        "C:/a.jpg",
        "a\\b.jpg",
        "a\x00.jpg",
        "a//b.jpg",
        "./a.jpg",
        '""',
        "ok.jpg",
        "ok.jpg",
    ]
    with pytest.raises(CsvError) as caught:
        read_table(write(csv, "Path\n" + "\n".join(bad) + "\n"))
    reasons = [
        "'..'",
        "absolute",
        "absolute",
        "backslash",
        "control",
        "empty or '.'",
        "empty or '.'",
        "no path",
        "already",
    ]
    assert len(caught.value.problems) == len(reasons)
    for problem, reason in zip(caught.value.problems, reasons, strict=True):
        assert reason in problem
    assert caught.value.problems[-1] == "x-ray 10: the path 'ok.jpg' is already that of x-ray 9"


def test_rows_cut_short_or_too_long_are_listed(csv: Path) -> None:
    with pytest.raises(CsvError) as caught:
        read_table(write(csv, "Path,Sex\na.jpg,Male\nb.jpg\nc.jpg,Male,3\n"))
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["x-ray 2", "x-ray 3"]


def test_a_path_whose_photos_could_not_be_named_is_refused_at_import(csv: Path) -> None:
    with pytest.raises(CsvError, match="too long"):
        read_table(write(csv, "Path\n" + "x" * 250 + ".jpg\n"))


def test_a_long_list_of_problems_is_whole_but_shown_in_part(csv: Path) -> None:
    with pytest.raises(DatasetError) as caught:
        read_table(write(csv, "Path\n" + "/a\n" * 100))
    assert len(caught.value.problems) == 100
    assert "and 80 more" in str(caught.value)


@pytest.mark.parametrize(("first", "last"), [(0, 1), (1, 4), (3, 2), (-1, 2)])
def test_a_subset_outside_the_table_is_refused(csv: Path, first: int, last: int) -> None:
    table = read_table(write(csv, "Path\na\nb\nc\n"))
    assert list(table.subset(2, 3)) == [2, 3]
    with pytest.raises(SubsetError, match=r"not within 1\.\.3"):
        table.subset(first, last)


def test_an_index_outside_the_table_has_no_xray(csv: Path) -> None:
    table = read_table(write(csv, "Path\na\n"))
    for index in (0, 2, -1):
        with pytest.raises(SubsetError):
            table.xray(index)


@pytest.mark.processes
def test_pandas_is_loaded_only_once_a_table_is_read() -> None:
    code = "import sys, webapp.app, webapp.cli.main, dataset.chexpert; print('pandas' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
