"""Browser, server and station that the page tests share. Starting either costs seconds, so both are shared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.drawn_xrays import demo_dataset
from tests.pages.closed_loop import SWITCHES, Station, drawn_camera, sign_in
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import Xrays

COUNT = 30
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CSV of thirty drawn x-rays, all visibly different."""
    return demo_dataset(tmp_path_factory.mktemp("page-xrays"), COUNT)


@pytest.fixture(scope="session")
def xrays(csv: Path) -> Xrays:
    """The same x-rays, to compare photos with."""
    return Xrays.of(csv)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, csv: Path) -> Iterator[LabServer]:
    """A running lab on a data root of its own."""
    lab = LabServer(tmp_path_factory.mktemp("lab") / "root", csv).start()
    yield lab
    lab.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: Path) -> Iterator[Browser]:
    """A browser with a camera that shows a test picture."""
    launched = playwright.chromium.launch(executable_path=chromium, args=SWITCHES + drawn_camera())
    yield launched
    launched.close()


@pytest.fixture(scope="module")
def station(playwright: Playwright, chromium: Path) -> Iterator[Station]:
    """A display and a phone that photographs it."""
    placed = Station(playwright, chromium)
    yield placed
    placed.close()


class Complaints:
    """What pages said to their consoles: errors, broken promises, refusals by the content security policy.

    A test that provokes a refusal puts a part of the message into ``expected``.
    """

    def __init__(self) -> None:
        self._said: list[str] = []
        self.expected: list[str] = []

    def listen(self, page: Page) -> None:
        page.on(
            "console", lambda message: self._hear(message.type, f"{message.text} {message.location['url']}")
        )
        page.on("pageerror", lambda error: self._hear("error", f"uncaught: {error}"))

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self._said.append(text)

    @property
    def unexpected(self) -> list[str]:
        return [text for text in self._said if not any(part in text for part in self.expected)]


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def context(browser: Browser, complaints: Complaints) -> Iterator[BrowserContext]:
    """A clean browser profile; a test in which any page complains fails."""
    fresh = browser.new_context(ignore_https_errors=True, viewport={"width": 1440, "height": 900})
    fresh.on("page", complaints.listen)
    yield fresh
    fresh.close()
    assert complaints.unexpected == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def operator(page: Page, server: LabServer) -> Page:
    """A page in whose browser the operator has signed in."""
    sign_in(page, server)
    return page
