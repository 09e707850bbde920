"""One table of MIMIC-CXR-JPG's x-rays, joined from those that it is downloaded with.

None of them has the paths of the images: `metadata` lists the images with their views, `split` says for what each is,
`chexpert` has the labels of whole studies.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path

from dataset.chexpert import OBSERVATIONS, PATH, XrayTable
from dataset.errors import CsvError

SPLIT = "split"
_IMAGE, _STUDY, _PATIENT, _VIEW = "dicom_id", "study_id", "subject_id", "ViewPosition"
_COLUMNS = (PATH, _PATIENT, _STUDY, _IMAGE, SPLIT, "Frontal/Lateral", "AP/PA", _VIEW, *OBSERVATIONS)
_LATERAL = frozenset({"LATERAL", "LL", "RL"})
Row = Mapping[str, str]


def mimic_table(folder: Path) -> XrayTable:
    """Join the tables that lie in a folder.

    Args:
        folder: The one that holds ``files`` and ``mimic-cxr-2.0.0-metadata.csv``, ``-split.csv`` and
            ``-chexpert.csv``, packed (``.gz``) or not.

    Raises:
        CsvError: One of them is missing, cannot be read, or is another table; or an image has no split.
    """
    import pandas as pd

    splits = {row[_IMAGE]: row[SPLIT] for row in _rows(folder, SPLIT, _IMAGE, SPLIT)}
    labels = {row[_STUDY]: row for row in _rows(folder, "chexpert", _STUDY)}
    rows = []
    for row in _rows(folder, "metadata", _IMAGE, _STUDY, _PATIENT, _VIEW):
        if row[_IMAGE] not in splits:
            raise CsvError(f"the table split in {folder} lacks image {row[_IMAGE]} of the table metadata")
        rows.append(_joined(row, splits[row[_IMAGE]], labels.get(row[_STUDY], {})))
    return XrayTable(folder / "mimic", "", pd.DataFrame(rows, columns=list(_COLUMNS), dtype=object))


def _joined(row: Row, split: str, labels: Row) -> list[str]:
    patient, study, image, view = (row[name] for name in (_PATIENT, _STUDY, _IMAGE, _VIEW))
    path = f"files/p{patient[:2]}/p{patient}/s{study}/{image}.jpg"
    side = "" if not view else "Lateral" if view in _LATERAL else "Frontal"
    beam = view if view in ("AP", "PA") else ""
    return [
        path,
        patient,
        study,
        image,
        split,
        side,
        beam,
        view,
        *(labels.get(name, "") for name in OBSERVATIONS),
    ]


def _rows(folder: Path, what: str, *columns: str) -> Iterator[Row]:
    file = next(
        (
            file
            for ending in ("csv", "csv.gz")
            for file in sorted(folder.glob(f"mimic-cxr-*-{what}.{ending}"))
        ),
        None,
    )
    if file is None:
        raise CsvError(
            f"{folder} has no table mimic-cxr-2.0.0-{what}.csv.gz; give the folder that holds it and files"
        )
    opened = gzip.open if file.suffix == ".gz" else open
    try:
        with opened(file, "rt", encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text, restval="")
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise CsvError(f"{file} has no column {missing[0]!r}")
            yield from reader
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise CsvError(f"{file} cannot be read; download it again") from error
