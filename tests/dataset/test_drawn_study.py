"""Drawn x-rays to learn from: every label known, findings independent, patients in one split."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dataset.chexpert import read_table
from dataset.phantoms.findings import labels
from dataset.phantoms.study import OBSERVATIONS, SHARE, draw_study_patient, make_drawn_study, study_labels
from dataset.phantoms.xray import draw_xray
from dataset.sampling import check_splits
from dataset.scoring.predictions import COMPETITION

MANY = 1000


def test_findings_are_as_frequent_as_said_and_independent() -> None:
    drawn = [study_labels(draw_study_patient(number).findings) for number in range(1, MANY + 1)]
    values = np.array([[float(each[name]) for name in OBSERVATIONS] for each in drawn])
    assert set(OBSERVATIONS) == set(COMPETITION)
    assert np.abs(values.mean(axis=0) - SHARE).max() < 0.05
    assert np.abs(np.corrcoef(values.T) - np.eye(len(OBSERVATIONS))).max() < 0.15


def test_labels_agree_with_those_of_the_demo_for_the_same_findings() -> None:
    for number in range(1, MANY + 1):
        findings = draw_study_patient(number).findings
        present = {name for name, value in study_labels(findings).items() if value == "1.0"}
        assert present == {name for name, value in labels(findings).items() if value == "1.0"} & set(
            OBSERVATIONS
        )


def test_splits_share_no_patient_and_the_same_call_draws_the_same(tmp_path: Path) -> None:
    csvs = make_drawn_study(tmp_path, {"train": 3, "test": 2}, size=0.1)
    tables = {split: read_table(csv) for split, csv in csvs.items()}
    assert {split: len(table) for split, table in tables.items()} == {"train": 3, "test": 2}
    patients = [{path.split("/")[2] for path in table.paths} for table in tables.values()]
    assert not set.intersection(*patients)
    for table in tables.values():
        check_splits(table)
        assert all((tmp_path / path).is_file() for path in table.paths)
    before = (tmp_path / tables["test"].paths[0]).read_bytes()
    make_drawn_study(tmp_path, {"train": 3, "test": 2}, size=0.1)
    assert (tmp_path / tables["test"].paths[0]).read_bytes() == before


def test_a_smaller_drawing_shows_the_same_patient() -> None:
    patient = draw_study_patient(1)
    small, large = draw_xray(patient, "frontal", 0.1), draw_xray(patient, "frontal", 0.2)
    assert abs(large.shape[0] - 2 * small.shape[0]) <= 1
    coarse = large[::2, ::2][: small.shape[0], : small.shape[1]]
    assert np.corrcoef(coarse.ravel(), small[: coarse.shape[0], : coarse.shape[1]].ravel())[0, 1] > 0.9
