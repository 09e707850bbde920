"""A phone with two cameras keeps to the one that was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.pages.closed_loop import SWITCHES, drawn_camera, make_session
from tests.pages.handheld import LIVE, TRACKS, Handheld, join
from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser

FIRST, SECOND = "fake_device_0", "fake_device_1"
ABLE = """
const can = MediaStreamTrack.prototype.getCapabilities;
const say = MediaStreamTrack.prototype.getSettings;
const granted = { focusMode: "continuous", exposureMode: "continuous", exposureTime: 200, iso: 100, torch: false };
MediaStreamTrack.prototype.getCapabilities = function () {
  const modes = ["continuous", "manual"];
  return {
    ...can.call(this), zoom: { min: 1, max: 8, step: 0.5 }, torch: true, focusMode: modes, exposureMode: modes,
    exposureTime: { min: 1, max: 5000 }, iso: { min: 50, max: 800 },
  };
};
MediaStreamTrack.prototype.getSettings = function () { return { ...say.call(this), ...granted }; };
window.wishes = [];
MediaStreamTrack.prototype.applyConstraints = async function (wish) {
  window.wishes.push(Object.assign({}, ...wish.advanced));
  const { focusMode: _refused, ...obeyed } = window.wishes.at(-1);
  Object.assign(granted, obeyed);
};
"""
"""A camera that can do everything, and holds its exposure when asked, but never its focus."""


@pytest.fixture(scope="module")
def two_lenses(playwright: Playwright, chromium: Path) -> Iterator[Browser]:
    """A browser with two cameras, of which one shows at a time, as phones have it."""
    launched = playwright.chromium.launch(executable_path=chromium, args=SWITCHES + drawn_camera(2))
    yield launched
    launched.close()


@pytest.fixture
def phone(two_lenses: Browser, server: LabServer) -> Iterator[Handheld]:
    session = make_session(server, 20, name="lens", verification="off", settle_ms=100, fresh_frames=1)
    held = Handheld(two_lenses, server, session, TRACKS + ABLE)
    yield held
    held.close()


def uses(phone: Handheld, label: str) -> None:
    """Wait until the server has heard that the phone uses this camera, and no other is open."""
    phone.until(lambda view: view["phones"][0]["ready"] and view["phones"][0]["camera"]["label"] == label)
    assert phone.page.evaluate(LIVE) == 1
    expect(phone.page.locator(".lens-name")).to_contain_text(label)


def test_the_chosen_camera_stays_chosen(phone: Handheld, server: LabServer) -> None:
    uses(phone, FIRST)
    phone.page.get_by_label("Camera", exact=True).select_option(label=SECOND)
    uses(phone, SECOND)
    camera = phone.phone["camera"]
    assert camera["width"] > 0
    assert camera["orientation"].startswith(("portrait", "landscape"))

    phone.page.reload()
    uses(phone, SECOND)

    phone.page.evaluate("window.tracks.at(-1).dispatchEvent(new Event('ended'))")
    phone.page.get_by_role("button", name="Try the camera again").click()
    uses(phone, SECOND)

    following = make_session(server, 1, name="lens2", verification="off")
    again = join(phone.context, server, following, script=TRACKS)
    expect(again.locator(".lens-name")).to_contain_text(SECOND)
    expect(again.get_by_label("Camera", exact=True).locator("option:checked")).to_have_text(SECOND)


def test_the_camera_can_be_changed_while_the_session_is_paused(phone: Handheld) -> None:
    phone.start()
    phone.until_stored(1)
    phone.ask("pause")
    phone.until_phase("paused")
    phone.page.get_by_label("Camera", exact=True).select_option(label=SECOND)
    uses(phone, SECOND)


def test_zoom_and_what_is_held_are_kept_and_recorded_with_each_photo(
    phone: Handheld, server: LabServer
) -> None:
    expect(phone.page.locator(".lens-name")).to_contain_text("1/50 s, ISO 100")
    zoom = phone.page.get_by_role("slider", name="Zoom")
    zoom.fill("2.5")
    zoom.dispatch_event("change")
    phone.page.get_by_label("Exposure").check()
    expect(phone.page.get_by_text("This camera does not hold")).to_be_hidden()
    phone.page.get_by_label("Focus").check()
    expect(phone.page.get_by_text("This camera does not hold: Focus.")).to_be_visible()

    held = (
        "zoom === 2.5 && exposureMode === 'manual' && exposureTime === 200 && iso === 100 && torch === false"
    )
    phone.page.reload()
    phone.until_here(f"window.wishes.some(({{ zoom, exposureMode, exposureTime, iso, torch }}) => {held})")
    expect(phone.page.get_by_role("slider", name="Zoom 2.5")).to_be_visible()
    expect(phone.page.get_by_label("Exposure")).to_be_checked()

    phone.start()
    phone.until_stored(1)
    view = phone.phone["camera"]
    assert view["held"] == ["exposure"]
    assert view["asked"]["focusMode"] == "manual"
    assert (view["settings"]["exposureTime"], view["settings"]["torch"]) == (200, False)
