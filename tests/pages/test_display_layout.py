"""The display page measures its own picture: what covers, zooms or stretches it is told to the server."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pages.closed_loop import make_session
from tests.pages.lab_server import LabServer
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 800}
PICTURE = "#stage img"
LAY_OVER = """style => {
  const over = document.createElement("div");
  over.id = "over";
  over.style.cssText = `position: fixed; left: 600px; top: 380px; width: 80px; height: 40px; z-index: 9; ${style}`;
  document.body.append(over);
}"""
RESTYLE = """style => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture
def session(server: LabServer) -> str:
    return make_session(server, 3, name="measured")


@pytest.fixture
def display(context: BrowserContext, server: LabServer, session: str) -> Page:
    """A display that has joined and waits."""
    page = context.new_page()
    page.set_viewport_size(SIZE)  # type: ignore[arg-type]
    code = server.call("GET", f"/sessions/{session}/invitations")["display"]["code"]
    page.goto(f"{server.url}/join?code={code}")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url("**/display/**")
    expect(page.locator("#idle .checklist")).to_be_visible()
    wait_until(
        lambda: server.call("GET", f"/sessions/{session}")["display"]["connected"],
        "a connected display",
        pause=lambda: page.wait_for_timeout(50),
    )
    return page


def aim(server: LabServer, session: str, page: Page, state: str) -> dict[str, Any]:
    """Have the first x-ray shown; return the snapshot once the display is said to be in ``state``."""
    server.call("POST", f"/sessions/{session}/aim")
    for _ in range(300):
        seen: dict[str, Any] = server.call("GET", f"/sessions/{session}")
        if seen["display"]["showing_state"] == state or seen["reason"]:
            return seen
        page.wait_for_timeout(100)
    raise AssertionError(seen)


def test_a_picture_that_is_all_there_is_confirmed_and_fills_the_screen(
    display: Page, server: LabServer, session: str
) -> None:
    seen = aim(server, session, display, "shown")
    assert (seen["phase"], seen["reason"]) == ("aiming", None)
    box = display.locator(PICTURE).bounding_box()
    assert box is not None
    natural = display.eval_on_selector(PICTURE, "img => img.naturalWidth / img.naturalHeight")
    assert box["width"] / box["height"] == pytest.approx(natural, rel=0.002)
    assert max(box["width"] / SIZE["width"], box["height"] / SIZE["height"]) == pytest.approx(1, abs=0.002)
    assert box["x"] + box["width"] / 2 == pytest.approx(SIZE["width"] / 2, abs=1)
    assert box["y"] + box["height"] / 2 == pytest.approx(SIZE["height"] / 2, abs=1)


def test_what_lies_over_the_picture_is_told(display: Page, server: LabServer, session: str) -> None:
    for style in (
        "background: #fff",
        "background: #0008; pointer-events: none",
        "backdrop-filter: blur(3px)",
    ):
        display.evaluate(LAY_OVER, style)
        seen = aim_again(server, session, display)
        assert (seen["phase"], seen["reason"]["code"]) == ("waiting", "badly_displayed"), style
        assert "something lay over the x-ray" in seen["reason"]["message"]
        display.evaluate("document.getElementById('over').remove()")
        assert aim_again(server, session, display)["phase"] == "aiming"
        stop_aiming(server, session, display)


def test_what_cannot_be_seen_covers_nothing(display: Page, server: LabServer, session: str) -> None:
    for style in ("", "background: #fff; opacity: 0", "background: #fff; display: none"):
        display.evaluate(LAY_OVER, style)
        seen = aim_again(server, session, display)
        assert (seen["phase"], seen["reason"]) == ("aiming", None), style
        display.evaluate("document.getElementById('over').remove()")
        stop_aiming(server, session, display)


def test_a_picture_that_styles_zoom_or_stretch_is_told(
    display: Page, server: LabServer, session: str
) -> None:
    for style, said in (
        ("#stage img { transform: scale(1.1) }", "ran off the screen"),
        ("#stage img { transform: scale(0.9, 0.8) }", "out of proportion"),
        ("#stage { zoom: 1.25 }", "ran off the screen"),
    ):
        display.evaluate(RESTYLE, style)
        seen = aim_again(server, session, display)
        assert (seen["phase"], seen["reason"]["code"]) == ("waiting", "badly_displayed"), style
        assert said in seen["reason"]["message"]
        assert "100 % zoom" in seen["reason"]["message"]


def aim_again(server: LabServer, session: str, page: Page) -> dict[str, Any]:
    """Aim, perhaps once more; return the snapshot that it leads to."""
    server.call("POST", f"/sessions/{session}/aim")
    for _ in range(300):
        seen: dict[str, Any] = server.call("GET", f"/sessions/{session}")
        if seen["display"]["showing_state"] == "shown" or seen["phase"] == "waiting":
            return seen
        page.wait_for_timeout(100)
    raise AssertionError(seen)


def stop_aiming(server: LabServer, session: str, page: Page) -> None:
    """Stop aiming, and wait until the picture is gone."""
    server.call("POST", f"/sessions/{session}/pause")
    expect(page.locator(PICTURE)).to_have_count(0)
