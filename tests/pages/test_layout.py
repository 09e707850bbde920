"""The operator's pages and the display at sizes where they once broke: small phones, small and large monitors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import make_session, sign_in
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser
THUMB = 44
SMALL = (360, 320)
DOORS = ("/sign-in", "/trust", "/nothing-here", "/join")
VISIBLE = """targets => targets
  .map(target => [target.innerText, target.getBoundingClientRect().height, target])
  .filter(([text, height, target]) => height > 0 && target.checkVisibility({ visibilityProperty: true }))
  .map(([text, height]) => [text, height])"""
TARGETS = ".top nav a, .top-facts a, .top-facts button, .link-button, main a.button, main .button"


@pytest.fixture(scope="module")
def reachable(tmp_path_factory: pytest.TempPathFactory, csv: Path) -> Iterator[LabServer]:
    """A server that phones reach, so that its pages show codes to scan."""
    lab = LabServer(tmp_path_factory.mktemp("reachable") / "root", csv, names="192.168.100.200").start()
    yield lab
    lab.stop()


@pytest.fixture
def session(page: Page, reachable: LabServer) -> str:
    sign_in(page, reachable)
    return make_session(reachable, 3, name="layout", verification="off")


def test_the_operators_pages_fit_a_small_phone_and_its_thumb(
    page: Page, reachable: LabServer, session: str
) -> None:
    for path in ("/", f"/sessions/{session}", "/sessions/new", "/transforms", "/review", "/loose"):
        page.set_viewport_size({"width": SMALL[0], "height": 640})
        page.goto(reachable.url + path)
        page.locator("main h1, main h2").first.wait_for()
        page.locator(".top nav a").last.wait_for()
        for width in SMALL:
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            targets = page.locator(TARGETS).evaluate_all(VISIBLE)
            assert len(targets) >= 6, path
            assert [target for target in targets if target[1] < THUMB] == [], (path, width)


def test_an_address_breaks_only_where_its_parts_end(page: Page, reachable: LabServer, session: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{reachable.url}/sessions/{session}")
    whole = f"192.168.100.200:{reachable.port}/"
    for card in page.locator(".qr-card").all():
        card.get_by_text(whole).wait_for()
        lines = card.locator("b").first.evaluate(
            "b => [...b.childNodes].filter(n => n.nodeType === 3 && n.data.length > 1).map(n =>"
            " { const r = document.createRange(); r.selectNodeContents(n); return r.getClientRects().length; })"
        )
        assert len(lines) >= 3
        assert set(lines) == {1}


def joined_display(browser: Browser, server: LabServer, session: str, width: int, height: int) -> Page:
    context = browser.new_context(ignore_https_errors=True, viewport={"width": width, "height": height})
    display = context.new_page()
    code = server.call("GET", f"/sessions/{session}/invitations")["display"]["code"]
    display.goto(f"{server.url}/join?code={code}&now=1")
    expect(display.get_by_role("heading", name="Connect the phones")).to_be_visible()
    return display


def test_the_waiting_display_is_readable_on_every_monitor(
    browser: Browser, reachable: LabServer, session: str
) -> None:
    display = joined_display(browser, reachable, session, 1280, 720)
    usual = display.locator(".code").bounding_box()
    display.set_viewport_size({"width": 3840, "height": 2160})
    large = display.locator(".code").bounding_box()
    assert usual is not None
    assert large is not None
    assert large["height"] >= 2.5 * usual["height"]
    display.set_viewport_size({"width": 720, "height": 540})
    violations = accessibility.violations(display)
    assert [rule["id"] for rule in violations] == []
    assert display.evaluate("document.querySelector('#idle').scrollHeight <= innerHeight")
    display.context.close()


def test_a_session_that_waits_only_for_its_start_is_ready(
    page: Page, browser: Browser, reachable: LabServer, session: str
) -> None:
    page.goto(f"{reachable.url}/sessions/{session}")
    expect(page.locator(".console-head .chip")).to_have_text("Connecting")
    display = joined_display(browser, reachable, session, 1280, 720)
    code = reachable.call("GET", f"/sessions/{session}/invitations")["phone"]["code"]
    phone = display.context.new_page()
    phone.goto(f"{reachable.url}/join?code={code}")
    phone.get_by_role("button", name="Join").click()
    expect(page.locator(".console-head .chip")).to_have_text("Ready")
    expect(page.get_by_role("button", name="Start")).to_be_enabled()
    display.context.close()


CAPTIONS = """
async ([count, name]) => {
  const { Pictures } = await import('/static/console/pictures.js');
  const pictures = new Pictures('s', document.createElement('div'));
  document.querySelector('#main').replaceChildren(pictures.element);
  const last_photo = { index: 5347, attempt: 1, state: 'pending', thumbnail: null };
  const phones = Array.from({ length: count }, (_, n) => ({ device: `p${n}`, name, state: 'active', last_photo }));
  pictures.update({ display: null, index: null, phones, phase: 'running' });
  return [...pictures.element.querySelectorAll('.phones figcaption')].map((caption) => {
    const [own, parts] = [caption.getBoundingClientRect(), [...caption.querySelectorAll('b, .verdict')]];
    return parts.every((part) => {
      const { top, bottom, left, right, width } = part.getBoundingClientRect();
      const across = left >= own.left - 1 && right <= own.right + 1;
      return width > 20 && top >= own.top - 1 && bottom <= own.bottom + 1 && across;
    });
  });
}
"""


def test_every_phone_is_named_beside_its_photo_and_says_what_became_of_it(
    page: Page, reachable: LabServer, session: str
) -> None:
    page.goto(f"{reachable.url}/sessions/{session}")
    page.get_by_role("heading", name="Connect a phone").wait_for()
    for width, count in ((1280, 1), (1280, 2), (1280, 3), (1280, 4), (390, 4)):
        page.set_viewport_size({"width": width, "height": 800})
        within = page.evaluate(CAPTIONS, [count, "iPhone 13 of Dr Kowalska"])
        assert within == [True] * count, f"{count} phones at {width}"


def test_keys_and_help_are_found_without_knowing_of_them(
    page: Page, reachable: LabServer, session: str, complaints: Complaints
) -> None:
    complaints.expected.append("404")
    page.goto(f"{reachable.url}/sessions/{session}")
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog").get_by_text("Retake an x-ray")).to_be_visible()
    page.keyboard.press("Escape")
    for path in ("/", f"/sessions/{session}", "/sessions/new", "/transforms", "/review", "/loose", *DOORS):
        page.goto(reachable.url + path)
        expect(page.locator('a[href="/help"]')).to_be_visible()
    page.locator('a[href="/help"]').click()
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    accessibility.check(page)
