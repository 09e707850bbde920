"""Shared by all tests: the browser, and the settings of Hypothesis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.chromium import MISSING, find_chromium, in_ci

# On a loaded machine a slow example is no failure; in CI the examples are the same at every run.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if in_ci() else "here")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The Chromium to give Playwright as ``executable_path``; without one the test is skipped, in CI failed."""
    found = find_chromium()
    if found is None and in_ci():
        pytest.fail("no Chromium; `make test` installs one where it may")
    if found is None:
        pytest.skip("no Chromium")
    return found


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say at the end, where it is read, that browser tests were left out."""
    result = yield
    if any("no Chromium" in str(report.longrepr) for report in terminalreporter.getreports("skipped")):
        terminalreporter.write(MISSING, red=True, bold=True)
    return result


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share few cores badly: they run in one process, one after the other."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
