"""The documentation in a browser: it opens, is searched, and asks nothing of other servers."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.architecture.sources import ROOT
from tests.pages.closed_loop import make_session, sign_in
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer
from webapp.assets import documentation_folder

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    if not (documentation_folder() / "getting-started.html").is_file():
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=True)


def test_a_word_is_found_without_asking_another_server(page: Page, server: LabServer) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.url}/docs")
    page.get_by_placeholder("Search").click()
    page.keyboard.type("homography")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []


OPERATORS = ("/", "/sessions/new", "/transforms", "/review", "/loose")
DOORS = ("/help", "/sign-in", "/join", "/trust", "/nothing-here")
LINK = 'a[href="/docs"]'
WIDTHS = (1280, 360)


def test_every_page_leads_to_the_documentation(
    page: Page, browser: Browser, server: LabServer, complaints: Complaints
) -> None:
    complaints.expected.append("404")
    sign_in(page, server)
    session = make_session(server, 3, name="documented", verification="off")
    for path in (*OPERATORS, f"/sessions/{session}", *DOORS):
        page.goto(server.url + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            expect(page.locator(LINK), f"{path} at {width}").to_be_visible()
    for role, code in server.call("GET", f"/sessions/{session}/invitations").items():
        if role in ("phone", "display"):
            device = browser.new_context(ignore_https_errors=True).new_page()
            device.goto(f"{server.url}/join?code={code['code']}&now=1")
            device.wait_for_url(f"**/{role}/{session}")
            with device.context.expect_page() as opened:
                device.locator(LINK).click()
            expect(opened.value, role).to_have_url(f"{server.url}/docs/getting-started.html")
            device.context.close()
