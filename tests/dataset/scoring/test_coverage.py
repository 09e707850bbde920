"""Intervals hold the true value about as often as they say; the benchmark simulates more."""

from __future__ import annotations

import pytest

from benchmarks.scoring import Setting, coverage


@pytest.mark.slow
def test_intervals_over_patients_hold_the_truth_and_intervals_over_studies_are_too_narrow() -> None:
    found = coverage(Setting(200, 0.3, 0.8), simulations=100, resamples=200)
    # Of 100 simulations at 95 %, 88 or more hold the truth but once in hundreds of seeds; this one is fixed.
    assert 0.88 <= found.bootstrap <= 1
    assert found.delong < found.bootstrap
