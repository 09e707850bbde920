"""The documentation in a browser: it opens, is searched, and asks nothing of other servers."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.house.sources import ROOT
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
