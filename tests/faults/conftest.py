from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.faults.station import Station


@pytest.fixture
def make_station(tmp_path: Path) -> Iterator[Callable[..., Station]]:
    """Make a running station; it is closed at the end of the test."""
    with ExitStack() as stack:
        yield lambda xrays, **settings: stack.enter_context(Station(tmp_path, xrays, **settings))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Killing servers wants the cores for itself: one at a time."""
    for item in items:
        if "tests/faults" in str(item.fspath):
            item.add_marker(pytest.mark.xdist_group("faults"))


__all__: list[Any] = ["make_station"]
