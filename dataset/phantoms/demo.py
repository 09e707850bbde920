"""The demo data set: drawn chest x-rays in CheXpert's layout, generated on the user's machine.

No patient's x-ray may be given away with a program, so the demo draws its own.  The set is written beside its final
place and renamed into it, so that a data set that exists is a whole one.
"""

import csv
import io
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dataset.chexpert import COLUMNS, PATH
from dataset.errors import FolderError
from dataset.images.encode import encode_image
from dataset.phantoms.findings import labels
from dataset.phantoms.xray import Patient, View, draw_patient, draw_xray
from dataset.system.opening import sync_folder

NAME = "CheXphoto-Demo-v1.0"
COUNT = 24
_QUALITY = 92
_THREADS = 2


@dataclass(frozen=True, slots=True)
class _Row:
    patient: Patient
    view: View
    path: str


def make_demo_dataset(folder: Path | str, count: int = COUNT) -> Path:
    """Draw the demo x-rays, unless they exist.

    Args:
        folder: The data folder, which will contain ``CheXphoto-Demo-v1.0``; it need not exist.
        count: How many x-rays; the first ones are the same for every count.

    Returns:
        The CSV's path, ``<folder>/CheXphoto-Demo-v1.0/train.csv``.

    Raises:
        FolderError: Another data set of that name is there, or this one with x-rays missing.
    """
    home = Path(folder) / NAME
    rows = _rows(count)
    table = _csv(rows)
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent, prefix=f".{NAME}-") as working:
            _draw(Path(working) / NAME, rows, table)
            _put_in_place(Path(working) / NAME, home)
    return _checked(home, rows, table)


def _rows(count: int) -> list[_Row]:
    rows: list[_Row] = []
    number = 0
    while len(rows) < count:
        number += 1
        patient = draw_patient(number)
        views: tuple[View, ...] = ("frontal", "lateral") if number % 3 == 2 else ("frontal",)
        for view_number, view in enumerate(views, start=1):
            path = f"{NAME}/train/patient{number:05d}/study1/view{view_number}_{view}.jpg"
            rows.append(_Row(patient, view, path))
    return rows[:count]


def _csv(rows: list[_Row]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        body, frontal = row.patient.body, row.view == "frontal"
        cells = {
            PATH: row.path,
            "Sex": body.sex,
            "Age": str(body.age),
            "Frontal/Lateral": row.view.capitalize(),
        }
        cells["AP/PA"] = ("AP" if row.patient.supine else "PA") if frontal else ""
        writer.writerow(cells | labels(row.patient.findings))
    return text.getvalue()


def _draw(home: Path, rows: list[_Row], table: str) -> None:
    home.mkdir()
    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(lambda row: _draw_one(home.parent / row.path, row), rows):
            pass
    (home / "train.csv").write_text(table, newline="")


def _draw_one(file: Path, row: _Row) -> None:
    pixels = draw_xray(row.patient, row.view)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(encode_image(pixels, "jpeg", _QUALITY))


def _put_in_place(made: Path, home: Path) -> None:
    try:
        made.rename(home)
    except OSError:
        if not home.is_dir():  # else another process was quicker, and its x-rays are the same
            raise
        shutil.rmtree(made)
        return
    sync_folder(home.parent)


def _checked(home: Path, rows: list[_Row], table: str) -> Path:
    found = home / "train.csv"
    if not found.is_file() or found.read_text() != table:
        raise FolderError(
            f"{home} holds another data set than the demo's {len(rows)} x-rays; nothing was changed. "
            "Choose another folder, or move that one away"
        )
    missing = [row.path for row in rows if not (home.parent / row.path).is_file()]
    if missing:
        raise FolderError(
            f"{home} lacks {len(missing)} of its x-rays; delete it to have it made again", missing
        )
    return found
