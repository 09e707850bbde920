"""Small data sets to release, as an export leaves them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import numpy as np

from dataset.chexpert import OBSERVATIONS
from dataset.images.encode import encode_image
from dataset.release import ReleaseOutcome, Statement, make_release, open_root, read_source

COLUMNS = ("Path", "Sex", "Age", "Frontal/Lateral", "AP/PA", *OBSERVATIONS)
DAY = date(2026, 11, 27)
VALUES = ("", "1.0", "0.0", "-1.0")


def picture(seed: int, side: int = 64) -> bytes:
    """A JPEG like no other of another seed."""
    blobs = np.random.default_rng(seed).integers(0, 256, (8, 8), dtype=np.uint8)
    return encode_image(np.kron(blobs, np.ones((side // 8, side // 8), np.uint8)))


def make_set(
    folder: Path,
    group: str = "train/natural/nokia",
    patients: Iterable[int] = (1, 2),
    *,
    labels: bool = True,
    made: Callable[[int], bytes] | None = None,
) -> Path:
    """Write one set of one split, a picture for each patient; several calls fill one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = made or (lambda patient: picture(patient * 1000 + sum(map(ord, group))))
    columns = COLUMNS if labels else COLUMNS[:5]
    rows, facts = [], []
    for patient in patients:
        path = f"{folder.name}/{group}/patient{patient:05}/study1/view1_frontal.jpg"
        file = folder.parent / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made(patient))
        cells = [path, "Female", "50", "Frontal", "AP", *(VALUES[(patient + at) % 4] for at in range(14))]
        rows.append(cells[: len(columns)])
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        source = f"CheXpert-v1.0/{group.split('/')[0]}/patient{patient:05}/study1/view1_frontal.jpg"
        facts.append([path, group.split("/")[2], str(patient), source, "64", "64", "copied", digest])
    for table in (f"{group.split('/')[0]}.csv", f"{group}.csv"):
        append(folder / table, columns, rows)
    append(
        folder / "manifest.csv",
        ("Path", "set", "index", "xray_path", "width", "height", "made", "sha256"),
        facts,
    )
    return folder


def append(file: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write rows to a CSV, under a header if it is new."""
    new = not file.exists()
    with file.open("a", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        if new:
            writer.writerow(columns)
        writer.writerows(rows)


def release(
    root: Path, *folders: Path, said: Statement | None = None, test_labels: bool = False
) -> ReleaseOutcome:
    """Release folders on a fixed day."""
    with open_root(root) as place:
        sources = [read_source(folder) for folder in folders]
        return make_release(place, sources, said, test_labels=test_labels, on=DAY)


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV."""
    with file.open(newline="") as opened:
        return list(csv.DictReader(opened))


def snapshot(root: Path) -> dict[str, bytes]:
    """The bytes of every file, hidden ones included."""
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}
