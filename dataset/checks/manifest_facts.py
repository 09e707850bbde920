"""Facts about pictures in ``manifest.csv``, as far as a check compares them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from dataset.checks.faults import Fault
from dataset.chexpert import PATH
from dataset.export.boxes import CORNERS
from dataset.manifest import SPELT_BEFORE
from dataset.release.further_tables import MANIFEST


class PictureFacts(NamedTuple):
    """The facts of one picture; empty texts for what is not known."""

    row: int
    xray_path: str
    sha256: str
    width: str
    height: str
    corners: tuple[str, ...]

    def placed(self) -> Sequence[tuple[float, float]] | None:
        """Return the x-ray's corners in the picture, None where they are not known."""
        try:
            values = [float(cell) for cell in self.corners]
        except ValueError:
            return None
        return list(zip(values[::2], values[1::2], strict=True)) if len(values) == len(CORNERS) else None


@dataclass(slots=True)
class ManifestFacts:
    """A root's manifest.

    Attributes:
        there: Whether there is one.
        pictures: The facts of each picture, by its path below the root.
        faults: What is wrong with it.
    """

    there: bool = False
    pictures: dict[str, PictureFacts] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_manifest(root: Path, name: str) -> ManifestFacts:
    """Read a root's manifest, if it has one; ``name`` is what its paths begin with."""
    found = ManifestFacts()
    file = root / MANIFEST
    if not file.is_file():
        return found
    found.there = True
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            _read(csv.reader(opened, strict=True), name, found)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        found.faults.append(Fault("table_unreadable", MANIFEST, f"it is no CSV of UTF-8 text: {error}"))
    return found


def _read(rows: csv._reader, name: str, found: ManifestFacts) -> None:  # type: ignore[name-defined]
    header = [SPELT_BEFORE.get(column, column) for column in next(rows, [])]
    if PATH not in header:
        found.faults.append(Fault("table_unreadable", MANIFEST, f"it has no column {PATH!r}"))
        return
    at = {column: position for position, column in enumerate(header)}
    wanted = [at.get(column, -1) for column in ("xray_path", "sha256", "width", "height")]
    corners = [at[column] for column in CORNERS if column in at]
    for number, cells in enumerate((row for row in rows if row), start=1):
        if len(cells) != len(header):
            message = f"it has {len(cells)} cells, the header {len(header)}"
            found.faults.append(Fault("manifest", MANIFEST, message, number))
            continue
        top, _, path = cells[at[PATH]].partition("/")
        if top != name or path in found.pictures:
            why = "is there already" if top == name else f"does not begin with {name}/"
            found.faults.append(Fault("manifest", MANIFEST, f"{cells[at[PATH]]!r} {why}", number))
            continue
        xray, sha256, width, height = (cells[position] if position >= 0 else "" for position in wanted)
        placed = tuple(cells[position] for position in corners)
        found.pictures[path] = PictureFacts(
            number, xray, sha256, width, height, placed if all(placed) else ()
        )
