"""The page on a phone's home screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.pages.closed_loop import SWITCHES, drawn_camera, make_session
from tests.pages.handheld import join
from tests.pages.lab_server import LabServer
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
STANDALONE = """
const asked = window.matchMedia.bind(window);
window.matchMedia = (query) => (query === "(display-mode: standalone)" ? { matches: true } : asked(query));
"""


def test_the_page_can_be_installed(
    playwright: Playwright, chromium: Path, tmp_path: Path, server: LabServer
) -> None:
    session = make_session(server, 1, name="installed", verification="off")
    # A window that forgets everything installs nothing: this one has a profile.
    context = playwright.chromium.launch_persistent_context(
        tmp_path, executable_path=chromium, args=SWITCHES + drawn_camera(), ignore_https_errors=True
    )
    page = join(context, server, session)
    expect(page.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
    browser = context.new_cdp_session(page)
    assert browser.send("Page.getInstallabilityErrors")["installabilityErrors"] == []

    start = f"{server.url}/join"
    browser.send("PWA.install", {"manifestId": start, "installUrlOrBundleUrl": start})
    manifest = json.loads(browser.send("Page.getAppManifest")["data"])
    assert (manifest["display"], manifest["start_url"]) == ("standalone", "/join")

    # A browser without a screen has no such window: what the page does in one is what is tested.
    page.add_init_script(STANDALONE)
    page.goto(start)
    page.wait_for_url(f"**/phone/{session}")
    context.close()


def test_a_phone_that_is_turned_says_so(browser: Browser, server: LabServer) -> None:
    session = make_session(server, 1, name="turned", verification="off")
    context = browser.new_context(ignore_https_errors=True)
    page = join(context, server, session)
    turn = context.new_cdp_session(page)

    def orientation() -> str:
        (phone,) = server.call("GET", f"/sessions/{session}")["phones"]
        return str(phone["camera"].get("orientation", ""))

    screen = {"width": 844, "height": 390, "deviceScaleFactor": 1, "mobile": True}
    for kind, angle in (("landscapePrimary", 90), ("portraitPrimary", 0), ("landscapeSecondary", 270)):
        turned = {"type": kind, "angle": angle}
        turn.send("Emulation.setDeviceMetricsOverride", {**screen, "screenOrientation": turned})
        said = kind.replace("Primary", "-primary").replace("Secondary", "-secondary")
        wait_until(lambda said=said: orientation() == said, f"{said} on the console")  # type: ignore[misc]
    context.close()
