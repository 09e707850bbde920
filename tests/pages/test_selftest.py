"""The self-test on a device's page, from the test to the operator's list."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import sign_in
from tests.pages.handheld import PHONE_SIZE
from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser


def test_a_phone_tells_what_its_browser_offers(
    page: Page, context: BrowserContext, server: LabServer
) -> None:
    context.grant_permissions(["camera"], origin=server.url)
    page.set_viewport_size(PHONE_SIZE)  # type: ignore[arg-type]
    page.goto(f"{server.url}/selftest")
    accessibility.check(page)
    page.get_by_role("button", name="Test").click()
    send = page.get_by_role("button", name="Send to the operator")
    expect(send).to_be_visible(timeout=60_000)
    found = dict(zip(page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts(), strict=True))
    assert len(found) == 10
    assert (found["Secure connection"], found["WebSocket"]) == ("Yes", "Yes")
    assert "×" in found["Photo"]
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as a file").click()
    saved = json.loads(download.value.path().read_text())
    assert saved["photo"]["width"] > 0
    page.get_by_label("Name of the device").fill("<b>Pixel</b>")
    send.click()
    expect(page.get_by_role("status")).to_have_text("The operator has the result.")
    accessibility.check(page)
    sign_in(page, server)
    page.goto(f"{server.url}/selftest")
    expect(page.locator("summary").filter(has_text="<b>Pixel</b>")).to_be_visible()
    [kept, *_] = server.call("GET", "/selftests")["tests"]
    assert {name: kept[name] for name in saved if name != "name"} == {
        name: value for name, value in saved.items() if name != "name"
    }
