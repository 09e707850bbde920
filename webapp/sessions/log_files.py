"""A session's log as a file: CSV for spreadsheets, JSON Lines for programs, both streamed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from capture.shapes import LogRow
from dataset.export.csv_cells import shown_as_text
from messages import in_language

COLUMNS = ("seq", "at", "level", "kind", "index", "device", "device_name", "message")


def csv_lines(rows: Iterable[LogRow], names: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield the log as a CSV; ``names`` are those of devices."""
    yield _csv_line(COLUMNS)
    for row in rows:
        told = _told(row, names, language)
        yield _csv_line([shown_as_text(told[column]) for column in COLUMNS])


def json_lines(rows: Iterable[LogRow], names: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield the log with one JSON object a line."""
    for row in rows:
        yield json.dumps(_told(row, names, language), ensure_ascii=False) + "\n"


def _told(row: LogRow, names: Mapping[str, str], language: str) -> dict[str, object]:
    at = datetime.fromtimestamp(row["at"], UTC).isoformat(timespec="milliseconds")
    device = names.get(row["device"] or "", "")
    message = str(in_language(row["message"], language))
    return {**row, "at": at, "device_name": device, "message": message}


def _csv_line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
