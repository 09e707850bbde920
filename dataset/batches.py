"""CheXpert as it is downloaded: one data set in several folders, the batches.

``CheXpert-v1.0 batch 2 (train 1)/patient00001/study1/...`` holds what the CSV calls
``CheXpert-v1.0/train/patient00001/study1/...``; ``CheXpert-v1.0 batch 1 (validate & csv)`` holds the CSVs and a folder
``valid``.  Which batch a patient is in stands nowhere, so that the batches are listed once.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from dataset.layout import SPLITS

_BATCH = re.compile(r"(?P<dataset>.+) batch \d+ \((?P<what>[^)]*)\)")


def is_batch(folder: Path) -> bool:
    """Return whether a folder is named as a batch is."""
    return _BATCH.fullmatch(folder.name) is not None


def patients_in_batches(root: Path) -> Mapping[str, tuple[str, ...]]:
    """Find the patients of all batches in a folder.

    Returns:
        The parts below ``root`` of each patient's folder, by what a CSV's paths call it
        (``CheXpert-v1.0/train/patient00001``); empty where there are no batches.
    """
    try:
        batches = [batch for batch in sorted(root.iterdir()) if is_batch(batch) and batch.is_dir()]
    except OSError:
        return {}
    return {path: parts for batch in batches for path, parts in _patients(batch)}


def _patients(batch: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    named = _BATCH.fullmatch(batch.name)
    assert named is not None
    own = next((split for split in SPLITS if named["what"].startswith(split)), None)
    if own is not None:
        for patient in batch.glob("patient*"):
            yield f"{named['dataset']}/{own}/{patient.name}", (batch.name, patient.name)
    for split in SPLITS:
        for patient in (batch / split).glob("patient*"):
            yield f"{named['dataset']}/{split}/{patient.name}", (batch.name, split, patient.name)
