"""Stations for fault tests: one of its own for whoever kills the server, a shared one for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.station import Station

SHARED_XRAYS = 10


@pytest.fixture
def make_station(tmp_path: Path) -> Iterator[Callable[..., Station]]:
    """Make a running station; it is closed at the end of the test."""
    with ExitStack() as stack:
        yield lambda xrays, **settings: stack.enter_context(Station(tmp_path, xrays, **settings))


@pytest.fixture(scope="module")
def shared_station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    with Station(tmp_path_factory.mktemp("station"), SHARED_XRAYS) as station:
        yield station


@pytest.fixture
def station(shared_station: Station) -> Iterator[Station]:
    """A station without devices; the test opens a session of its own."""
    yield shared_station
    shared_station.close_devices()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Killing servers wants the cores for itself: one at a time."""
    for item in items:
        if "tests/faults" in str(item.fspath):
            item.add_marker(pytest.mark.xdist_group("faults"))
