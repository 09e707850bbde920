"""Read predictions in the form of the CheXpert contest, strictly.

A row that is dropped, doubled or shifted without a word changes a published number.  So nothing is filled in or
skipped: whatever does not fit is listed, by row, and the file is refused.
"""

from __future__ import annotations

import csv as csv_format
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dataset.chexpert import OBSERVATIONS
from dataset.errors import DatasetError
from dataset.regular_files import open_regular

COMPETITION = ("Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Pleural Effusion")
"""The five observations that the contest scores, in the order of its files."""
MAX_BYTES = 200_000_000
"""All of CheXpert with 14 observations takes about 70 MB."""
Unit = Literal["Study", "Path"]


class PredictionsError(DatasetError):
    """A file of predictions cannot be scored; ``problems`` lists everything found, by row."""


@dataclass(frozen=True, slots=True)
class Predictions:
    """Probabilities of observations, one row for each study or image.

    Attributes:
        unit: What a row is about, as the first column is called.
        names: The study or image of each row: its path.
        observations: The columns, five or 14.
        values: One row for each of ``names``, one column for each of ``observations``, from 0 to 1.
        sha256: Of the file's bytes, hexadecimal.
    """

    unit: Unit
    names: tuple[str, ...]
    observations: tuple[str, ...]
    values: NDArray[np.float64]
    sha256: str

    def in_order_of(self, names: Sequence[str]) -> NDArray[np.float64]:
        """Return the values in the order of other names.

        Raises:
            PredictionsError: The two are not the same set.
        """
        rows = {name: row for row, name in enumerate(self.names)}
        wanted = set(names)
        what = "study" if self.unit == "Study" else "image"
        problems = [f"there is no prediction for the {what} {name}" for name in names if name not in rows]
        problems += [
            f"row {row + 1}: {name} is not in the data set"
            for name, row in rows.items()
            if name not in wanted
        ]
        if problems:
            raise PredictionsError(f"the predictions do not fit the data set{_hint(self, wanted)}:", problems)
        return self.values[[rows[name] for name in names]]


def read_predictions(file: Path) -> Predictions:
    """Read a file of predictions.

    The first column is ``Study`` (a study's folder, as in the contest: ``CheXpert-v1.0/valid/patient64541/study1``) or
    ``Path`` (an image's path, as in the data set's CSV).  The others are the contest's five observations or all 14, in
    any order.  Rows may be in any order.

    Raises:
        PredictionsError: It cannot be used; ``problems`` lists everything.
    """
    try:
        with open_regular(file) as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise PredictionsError(f"{file} cannot be read: {error.strerror}") from error
    return parse_predictions(data, file.name)


def parse_predictions(data: bytes, name: str = "the file of predictions") -> Predictions:
    """Parse the bytes of a file of predictions as `read_predictions` does; ``name`` stands in messages."""
    if len(data) > MAX_BYTES:
        raise PredictionsError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB")
    rows = _rows(data, name)
    header = next(rows, [])
    unit, observations = _header(header, name)
    problems: list[str] = []
    names: list[str] = []
    values: list[list[float]] = []
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            problems.append(f"row {number} has {len(row)} cells, the header {len(header)}")
            continue
        numbers = [_number(cell) for cell in row[1:]]
        problems += _faults(number, row, numbers, observations)
        names.append(row[0])
        values.append([np.nan if value is None else value for value in numbers])
    problems += _repeated(names, unit)
    if problems:
        raise PredictionsError(f"{name} has {len(problems)} faults:", problems)
    if not names:
        raise PredictionsError(f"{name} has a header but no predictions")
    return Predictions(unit, tuple(names), observations, np.array(values), hashlib.sha256(data).hexdigest())


def _rows(data: bytes, name: str) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PredictionsError(f"{name} is not UTF-8 text (line {line}); save it as 'CSV UTF-8'") from None
    reader = csv_format.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from (row for row in reader if row)
    except csv_format.Error as error:
        raise PredictionsError(f"{name} is not a well-formed CSV (line {reader.line_num}): {error}") from None


def _header(header: Sequence[str], name: str) -> tuple[Unit, tuple[str, ...]]:
    observations = tuple(header[1:])
    unit: Unit | None = next((unit for unit in _UNITS if header[:1] == [unit]), None)
    if unit is None:
        found = f"{header[0]!r}" if header else "nothing"
        raise PredictionsError(f"the first column of {name} must be 'Study' or 'Path'; it is {found}")
    if len(set(observations)) < len(observations):
        twice = sorted({each for each in observations if observations.count(each) > 1})
        raise PredictionsError(f"{name} has columns with the same name: {', '.join(map(repr, twice))}")
    if set(observations) not in (set(COMPETITION), set(OBSERVATIONS)):
        missing = [each for each in COMPETITION if each not in observations]
        unknown = [each for each in observations if each not in OBSERVATIONS]
        said = [f"missing: {', '.join(missing)}"] if missing else []
        said += [f"unknown: {', '.join(map(repr, unknown))}"] if unknown else []
        raise PredictionsError(
            f"the columns of {name} after {unit!r} must be {', '.join(COMPETITION)}, or all 14 observations of "
            f"CheXpert ({'; '.join(said) or f'it has {len(observations)}'})"
        )
    return unit, observations


_UNITS: tuple[Unit, ...] = ("Study", "Path")


def _number(cell: str) -> float | None:
    """Return the number that a cell holds; None for anything else, also for spellings that only Python reads."""
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def _faults(
    number: int, row: Sequence[str], values: Iterable[float | None], observations: Sequence[str]
) -> Iterator[str]:
    if not row[0].strip():
        yield f"row {number} names nothing in its first column"
    for observation, cell, value in zip(observations, row[1:], values, strict=True):
        # NaN is not within any limits, so that this refuses it too.
        if value is None or not 0 <= value <= 1:
            yield f"row {number} ({row[0]}), {observation}: {cell!r} is not a number from 0 to 1"


def _repeated(names: Sequence[str], unit: Unit) -> Iterator[str]:
    first: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        earlier = first.setdefault(name, number)
        if earlier != number:
            yield f"row {number}: the {unit.lower()} {name} is already in row {earlier}"


def _hint(predictions: Predictions, wanted: set[str]) -> str:
    if predictions.unit == "Study" and any(name.rstrip("/") in wanted for name in predictions.names[:1]):
        return " (a study's name has no '/' at its end)" if predictions.names[0].endswith("/") else ""
    return ""
