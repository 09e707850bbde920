"""The example of a whole study, with few x-rays: it trains, scores, plots and says what it found."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from dataset.scoring.predictions import COMPETITION
from examples import steps
from examples.baseline import Baseline
from examples.robustness import study


def test_the_baseline_learns_what_can_be_learnt() -> None:
    random = np.random.default_rng(0)
    features = random.normal(size=(200, 6))
    labels = (features[:, :2] > 0).astype(float)
    right = (Baseline().fit(features[:150], labels[:150]).predict(features[150:]) > 0.5) == labels[150:]
    assert right.mean() > 0.9


@pytest.mark.slow
@pytest.mark.processes
def test_a_small_study_comes_to_scores_and_a_plot(tmp_path: Path) -> None:
    xrays = steps.draw(tmp_path, 16, 8)
    photos = steps.synthesize(xrays["valid"], tmp_path, "Synthetic-v1.0", ["photographic"])
    assert len(photos.paths) == 4 * 8
    evaluations = study(tmp_path, xrays, photos, 10, ["photographic"])
    assert list(evaluations) == ["x-rays only", "with photographic"]
    for evaluation in evaluations.values():
        assert evaluation.sets[0].set == "x-rays"
        assert len(evaluation.sets) == 1 + 4
        assert set(evaluation.sets[0].score.mean_of) <= set(COMPETITION)
    assert evaluations["with photographic"].corruption is not None
    results = tmp_path / "results"
    assert ElementTree.parse(results / "photographic.svg").getroot().tag.endswith("svg")
    assert "| synthetic/photographic-4 |" in (results / "table.md").read_text()
    assert (results / "x-rays-only.html").is_file()
