"""A presented session in a real browser: keys turn the x-rays, and each has its number below it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.pages.closed_loop import sign_in
from tests.pages.lab_server import LabServer
from tests.waiting import wait_until

pytestmark = pytest.mark.browser


def test_a_presenter_turns_the_x_rays_and_the_session_ends(browser: Browser, server: LabServer) -> None:
    wish = {"first": 11, "last": 13, "sets": ["mirrorless"], "overlap": True, "capture": "presenter"}
    session = server.call("POST", "/sessions", {"dataset": server.dataset(), **wish})["session"]
    code = server.call("GET", f"/sessions/{session}/invitations")["display"]["code"]
    page = browser.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{server.url}/join?code={code}")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Page Down: next x-ray")).to_be_visible()
    wait_until(lambda: server.call("GET", f"/sessions/{session}")["can"]["start"], "the display")
    server.call("POST", f"/sessions/{session}/start")
    number = page.locator(".stage-number")

    def painted(shows: int | None) -> None:
        """Wait until the server knows what is on the screen, without which a key counts for nothing."""

        def is_painted() -> bool:
            seen = server.call("GET", f"/sessions/{session}")
            return bool(
                seen["display"]["showing_state"] == ("black" if shows is None else "shown")
                and seen["index"] == shows
            )

        wait_until(is_painted, f"{shows} painted")

    def turned(key: str, shows: int) -> None:
        page.keyboard.press(key)
        expect(number).to_have_text(str(shows))
        painted(shows)

    expect(number).to_have_text("11")
    painted(11)
    picture, below = page.locator("#stage img").bounding_box(), number.bounding_box()
    assert picture is not None
    assert below is not None
    assert picture["y"] + picture["height"] <= below["y"] + 1, "the number lies below the x-ray"
    assert below["height"] >= 70, "it can be read in a photo"
    turned("PageDown", 12)
    turned("PageUp", 11)
    turned(" ", 12)
    page.keyboard.press("b")
    expect(number).to_have_count(0)
    painted(None)
    assert server.call("GET", f"/sessions/{session}")["phase"] == "paused"
    turned("b", 12)
    turned("ArrowRight", 13)
    page.keyboard.press("PageDown")
    wait_until(lambda: server.call("GET", f"/sessions/{session}")["phase"] == "finished", "the end")
    sign_in(page, server)
    page.goto(f"{server.url}/sessions/{session}")
    page.get_by_role("button", name="Bring in the photos").click()
    page.wait_for_url(f"**/loose/{session}")
    page.context.close()
