"""The columns of every ``manifest.csv``, of photos and of synthetic images: one meaning, one spelling.

In version 1 the columns of synthetic data sets had names of their own (`SPELT_BEFORE`); those of photos were what they
are now.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

VERSION = 2
PICTURE = ("Path", "set", "index", "xray_path")
"""Where the picture is, and what it shows."""
BYTES = ("width", "height", "made", "sha256")
"""The file as it was written."""
HOMOGRAPHY = tuple(f"h{row}{column}" for row in (1, 2, 3) for column in (1, 2, 3))
PHOTO = (*PICTURE, "session", "attempt", *BYTES, "archived_sha256")
"""First in a manifest of photos; then what is known of any of them, then `HOMOGRAPHY`."""
SYNTHETIC = (
    *PICTURE,
    "pipeline",
    "level",
    "seed",
    "relative",
    "transforms_version",
    *BYTES,
    "parameters",
    *HOMOGRAPHY,
)
SPELT_BEFORE = {
    "Index": "index",
    "Source": "xray_path",
    "Pipeline": "pipeline",
    "Level": "level",
    "Seed": "seed",
    "Relative": "relative",
    "Version": "transforms_version",
    "Width": "width",
    "Height": "height",
    "SHA-256": "sha256",
    "Parameters": "parameters",
    "Reason": "reason",
    **{name.upper(): name for name in HOMOGRAPHY},
}


def read_rows(file: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a manifest or of a list of skipped images, of either version, under current names."""
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            yield {SPELT_BEFORE.get(name, name): cell for name, cell in row.items()}
