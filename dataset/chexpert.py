"""Read a CheXpert-format CSV and give every row its index.

The CSV is the one truth about which x-ray is number 123: its rows in order, counted from 1.  It is
therefore pinned by the SHA-256 of its bytes, and a file that changed is refused rather than
renumbered.  Cells are kept as the text they are, so that an export writes ``-1.0`` or nothing exactly where
the source had it; pandas would otherwise turn labels into floats and "not mentioned" into NaN.
"""

from __future__ import annotations

import csv as csv_format
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dataset.errors import CsvChangedError, CsvError, SubsetError
from dataset.regular_files import open_regular
from dataset.xray_paths import path_problems

if TYPE_CHECKING:
    import pandas as pd

PATH = "Path"
LAYOUT_PATH = "CheXpert Path"
"""A column for x-rays whose own paths are not of CheXpert's form: what they are called in data sets that are made."""
MAX_BYTES = 500_000_000
"""All of CheXpert takes 26 MB."""
OBSERVATIONS = (
    "No Finding",
    "Enlarged Cardiomediastinum",
    "Cardiomegaly",
    "Lung Opacity",
    "Lung Lesion",
    "Edema",
    "Consolidation",
    "Pneumonia",
    "Atelectasis",
    "Pneumothorax",
    "Pleural Effusion",
    "Pleural Other",
    "Fracture",
    "Support Devices",
)
_OF_MIMIC = {"subject_id", "study_id"}
COLUMNS = (PATH, "Sex", "Age", "Frontal/Lateral", "AP/PA", *OBSERVATIONS)

LONGEST_LABEL = 12
"""Cells up to this length are kept once; longer ones are paths, of which no two are alike."""


@dataclass(frozen=True, slots=True)
class Xray:
    """One row of the CSV.

    Attributes:
        index: 1..N in the order of the CSV's rows.
        path: The cell of the ``Path`` column, untouched.
        cells: Every cell of the row by column name, untouched; an empty text is an empty cell.
    """

    index: int
    path: str
    cells: Mapping[str, str]

    @property
    def labels(self) -> dict[str, str]:
        """The observations this row mentions, as text (``1.0``, ``0.0``, ``-1.0``)."""
        return {name: self.cells[name] for name in OBSERVATIONS if self.cells.get(name)}


