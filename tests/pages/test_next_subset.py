"""The next subset: one click on the console, and no hand at the phone or the display."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import Station, make_session, resume_until_finished
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import Xrays, check_complete

pytestmark = pytest.mark.browser

COUNT = 3
WATCH_HANDS = """() => {
  window.hands = 0;
  for (const event of ["pointerdown", "keydown"]) addEventListener(event, () => (window.hands += 1), true);
  window.cameras = 0;
  const open = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
  if (open) navigator.mediaDevices.getUserMedia = (wish) => ((window.cameras += 1), open(wish));
}"""
"""Counts what hands do from now on, and how often a camera is asked for; a page that is loaded anew has no count."""
FULL = "document.fullscreenElement !== null"


def test_one_click_and_the_next_subset_runs(
    station: Station, server: LabServer, xrays: Xrays, operator: Page
) -> None:
    session = make_session(server, COUNT, name="next", settle_ms=station.settle_ms())
    station.join(server, session)
    station.display.keyboard.press("f")
    station.display.wait_for_function(FULL)
    aim(station, server, session)
    server.call("POST", f"/sessions/{session}/start")
    resume_until_finished(station, server, session)
    for page in (station.display, station.phone):
        page.evaluate(WATCH_HANDS)

    with operator.expect_response("**/checks"):  # the x-rays are looked at before anybody clicks
        operator.goto(f"{server.url}/sessions/{session}")
    button = operator.get_by_role("button", name=f"Next subset: {COUNT + 1}–{2 * COUNT}")
    expect(button).to_be_enabled()
    accessibility.check(operator)
    clicked = time.monotonic()
    button.click(no_wait_after=True)
    # The camera sees only what is pumped to it, so that nothing here may wait for anything else.
    station.run_until(server, session, lambda _: bool(after(server, session)), 120)
    following = after(server, session)
    station.run_until(server, following, lambda seen: bool(seen["started_at"]), 120)
    print(f"1 click, running after {time.monotonic() - clicked:.1f} s")
    resume_until_finished(station, server, following)

    check_complete(station.scene, server, following, xrays, COUNT, COUNT + 1)
    assert station.display.evaluate("[window.hands, document.fullscreenElement !== null]") == [0, True]
    assert station.phone.evaluate("[window.hands, window.cameras]") == [0, 0]
    assert operator.url.endswith(f"/sessions/{following}")
    assert station.display.url.endswith(f"/display/{following}")
    assert station.phone.url.endswith(f"/phone/{following}")
    station.phone.reload()  # the address and the credential are those of the new session
    expect(station.phone.get_by_role("heading", name=f"All {COUNT} photos stored")).to_be_visible()


def after(server: LabServer, session: str) -> str:
    """Return the session that follows one, empty for none."""
    return str(server.call("GET", f"/sessions/{session}/next")["session"] or "")


def aim(station: Station, server: LabServer, session: str) -> None:
    """Aim until the phone says that the x-ray is framed well."""
    station.run_until(server, session, lambda seen: bool(seen["can"]["start"]), 120)
    server.call("POST", f"/sessions/{session}/aim")
    framed = station.phone.get_by_role("heading", name="The x-ray is framed well")
    station.run_until(server, session, lambda _: framed.is_visible(), 120)
