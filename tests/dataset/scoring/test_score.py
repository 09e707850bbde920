"""Scores are scikit-learn's, with intervals over patients."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from dataset.scoring.auroc import auroc, average_precision, weighted_auroc, weighted_average_precision
from dataset.scoring.bootstrap import Resamples, estimate
from dataset.scoring.delong import delong_interval
from dataset.scoring.predictions import COMPETITION
from dataset.scoring.score import measure, score
from dataset.scoring.truth import Cases

EXACT = 1e-12


def drawn(cases: int, seed: int, *, patients: int | None = None, ties: bool = False) -> Cases:
    """Return cases with labels and scores that are related, and several cases a patient."""
    random = np.random.default_rng(seed)
    labels = (random.random((cases, 5)) < 0.3).astype(float)
    values = 1 / (1 + np.exp(-(labels + random.normal(size=(cases, 5)))))
    names = tuple(f"study{case}" for case in range(cases))
    owners = tuple(f"patient{case % (patients or cases)}" for case in range(cases))
    return Cases(names, owners, COMPETITION, labels, values.round(1) if ties else values)


@given(
    cases=st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 5)), min_size=2, max_size=40)
)
@settings(max_examples=60)
def test_every_weighting_equals_scikit_learns(cases: list[tuple[bool, int, int]]) -> None:
    labels = np.array([case[0] for case in cases])
    scores = np.array([case[1] / 4 for case in cases])
    times = np.array([case[2] for case in cases])
    weights = np.stack([np.ones_like(times), times])
    found = weighted_auroc(labels, scores, weights), weighted_average_precision(labels, scores, weights)
    for row, counts in enumerate(weights):
        seen, said = np.repeat(labels, counts), np.repeat(scores, counts)
        if len(set(seen.tolist())) < 2:
            assert np.isnan(found[0][row])
            assert np.isnan(found[1][row])
            continue
        assert abs(found[0][row] - roc_auc_score(seen, said)) < EXACT
        assert abs(found[1][row] - average_precision_score(seen, said)) < EXACT


@pytest.mark.parametrize("ties", [False, True])
def test_a_score_is_scikit_learns_and_inside_its_interval(ties: bool) -> None:
    cases = drawn(300, seed=1, patients=200, ties=ties)
    found = score(cases, Resamples(cases.patients, 200))
    assert (found.cases, found.patients, found.mean_of) == (300, 200, COMPETITION)
    for column, each in enumerate(found.observations):
        assert each.auroc is not None
        assert each.average_precision is not None
        labels, values = cases.labels[:, column] == 1, cases.values[:, column]
        assert each.auroc.value == auroc(labels, values) == roc_auc_score(labels, values)
        assert each.average_precision.value == average_precision(labels, values)
        for value in (each.auroc, each.average_precision):
            assert value.low is not None
            assert value.high is not None
            assert 0 < value.low < value.value < value.high < 1
    assert found.mean_auroc is not None
    values_of_five = [each.auroc.value for each in found.observations if each.auroc]
    assert found.mean_auroc.value == pytest.approx(np.mean(values_of_five))


def test_the_same_seed_gives_the_same_interval_and_another_gives_another() -> None:
    cases = drawn(120, seed=2)
    first = score(cases, Resamples(cases.patients, 100, seed=5))
    assert score(cases, Resamples(tuple(reversed(cases.patients)), 100, seed=5)) == first
    assert score(cases, Resamples(cases.patients, 100, seed=6)) != first


def test_delong_agrees_with_the_bootstrap_where_every_patient_has_one_study() -> None:
    cases = drawn(600, seed=3)
    found = score(cases, Resamples(cases.patients, 1000))
    for each in found.observations:
        assert each.delong is not None
        assert each.auroc is not None
        assert (each.auroc.low, each.auroc.high) == pytest.approx(each.delong, abs=0.012)


def test_delongs_interval_is_that_of_its_definition() -> None:
    labels = np.array([True, True, True, False, False])
    scores = np.array([0.9, 0.4, 0.6, 0.5, 0.4])
    wins = (scores[labels][:, None] > scores[~labels]) + 0.5 * (scores[labels][:, None] == scores[~labels])
    variance = wins.mean(axis=1).var(ddof=1) / 3 + wins.mean(axis=0).var(ddof=1) / 2
    low, high = delong_interval(labels, scores)
    assert high == 1
    assert low == pytest.approx(wins.mean() - 1.959964 * np.sqrt(variance), abs=1e-6)


def test_patients_and_not_cases_are_drawn() -> None:
    """The same patients with every study twice: nothing new is known, and the interval says so."""
    once = drawn(200, seed=4)
    twice = Cases(
        once.names * 2,
        once.patients * 2,
        COMPETITION,
        np.tile(once.labels, (2, 1)),
        np.tile(once.values, (2, 1)),
    )
    assert (
        score(twice, Resamples(twice.patients, 200)).mean_auroc
        == score(once, Resamples(once.patients, 200)).mean_auroc
    )


def test_observations_with_one_class_are_left_out_and_named() -> None:
    cases = drawn(50, seed=5)
    cases.labels[:, 0] = 0
    cases.labels[:, 1] = 1
    cases.labels[:, 2] = np.nan
    found = measure(cases, Resamples(cases.patients, 50))
    reasons = {each.observation: each.left_out for each in found.score.observations}
    assert reasons == {
        "Atelectasis": "no case is positive",
        "Cardiomegaly": "no case is negative",
        "Consolidation": "no case has a label",
        "Edema": "",
        "Pleural Effusion": "",
    }
    assert found.score.mean_of == ("Edema", "Pleural Effusion")
    assert set(found.aurocs) == {"Edema", "Pleural Effusion"}


def test_a_mean_of_nothing_is_none() -> None:
    cases = drawn(10, seed=6)
    cases.labels[:] = 0
    found = score(cases, Resamples(cases.patients, 10))
    assert (found.mean_of, found.mean_auroc, found.mean_average_precision) == ((), None, None)


def test_labels_that_do_not_count_change_nothing() -> None:
    cases = drawn(80, seed=7)
    cases.labels[40:, 3] = np.nan
    found = score(cases, Resamples(cases.patients, 20)).observations[3]
    half = score(
        Cases(cases.names[:40], cases.patients[:40], COMPETITION, cases.labels[:40], cases.values[:40]),
        Resamples(cases.patients, 20),
    ).observations[3]
    assert found == half
    assert found.cases == 40


def test_an_interval_that_rests_on_few_resamples_is_none() -> None:
    assert estimate(0.5, np.array([0.5, np.nan, np.nan])).low is None
    assert estimate(0.5, np.array([0.4, 0.6, np.nan])).resamples == 2


def test_a_patient_counts_in_each_resample_as_often_as_drawn() -> None:
    resamples = Resamples([f"p{number}" for number in range(30)], 40, seed=1)
    weights = resamples.weights([f"p{number}" for number in range(30)])
    assert weights.sum(axis=1).tolist() == [30] * 40
    assert weights.max() > 2
