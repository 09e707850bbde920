"""Shared by all tests: the browser, and the settings of Hypothesis."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

from tests.bubblewrap import MISSING as NO_SANDBOX
from tests.bubblewrap import find_sandbox
from tests.chromium import MISSING, find_chromium
from tests.debian import in_ci
from tests.engines.packages import ENGINES, missing
from tests.tiers import THOROUGH, company, guard, is_unit

# Workers of a server compile into a folder of their own: in tests it is the one that all processes share.
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(__file__).parents[1] / "build" / "kernels"))

# Missing rights of a container and a missing history may be lacking in CI, too. `-ra` names what was skipped for them.
MAY_LACK = ("only root may mount a small disk", "not in a checkout")

Report = TypeVar("Report", bound=pytest.TestReport | pytest.CollectReport)

# On a loaded machine a slow example is no failure; in CI the examples are the same at every run.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if in_ci() and not THOROUGH else "here")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The Chromium to give Playwright as ``executable_path``; without one the test is skipped, in CI failed."""
    found = find_chromium()
    if found is None and in_ci():
        pytest.fail("no Chromium; `make test` installs one where it may")
    if found is None:
        pytest.skip("no Chromium")
    return found


@pytest.fixture(scope="session")
def sandbox() -> None:
    """There is a sandbox for strangers' programs; without one the test is skipped, in CI failed."""
    reason = find_sandbox()
    if reason and in_ci():
        pytest.fail(f"no sandbox ({reason}); `make test` installs bubblewrap where it may")
    if reason:
        pytest.skip("no sandbox")


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say at the end, where it is read, that tests of a browser or a sandbox were left out."""
    result = yield
    skipped = [str(report.longrepr) for report in terminalreporter.getreports("skipped")]
    engines = {f"no {name}": missing(name) for name in ENGINES}
    for reason, said in {"no Chromium": MISSING, "no sandbox": NO_SANDBOX, **engines}.items():
        if any(reason in text for text in skipped):
            terminalreporter.write(said, red=True, bold=True)
    return result


# First of all: xdist reads the groups, and `-m unit` the marks.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the unit tier, and keep tests together that share what their module has made."""
    for item in items:
        if is_unit(item):
            item.add_marker("unit")
        if (group := company(item)) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    with guard(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    with guard(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what is skipped in CI: nobody would see that it is not tested."""
    return not_skipped_in_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same, of whole files."""
    return not_skipped_in_ci((yield))


def not_skipped_in_ci(report: Report) -> Report:
    """Return the report, as a failure where it says in CI that something was skipped which CI has to have."""
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    lacks = any(text in reason for text in MAY_LACK)
    if in_ci() and report.skipped and not lacks and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"with CI=true nothing may be left out: {reason}"
    return report
