"""The engines, each started once for the tests that it is walked through, and a lab for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drawn_xrays import demo_dataset
from tests.engines.firefox import Firefox
from tests.engines.packages import ENGINES
from tests.engines.walk import Engine
from tests.engines.webkit import WebKit
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import Xrays

COUNT = 4
DRIVERS = {"Firefox": Firefox, "WebKit": WebKit}


@pytest.fixture(scope="session")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CSV of a few drawn x-rays."""
    return demo_dataset(tmp_path_factory.mktemp("engine-xrays"), COUNT)


@pytest.fixture(scope="session")
def xrays(csv: Path) -> Xrays:
    """The same x-rays, to compare photos with."""
    return Xrays.of(csv)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, csv: Path) -> Iterator[LabServer]:
    """A running lab on a data root of its own."""
    lab = LabServer(tmp_path_factory.mktemp("engine-lab") / "root", csv).start()
    yield lab
    lab.stop()


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ENGINES]
)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A running engine; without its packages the test is skipped, in CI failed."""
    name: str = request.param
    program = ENGINES[name][0]()
    if program is None:
        pytest.skip(f"no {name}")
    running = DRIVERS[name](program, tmp_path_factory.mktemp(name) / "profile")
    yield running
    running.close()