class XrayTable:
    """The rows of one CSV, numbered 1..N.

    Attributes:
        csv: The file it was read from.
        sha256: The SHA-256 of that file's bytes, hexadecimal.
        columns: The column names in the file's order.
        frame: All cells as text, one row an x-ray; row label = index.
    """

    def __init__(self, csv: Path, sha256: str, frame: pd.DataFrame) -> None:
        self.csv = csv
        self.sha256 = sha256
        self.columns: tuple[str, ...] = tuple(frame.columns)
        self.frame = frame
        self._paths: list[str] = frame[PATH].tolist()
        self._layout_paths: list[str] = frame[LAYOUT_PATH].tolist() if LAYOUT_PATH in frame else []
        self._by_path = {path: index for index, path in enumerate(self._paths, start=1)}

    def __len__(self) -> int:
        return len(self._paths)

    @property
    def paths(self) -> tuple[str, ...]:
        """All paths in order; the first is x-ray 1's."""
        return tuple(self._paths)

    def xray(self, index: int) -> Xray:
        """Return the x-ray with an index.

        Raises:
            SubsetError: There is no such index.
        """
        self.subset(index, index)
        row = self.frame.iloc[index - 1]
        return Xray(index, self._paths[index - 1], dict(zip(self.columns, row.tolist(), strict=True)))

    def path(self, index: int) -> str:
        """Return the path of an x-ray (faster than ``xray`` where only that is needed).

        Raises:
            SubsetError: There is no such index.
        """
        self.subset(index, index)
        return self._paths[index - 1]

    def layout_path(self, index: int) -> str:
        """Return the path of an x-ray in exported data sets: its own, unless the CSV gives another.

        Raises:
            SubsetError: There is no such index.
        """
        path = self.path(index)
        return self._layout_paths[index - 1] or path if self._layout_paths else path

    def index_of(self, path: str) -> int | None:
        """Return the index of the x-ray with exactly this path, or None."""
        return self._by_path.get(path)

    def of_patient(self, index: int) -> tuple[int, ...]:
        """Return the x-rays of the patient of x-ray ``index``, itself included, in their order.

        A patient is the folder two above the image (``.../patient00001/study1/view1_frontal.jpg``), so that data sets
        with other names for it are served as well.

        Raises:
            SubsetError: There is no such index.
        """
        return tuple(self._by_patient[_patient(self.path(index))])

    @cached_property
    def _by_patient(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, path in enumerate(self._paths, start=1):
            found.setdefault(_patient(path), []).append(index)
        return found

    def subset(self, first: int, last: int) -> range:
        """Return the indices ``first..last``, both included.

        Raises:
            SubsetError: The range is empty or not within 1..N.
        """
        if not 1 <= first <= last <= len(self):
            raise SubsetError(
                f"the subset {first}..{last} is not within 1..{len(self)}, the indices of {self.csv.name}"
            )
        return range(first, last + 1)


def _patient(path: str) -> str:
    return path.rsplit("/", 2)[0]


def read_table(csv: Path | str, *, sha256: str | None = None) -> XrayTable:
    """Read and check a CheXpert-format CSV; only a ``Path`` column is required.

    Args:
        csv: The file. UTF-8, with or without a byte order mark.
        sha256: What its SHA-256 must be, where the file has been used before.

    Returns:
        The table.

    Raises:
        CsvChangedError: The file is not the one that ``sha256`` was taken of.
        CsvError: It cannot be read, has no ``Path`` column or no rows, or paths that are missing, double, or
            lead out of the data folder; ``problems`` lists them all.
    """
    csv = Path(csv)
    data = _read_bytes(csv)
    digest = hashlib.sha256(data).hexdigest()
    if sha256 is not None and digest != sha256:
        raise CsvChangedError(
            f"{csv} is not the file it was: its rows may have moved, and photos would get the wrong labels. "
            f"Put the old file back (SHA-256 {sha256}; this one has {digest})"
        )
    frame = _parse(csv, data)
    problems = list(path_problems(frame[PATH].tolist()))
    if problems:
        raise CsvError(f"{csv} has {len(problems)} unusable paths:", problems)
    return XrayTable(csv, digest, frame)


def _read_bytes(csv: Path) -> bytes:
    try:
        with open_regular(csv) as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise CsvError(f"there is no file {csv}") from None
    except IsADirectoryError:
        raise CsvError(f"{csv} is a folder; give the CSV inside it, such as train.csv") from None
    except OSError as error:
        raise CsvError(f"{csv} cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise CsvError(f"{csv} is larger than {MAX_BYTES // 1_000_000} MB; it is no table of x-rays")
    return data


def _parse(csv: Path, data: bytes) -> pd.DataFrame:
    _check_text(csv, data)
    rows = _rows(csv, data)
    header = next(rows)
    _check_header(csv, header)
    # By columns: a list for each row would take half as much again as all the cells.
    columns: list[list[str]] = [[] for _ in header]
    problems = []
    for index, row in enumerate(rows, start=1):
        if len(row) != len(header):
            problems.append(f"x-ray {index}: the row has {len(row)} cells, the header {len(header)}")
        for column, cell in zip(columns, row, strict=False):
            column.append(cell)
    if problems:
        raise CsvError(f"{csv} has {len(problems)} rows with missing or extra cells:", problems)
    if not columns[0]:
        raise CsvError(f"{csv} holds a header but no x-rays")
    import pandas as pd  # 35 MB, and half a second at the start of every command that reads no table

    cells = dict(zip(header, columns, strict=True))
    return pd.DataFrame(cells, index=range(1, len(columns[0]) + 1), dtype=object)


def _check_text(csv: Path, data: bytes) -> None:
    if data.startswith((b"\x1f\x8b", b"PK")):
        raise CsvError(f"{csv} is packed, or a workbook; give the CSV that is in it, as 'CSV UTF-8'")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CsvError(f"{csv} is not UTF-8 text (line {line}); save it again as 'CSV UTF-8'") from None
    if not text.strip():
        raise CsvError(f"{csv} is empty")


def _rows(csv: Path, data: bytes) -> Iterator[list[str]]:
    # Line by line: as one text, 223,000 rows would take four bytes a character. pandas' own reader fills up rows that
    # are cut short without a word, so the standard one splits them.
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
    reader = csv_format.reader(lines, strict=True)
    # Most cells are one of a few labels, which are kept once each: millions of texts would take 300 MB.
    kept: dict[str, str] = {}
    try:
        for row in reader:
            if row:
                yield [kept.setdefault(cell, cell) if len(cell) <= LONGEST_LABEL else cell for cell in row]
    except csv_format.Error as error:
        raise CsvError(f"{csv} is not a well-formed CSV (line {reader.line_num}): {error}") from None


def _check_header(csv: Path, header: list[str]) -> None:
    if PATH not in header:
        # What else stands there is not told: whoever may name a file need not be whoever may read it.
        raise CsvError(f"{csv} has no column {PATH!r} (exactly so, in its first line){_header_hint(header)}")
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise CsvError(f"{csv} has columns with the same name: {', '.join(map(repr, repeated))}")


def _header_hint(header: list[str]) -> str:
    if any(name.strip().lower() == PATH.lower() for name in header):
        return "; one differs in capitals or blanks"
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if PATH in ",".join(header).split(mark):
            return f"; its columns are separated by {name}, save it with commas"
    if {*header} >= _OF_MIMIC:
        return "; if it is one of MIMIC-CXR-JPG's tables, the command chexphoto mimic-table joins them into such a CSV"
    return ""
