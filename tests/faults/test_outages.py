"""The Wi-Fi goes away in the middle of a session, without a word to anybody; the session goes on by itself.

All twenty outages: ``python -m benchmarks.outage``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.outages import Outage, behind_a_network, endure
from tests.faults.station import Station

FEW = (
    Outage("taking", polling=False, lost=True),
    Outage("uploading", polling=True, lost=False),
    Outage("aiming", polling=True, lost=True),
    Outage("showing", polling=False, lost=False, short=True),
)


@pytest.fixture(scope="module")
def wireless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    with behind_a_network(tmp_path_factory.mktemp("wireless")) as station:
        yield station
        said = station.lab.log.read_text()
    assert "Traceback" not in said, said


@pytest.mark.parametrize("outage", FEW, ids=str)
def test_after_an_outage_a_session_goes_on_by_itself(wireless: Station, outage: Outage) -> None:
    endure(wireless, outage)
