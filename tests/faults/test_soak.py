"""Every kind of fault in one soak, the server killed like by a power cut among them; see ``benchmarks/soak.py``."""

from __future__ import annotations

from pathlib import Path

from tests.faults.disturbances import KINDS
from tests.faults.soak import Plan, soak, stricken_station

XRAYS = 10


def test_no_photo_is_lost_doubled_or_misfiled_whatever_happens(tmp_path: Path) -> None:
    with stricken_station(tmp_path, XRAYS) as station:
        toll = soak(station, Plan(captures=2 * XRAYS, faults=20, between=2, rare=7, kinds=6), seed=20)
    assert toll.faults.total() >= 20
    assert toll.acknowledged >= 2 * XRAYS
    assert len(toll.faults.keys() & KINDS.keys()) >= 6
