"""One server for all scenarios but those that kill it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.station import Station
from tests.protocol.bench import XRAYS, Bench

QUICK = {"silent_after_s": 2, "capture_timeout_s": 3, "command_repeat_s": 0.2}


@pytest.fixture(scope="session")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    with Station(tmp_path_factory.mktemp("protocol"), XRAYS, **QUICK) as station:
        yield station


@pytest.fixture
def bench(station: Station) -> Iterator[Bench]:
    """A bench without devices; the test opens a session of its own."""
    bench = Bench(station)
    yield bench
    bench.close_devices()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests together, so that they share their server."""
    for item in items:
        if "tests/protocol" in str(item.fspath):
            item.add_marker(pytest.mark.xdist_group("protocol"))
