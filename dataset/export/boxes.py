"""Boxes drawn on x-rays, mapped to the photos.

One CSV in, ``Path,x_min,y_min,x_max,y_max,label``: ``Path`` as in the source CSV, the rest in pixels of the x-ray as
it is seen, from its upper left corner, so that a box around a whole w x h x-ray is 0,0,w,h.  Further columns go along
as they are.  In a photo a box is a quadrilateral; it comes out with its four corners, and with the upright box around
them that detectors are trained on.
"""

from __future__ import annotations

import csv as csv_format
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dataset.chexpert import PATH, XrayTable
from dataset.errors import ExportError
from dataset.export import frames
from dataset.export.frames import Size

EDGES = ("x_min", "y_min", "x_max", "y_max")
LABEL = "label"
NEEDED = (PATH, *EDGES, LABEL)
CORNERS = tuple(f"{corner}_{axis}" for corner in frames.CORNERS for axis in "xy")
_MORE = "\n"
"""Where the reader puts cells beyond the header: no column is called so, while pandas calls its index nothing."""
SLACK = 1.0
"""Pixels that a box may reach beyond its x-ray: tools round differently."""


@dataclass(frozen=True, slots=True)
class XrayBox:
    """A box on an x-ray.

    Attributes:
        line: Its line in the CSV, for messages.
        edges: Left, top, right, bottom, in pixels of the upright x-ray.
        label: What it is around.
        others: Cells of further columns, by column.
    """

    line: int
    edges: frames.Box
    label: str
    others: Mapping[str, str]


def read_boxes(csv: Path, table: XrayTable) -> tuple[dict[int, tuple[XrayBox, ...]], int]:
    """Read a CSV of boxes.

    Returns:
        The boxes by index; and how many rows have no corner at all, which is how VinDr-CXR says that nothing was found.

    Raises:
        ExportError: It cannot be read, lacks columns, or has rows that cannot be used; all of them are listed.
    """
    indices = {path: index for index, path in enumerate(table.paths, start=1)}
    found: dict[int, list[XrayBox]] = defaultdict(list)
    problems, without = [], 0
    for line, row in _rows(csv):
        box = _box(line, row)
        if row[PATH] not in indices:
            problems.append(f"line {line}: {table.csv.name} has no x-ray {row[PATH]!r}")
        elif isinstance(box, str):
            problems.append(f"line {line}: {box}")
        elif box is None:
            without += 1
        else:
            found[indices[row[PATH]]].append(box)
    if problems:
        raise ExportError(f"{csv} has {len(problems)} rows that cannot be used:", problems)
    return {index: tuple(boxes) for index, boxes in found.items()}, without


def boxes_outside(boxes: Mapping[int, Sequence[XrayBox]], sizes: Mapping[int, Size]) -> list[str]:
    """Return every box that reaches beyond its x-ray: a sign that it refers to another image size."""
    return [
        f"line {box.line}: the box reaches beyond the x-ray, which is {width} x {height}"
        for index, (width, height) in sizes.items()
        for box in boxes.get(index, ())
        if min(box.edges) < -SLACK or box.edges[2] > width + SLACK or box.edges[3] > height + SLACK
    ]


class BoxTable:
    """A table of the boxes' positions in each photo, written last."""

    def __init__(self, further: Iterable[str]) -> None:
        self._further = tuple(further)
        self.columns = (PATH, "xray_path", LABEL, *CORNERS, *EDGES, "covered", *self._further)
        self.rows: list[list[object]] = []

    def add(self, path: str, xray_path: str, box: XrayBox, homography: Sequence[float], photo: Size) -> None:
        """Record the position of one box in a photo of that (width, height)."""
        left, top, right, bottom = box.edges
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
        there = frames.moved(homography, corners)
        upright = np.clip([*there.min(axis=0), *there.max(axis=0)], 0, [*photo, *photo])
        share = frames.covered(homography, box.edges, photo)
        numbers = [round(float(value), 2) for value in (*there.ravel(), *upright)]
        others = [box.others.get(column, "") for column in self._further]
        self.rows.append([path, xray_path, box.label, *numbers, share, *others])


def further_columns(boxes: Mapping[int, Sequence[XrayBox]]) -> list[str]:
    """Return the columns of the boxes' CSV beyond the required ones, in its order."""
    return list(dict.fromkeys(name for some in boxes.values() for box in some for name in box.others))


def _rows(csv: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = csv.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ExportError(f"{csv} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ExportError(f"{csv} is not UTF-8 text; save it again as 'CSV UTF-8'") from None
    reader = csv_format.DictReader(io.StringIO(text, newline=""), restval="", restkey=_MORE)
    try:
        missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
        rows = [(reader.line_num, row) for row in reader]
    except csv_format.Error as error:
        raise ExportError(f"{csv} is not a well-formed CSV (line {reader.line_num}): {error}") from None
    if missing:
        raise ExportError(f"{csv} lacks the columns {', '.join(missing)}; it needs {','.join(NEEDED)}")
    return rows


def _box(line: int, row: Mapping[str, str]) -> XrayBox | str | None:
    """Return the box of a row, its problem, or None where the row is of an x-ray without a box."""
    if _MORE in row:
        return "the row has more cells than the header"
    if not any(row[name].strip() for name in EDGES):
        return None
    try:
        left, top, right, bottom = (float(row[name]) for name in EDGES)
    except ValueError:
        return f"{', '.join(row[name] or 'nothing' for name in EDGES)} are not four numbers"
    edges = (left, top, right, bottom)
    if not np.isfinite(edges).all() or right <= left or bottom <= top:
        return (
            f"{left:g}, {top:g}, {right:g}, {bottom:g} is no box: x_min < x_max and y_min < y_max are needed"
        )
    others = {name: cell for name, cell in row.items() if name not in NEEDED}
    return XrayBox(line, edges, row[LABEL], others)
