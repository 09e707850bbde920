"""A study on its page: planned, started, seen to fill, exported."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import SIGN_IN
from tests.pages.lab_server import LabServer
from tests.pages.test_operator import joined

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def unchecked(tmp_path_factory: pytest.TempPathFactory, csv: Path) -> Iterator[LabServer]:
    """A lab that accepts every photo: its phones photograph a test picture."""
    lab = LabServer(tmp_path_factory.mktemp("studies") / "root", csv, verification="off", settle_ms=0).start()
    yield lab
    lab.stop()


def photograph(context: BrowserContext, server: LabServer, session: str) -> None:
    """Have a session photographed by a display and a phone, to its end."""
    assert context.browser is not None
    devices = [context.browser.new_context(ignore_https_errors=True) for _ in range(2)]
    joined(devices[0], server, session, "display")
    phone = joined(devices[1], server, session, "phone")
    expect(phone.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
    console = context.new_page()
    console.goto(f"{server.url}/sessions/{session}")
    console.get_by_role("button", name="Start").click()
    expect(phone.get_by_role("heading", name="photos stored")).to_be_visible(timeout=90_000)
    for device in devices:
        device.close()
    console.close()


def test_a_study_from_its_plan_to_its_export(
    page: Page, context: BrowserContext, unchecked: LabServer, tmp_path: Path
) -> None:
    page.goto(f"{unchecked.url}{SIGN_IN}")
    page.get_by_role("link", name="Studies").click()
    expect(page.get_by_role("heading", name="Studies")).to_be_visible()
    accessibility.check(page)
    page.get_by_role("button", name="New study").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the study").fill("The paper")
    dialog.get_by_role("button", name="Create study").click()
    expect(page.get_by_role("heading", name="The paper")).to_be_visible()
    expect(page.get_by_text("Nothing is planned yet")).to_be_visible()
    accessibility.check(page)

    page.get_by_role("button", name="Plan a set").click()
    dialog.get_by_label("Name of the set").fill("nokia10k")
    dialog.get_by_label("To", exact=True).fill("4")
    dialog.get_by_label("X-rays in a subset").fill("2")
    dialog.get_by_label("Room", exact=True).fill("B 12, B 13")
    accessibility.check(page)
    dialog.get_by_role("button", name="Use this plan").click()
    first = page.get_by_role("button", name="Subset 1, x-rays 1–2: 0 of 2 stored, 0 to retake, 2 missing")
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("row", name="Room B 12 2 0")).to_be_visible()

    second = page.get_by_role("button", name="Subset 2, x-rays 3–4")
    second.focus()
    page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Tripod position").fill("1.1 m, left")
    page.get_by_role("button", name="Save conditions").click()
    expect(page.get_by_role("row", name="Tripod position 1.1 m, left 2 0")).to_be_visible()
    accessibility.check(page)

    page.get_by_role("button", name="Start subset 2").click()
    page.wait_for_url("**/sessions/*")
    session = page.url.rsplit("/", 1)[1]
    made = unchecked.call("GET", f"/sessions/{session}")
    assert (made["first"], made["last"], made["conditions"]["tripod_position"]) == (3, 4, "1.1 m, left")
    page.go_back()
    expect(page.get_by_role("button", name="Open the session of subset 2")).to_be_visible()
    photograph(context, unchecked, session)
    filled = page.get_by_role("button", name="Subset 2, x-rays 3–4: 2 of 2 stored, 0 to retake, 0 missing")
    expect(filled).to_be_visible()
    expect(filled).to_contain_text("complete")
    expect(page.get_by_role("row", name="Tripod position 1.1 m, left 2 2")).to_be_visible()

    unchecked.call("POST", f"/sessions/{session}/retakes", {"index": 4, "detail": "somebody walked by"})
    second.click()
    expect(page.get_by_text("1 to retake").first).to_be_visible()
    expect(page.get_by_role("img", name="Photo of x-ray 4 for nokia10k")).to_be_visible()
    expect(page.get_by_role("button", name="Retake this one")).to_be_enabled()
    accessibility.check(page)

    page.get_by_role("button", name="Export data set").click()
    download = dialog.get_by_role("button", name="Download")
    expect(dialog.get_by_text("nokia10k: 2 missing, 1 refused and not retaken, of 4 x-rays.")).to_be_visible()
    expect(download).to_be_disabled()
    dialog.get_by_label("although the study is not complete").check()
    accessibility.check(page)
    with page.expect_download() as saved:
        download.click()
    saved.value.save_as(tmp_path / "study.zip")
    with zipfile.ZipFile(tmp_path / "study.zip") as archive:
        assert sum(name.endswith(".jpg") for name in archive.namelist()) == 1
