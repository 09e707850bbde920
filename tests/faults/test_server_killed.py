"""The server is killed like by a power cut, at moments nobody chose, and started again."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults.killing import XRAYS, soak
from tests.faults.station import Station


def test_no_photo_is_lost_twice_or_misfiled_however_often_the_server_is_killed(
    make_station: Callable[..., Station],
) -> None:
    toll = soak(make_station(XRAYS), kills=15, seed=20)
    assert toll.kills >= 15
    assert toll.acknowledged >= 2 * XRAYS
