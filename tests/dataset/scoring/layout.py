"""A small data set in CheXphoto's layout with predictions of a model that photos confuse."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dataset.scoring.predictions import COMPETITION

SETS = {
    "": 0.0,
    "natural/phone": 1.0,
    "synthetic/photographic": 0.5,
    "synthetic/photographic-2": 2.0,
    "synthetic/photographic-3": 6.0,
}
"""Folders of sets, and how much noise each adds to the logit of a prediction."""


@dataclass(frozen=True, slots=True)
class Files:
    """What was written."""

    xrays: Path
    photos: Path
    predictions: Path
    baseline: Path


def written(folder: Path, patients: int = 60, seed: int = 0) -> Files:
    """Write x-rays' labels, a data set of photos and synthetic images, a model's predictions and a baseline's."""
    random = np.random.default_rng(seed)
    views = [
        f"patient{patient:05}/study{study}/{view}.jpg"
        for patient in range(1, patients + 1)
        for study in range(1, 2 + patient % 2)
        for view in ("view1_frontal", "view2_lateral")[: 1 + patient % 3 // 2]
    ]
    studies = sorted({view.rpartition("/")[0] for view in views})
    labels = {study: (random.random(5) < 0.4).astype(float) for study in studies}
    rows: dict[str, list[list[object]]] = {}
    predictions: list[list[object]] = []
    baseline: list[list[object]] = []
    for group, noise in SETS.items():
        top = f"CheXphoto-v1.0/valid/{group}" if group else "CheXpert-v1.0/valid"
        for view in views:
            truth = labels[view.rpartition("/")[0]]
            path = f"{top}/{view}"
            rows.setdefault(group, []).append([path, *truth])
            logits = 3 * truth - 1.5 + random.normal(size=5) * (0.8 + noise)
            predictions.append([path, *_probabilities(logits)])
            baseline.append(
                [path, *_probabilities(3 * truth - 1.5 + random.normal(size=5) * (1 + 2 * noise))]
            )
    xrays, photos = folder / "valid.csv", folder / "CheXphoto-v1.0"
    _table(xrays, ["Path", *COMPETITION], rows[""])
    pictures = [row for group, some in rows.items() if group for row in some]
    _table(photos / "valid.csv", ["Path", *COMPETITION], pictures)
    _table(
        photos / "manifest.csv", MANIFEST, [_facts(str(row[0]), place) for place, row in enumerate(pictures)]
    )
    for name, values in (("model.csv", predictions), ("baseline.csv", baseline)):
        _table(folder / name, ["Path", *COMPETITION], values)
    return Files(xrays, photos, folder / "model.csv", folder / "baseline.csv")


MANIFEST = ["Path", "set", "xray_path", "device", "lighting", "quality_sharpness", "pipeline", "level"]


def _facts(path: str, place: int) -> list[object]:
    view = "/".join(path.split("/")[-3:])
    xray = f"CheXpert-v1.0/valid/{view}"
    if "/natural/" not in path:
        return [path, path.split("/")[3], xray, "", "", "", "photographic", 1]
    return [path, "phone", xray, ("Pixel 9", "iPhone 16")[place % 2], "dark", f"{place / 1000:.3f}", "", ""]


def _probabilities(logits: Iterable[float]) -> list[float]:
    return [round(float(1 / (1 + np.exp(-each))), 4) for each in logits]


def _table(file: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, *rows])
