"""Drawn x-rays to learn from: patients with independent findings from faint to marked, split by patient.

The demo's patients walk through a list of cases, so that a model could learn that a pacemaker means a large heart.
Here each finding is drawn by itself, and every label is known.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from dataset.chexpert import PATH
from dataset.files import write_atomically
from dataset.images.encode import encode_image
from dataset.layout import Split
from dataset.phantoms.body import draw_body
from dataset.phantoms.findings import LEFT, RIGHT, Findings
from dataset.phantoms.xray import Patient, draw_xray

NAME = "CheXphoto-Drawn-v1.0"
OBSERVATIONS = ("Cardiomegaly", "Edema", "Consolidation", "Atelectasis", "Pleural Effusion")
SHARE = 0.3
"""Of patients with each finding."""
_SEED = 20201113
_QUALITY = 92
_THREADS = 2


def draw_study_patient(number: int) -> Patient:
    """Draw the ``number``-th patient; the same number gives the same patient."""
    rng = np.random.default_rng([_SEED, number])
    body = draw_body(rng)
    there = dict(zip(OBSERVATIONS, rng.random(len(OBSERVATIONS)) < SHARE, strict=True))
    strength = dict(zip(OBSERVATIONS, rng.random(len(OBSERVATIONS)), strict=True))
    sides = np.where(rng.random(3) < 0.5, LEFT, RIGHT)
    findings = Findings(
        # A heart that is a little large is none too many readers would call enlarged.
        heart=(0.4 + 0.6 * strength["Cardiomegaly"])
        if there["Cardiomegaly"]
        else 0.3 * strength["Cardiomegaly"],
        edema=(0.12 + 0.5 * strength["Edema"]) * there["Edema"],
        consolidation=int(sides[0]) * int(there["Consolidation"]),
        consolidation_high=bool(strength["Consolidation"] > 0.5),
        atelectasis=int(sides[1]) * int(there["Atelectasis"]),
        effusion=int(sides[2]) * int(there["Pleural Effusion"]),
        effusion_height=1.5 + 4.5 * strength["Pleural Effusion"],
        electrodes=bool(rng.random() < 0.3),
        pacemaker=bool(rng.random() < 0.15),
    )
    return Patient(number, body, findings, bool(rng.random() < 0.25))


def study_labels(findings: Findings) -> dict[str, str]:
    """Return the five observations of a patient, each present or absent."""
    present = (
        findings.heart >= 0.4,
        findings.edema > 0,
        findings.consolidation != 0,
        findings.atelectasis != 0,
        findings.effusion != 0,
    )
    return {name: "1.0" if there else "0.0" for name, there in zip(OBSERVATIONS, present, strict=True)}


def make_drawn_study(folder: Path, patients: Mapping[Split, int], size: float = 0.25) -> dict[Split, Path]:
    """Draw frontal x-rays of new patients for each split.

    Args:
        folder: The data folder, which will contain ``CheXphoto-Drawn-v1.0``.
        patients: How many for each split; their numbers follow each other, so that no patient is in two.
        size: As `draw_xray` takes it.

    Returns:
        The CSV of each split.
    """
    csvs: dict[Split, Path] = {}
    first = 1
    for split, count in patients.items():
        rows = [(draw_study_patient(number), _path(split, number)) for number in range(first, first + count)]
        first += count
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(lambda row: _draw(folder / row[1], row[0], size), rows))
        csvs[split] = folder / NAME / f"{split}.csv"
        write_atomically(csvs[split], _table(rows))
    return csvs


def _path(split: Split, number: int) -> str:
    return f"{NAME}/{split}/patient{number:05d}/study1/view1_frontal.jpg"


def _draw(file: Path, patient: Patient, size: float) -> None:
    write_atomically(file, encode_image(draw_xray(patient, "frontal", size), "jpeg", _QUALITY))


def _table(rows: list[tuple[Patient, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, (PATH, "Sex", "Age", "Frontal/Lateral", "AP/PA", *OBSERVATIONS))
    writer.writeheader()
    writer.writerows(_cells(rows))
    return text.getvalue()


def _cells(rows: list[tuple[Patient, str]]) -> Iterator[dict[str, str]]:
    for patient, path in rows:
        yield {
            PATH: path,
            "Sex": patient.body.sex,
            "Age": str(patient.body.age),
            "Frontal/Lateral": "Frontal",
            "AP/PA": "AP" if patient.supine else "PA",
            **study_labels(patient.findings),
        }
