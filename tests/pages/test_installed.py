"""The page on a phone's home screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.pages.closed_loop import SWITCHES, drawn_camera, make_session
from tests.pages.handheld import join
from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser


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
    context.close()
