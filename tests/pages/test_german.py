"""A browser that prefers German is spoken to in German, on every page of a session and at every size."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from messages import catalogue
from tests.pages.closed_loop import SIGN_IN
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
OVERFLOWING = """() => [...document.querySelectorAll('button, .button, .chip')]
  .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"""
ENGLISH = re.compile(
    r"\b(the|is|are|and|with|of|photos?|x-rays?|phones?|display|sessions?|waits?|ready|connected|joined|stored|paused"
    r"|resume|next|has|yet)\b",
    re.IGNORECASE,
)
NAMES = ("Monitor", "CheXphoto Lab", "satz1")


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def german(
    request: pytest.FixtureRequest, browser: Browser, complaints: Complaints
) -> Iterator[BrowserContext]:
    context = browser.new_context(ignore_https_errors=True, locale="de-DE", viewport=request.param)
    context.on("page", complaints.listen)
    yield context
    context.close()
    assert complaints.unexpected == []


def assert_german(page: Page) -> None:
    """No English word is left in what is shown, and nothing runs out of its button."""
    expect(page.locator("html")).to_have_attribute("lang", "de")
    words = page.locator("body").inner_text()
    for name in NAMES:
        words = words.replace(name, "")
    assert len(words) > 40
    assert ENGLISH.findall(words) == [], words
    assert "{" not in words
    assert page.evaluate(OVERFLOWING) == []
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def named_session(server: LabServer) -> str:
    """A session whose name somebody typed: the usual one is made in English. Long enough to be paused."""
    subset = {
        "dataset": server.dataset(),
        "first": 1,
        "last": 30,
        "sets": ["satz1"],
        "title": "Erste Sitzung",
    }
    body = {**subset, "overlap": True, "settings": {"verification": "off", "settle_ms": 1000}}
    return str(server.call("POST", "/sessions", body)["session"])


def joined(context: BrowserContext, server: LabServer, session: str, role: str) -> Page:
    code = server.call("GET", f"/sessions/{session}/invitations")[role]["code"]
    page = context.new_page()
    page.goto(f"{server.url}/join?code={code}&now=1")
    return page


def test_a_german_browser_sees_german_pages(german: BrowserContext, server: LabServer) -> None:
    de = catalogue("de").say
    page = german.new_page()
    page.goto(server.url + SIGN_IN)
    expect(page.get_by_role("heading", name=de("sessions-heading"), level=1)).to_be_visible()
    session = named_session(server)
    display = joined(german, server, session, "display")
    expect(display.get_by_text(de("idle-waiting")).first).to_be_visible()
    phone = joined(german, server, session, "phone")
    expect(phone.get_by_text(de("ready-heading")).first).to_be_visible()
    page.goto(f"{server.url}/sessions/{session}")
    expect(page.get_by_role("button", name=de("action-start"))).to_be_enabled()
    expect(page.get_by_text("ist als Anzeige beigetreten.").first).to_be_visible()
    for seen in (page, display, phone):
        assert_german(seen)
    page.get_by_role("button", name=de("action-start")).click()
    page.get_by_role("button", name=de("action-pause"), exact=True).click()
    expect(page.get_by_text("Von der Leitung pausiert").first).to_be_visible()
    expect(phone.get_by_text(de("paused-operator")).first).to_be_visible()
    for seen in (page, phone):
        assert_german(seen)


def test_refusals_by_the_api_come_in_the_language_of_whoever_asks(
    german: BrowserContext, server: LabServer, complaints: Complaints
) -> None:
    complaints.expected = ["409"]
    page = german.new_page()
    page.goto(server.url + SIGN_IN)
    session = named_session(server)
    refused = page.evaluate(
        f"fetch('/api/v1/sessions/{session}/start', {{ method: 'POST', headers:"
        " { 'Content-Type': 'application/json' }, body: '{}' }).then((answer) => answer.json())"
    )
    assert refused["error"]["code"] == "not_ready"
    assert refused["error"]["message"].startswith("Keine Anzeige ist verbunden. Kein Handy ist beigetreten.")
