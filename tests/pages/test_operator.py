"""The operator's tasks: make a session, connect, run, pause, retake, skip, finish, export."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from capture.plan import MAX_REASON
from dataset.names import EXPORT_NAME, FOLDER
from tests.pages import accessibility
from tests.pages.closed_loop import make_session
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser


def joined(context: BrowserContext, server: LabServer, session: str, role: str) -> Page:
    """Open a device's page in a new tab, by its code."""
    code = server.call("GET", f"/sessions/{session}/invitations")[role]["code"]
    page = context.new_page()
    page.goto(f"{server.url}/join?code={code}")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"**/{role}/{session}")
    return page


def test_the_form_says_what_a_session_means_before_it_is_made(operator: Page, server: LabServer) -> None:
    operator.goto(f"{server.url}/sessions/new")
    operator.get_by_label("Data set").select_option(server.dataset())
    expect(operator.get_by_text("All 30 images can be read")).to_be_visible()
    operator.get_by_label("To", exact=True).fill("6")
    expect(operator.get_by_text("All 6 images can be read")).to_be_visible()
    operator.get_by_role("button", name="Another phone").click()
    operator.get_by_label("Phone 1 fills").fill("phone1")
    operator.get_by_label("Phone 2 fills").fill("phone1")
    expect(operator.get_by_text("Two phones cannot fill one set.")).to_be_visible()
    expect(operator.get_by_role("button", name="Create session")).to_be_disabled()
    operator.get_by_label("Phone 2 fills").fill("phone2")
    expect(operator.get_by_text("6 x-rays with 2 phones make 12 photos")).to_be_visible()
    operator.get_by_label("From", exact=True).fill("99")
    expect(operator.get_by_text("A whole number, 1–30.").first).to_be_visible()
    accessibility.check(operator)


def test_a_data_set_that_cannot_be_read_is_refused_in_the_dialog(
    operator: Page, server: LabServer, complaints: Complaints, tmp_path: Path
) -> None:
    complaints.expected.append("422")
    operator.goto(f"{server.url}/sessions/new")
    before = len(server.call("GET", "/datasets")["datasets"])
    operator.get_by_label("Data set").select_option("Add a data set…")
    dialog = operator.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Nothing")
    dialog.get_by_label("CSV file").fill(str(tmp_path / "none.csv"))
    dialog.get_by_label("Folder of the images").fill(str(tmp_path))
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    accessibility.check(operator)
    dialog.get_by_role("button", name="Cancel").click()
    assert len(server.call("GET", "/datasets")["datasets"]) == before


def test_a_session_from_the_first_code_to_the_export(
    operator: Page, context: BrowserContext, server: LabServer
) -> None:
    session = make_session(server, 4, name="whole", verification="off")
    operator.goto(f"{server.url}/sessions/{session}")
    start = operator.get_by_role("button", name="Start")
    expect(start).to_be_disabled()
    accessibility.check(operator)

    devices = context.browser.new_context(ignore_https_errors=True, viewport={"width": 900, "height": 700})  # type: ignore[union-attr]
    display = joined(devices, server, session, "display")
    other = context.browser.new_context(ignore_https_errors=True, viewport={"width": 390, "height": 844})  # type: ignore[union-attr]
    phone = joined(other, server, session, "phone")
    expect(phone.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
    accessibility.check(phone)
    expect(start).to_be_enabled()
    start.click()

    expect(operator.locator("#main").get_by_text("of 4 photos stored")).to_be_visible()
    operator.get_by_role("button", name="Pause").click()
    resume = operator.get_by_role("button", name="Resume")
    expect(resume).to_be_visible()
    expect(phone.get_by_role("heading", name="Paused by the operator")).to_be_visible()
    expect(display.locator("#stage img")).to_have_count(0)
    accessibility.check(operator)
    accessibility.check(phone)
    accessibility.check(display)
    resume.click()

    expect(phone.get_by_role("heading", name="All 4 photos stored")).to_be_visible()
    accessibility.check(phone)
    expect(operator.get_by_role("button", name="Export data set")).to_be_enabled()
    accessibility.check(operator)

    operator.keyboard.press("r")
    dialog = operator.get_by_role("dialog")
    dialog.get_by_label("X-ray").fill("2")
    expect(dialog.get_by_text("once you press Resume")).to_be_visible()
    reason = dialog.get_by_label("Reason")
    expect(reason).to_have_attribute("maxlength", str(MAX_REASON))
    reason.fill("someone walked through the picture")
    dialog.get_by_role("button", name="Retake").click()
    again = operator.get_by_role("button", name="Resume")
    expect(again).to_be_enabled()
    expect(operator.get_by_text("Press Resume to photograph them.")).to_be_visible()
    expect(operator.locator('[aria-keyshortcuts="Space"]:visible')).to_have_count(1)
    expect(operator.locator(".button.filled:visible")).to_have_count(1)
    accessibility.check(operator)
    again.click()
    expect(operator.locator(".tile").get_by_text("000002__02")).to_be_visible()

    export = operator.get_by_role("button", name="Export data set")
    expect(export).to_be_enabled()
    expect(operator.locator('[aria-keyshortcuts="Space"]:visible')).to_have_text(
        re.compile("^Next subset: .*Space$")
    )
    export.click()
    dialog = operator.get_by_role("dialog")
    expect(dialog.get_by_text("4 photos")).to_be_visible()
    dialog.get_by_label("warped back to its x-ray's own frame").check()
    expect(dialog.get_by_text("4 photos come without a rectified picture")).to_be_visible()
    accessibility.check(operator)
    name, confirm = dialog.get_by_label("Name of the data set"), dialog.get_by_role("button", name="Download")
    expect(name).to_have_value(EXPORT_NAME)
    for wrong, reason in (
        ("My data set / 2026", FOLDER.sentence),
        ("aux.v1", "Windows keeps the name aux.v1"),
    ):
        name.fill(wrong)
        expect(dialog.get_by_text(reason)).to_be_visible()
        expect(confirm).to_be_disabled()
        name.press("Enter")
        expect(dialog).to_be_visible()
    name.fill("Mine-v2")
    expect(confirm).to_be_enabled()
    with operator.expect_download() as download:
        operator.get_by_role("dialog").get_by_role("button", name="Download").click()
    content = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename == "Mine-v2.zip"
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert {name.split("/")[0] for name in names} == {"Mine-v2"}
    assert sum(name.endswith((".jpg", ".png")) for name in names) == 4
    with operator.expect_popup() as popup:
        operator.get_by_role("link", name="Report").click()
    expect(popup.value.get_by_role("heading", level=1)).to_contain_text("Finished")
    expect(popup.value.get_by_text("4 of 4 photos accepted")).to_be_visible()
    accessibility.check(popup.value)
    popup.value.close()
    devices.close()
    other.close()


def test_the_console_says_what_happened_when_a_phone_leaves(
    operator: Page, context: BrowserContext, server: LabServer
) -> None:
    session = make_session(server, 20, name="leaves", verification="off")
    own = context.browser.new_context(ignore_https_errors=True, viewport={"width": 900, "height": 700})  # type: ignore[union-attr]
    joined(own, server, session, "display")
    other = context.browser.new_context(ignore_https_errors=True, viewport={"width": 390, "height": 844})  # type: ignore[union-attr]
    phone = joined(other, server, session, "phone")
    operator.goto(f"{server.url}/sessions/{session}")
    start = operator.get_by_role("button", name="Start")
    expect(start).to_be_enabled()
    operator.keyboard.press("Space")
    expect(operator.locator(".tile").first).to_be_visible()
    phone.get_by_role("button", name="Pause").click()
    expect(operator.locator(".alert")).to_be_focused()
    go_on = phone.get_by_role("button", name="Resume")
    expect(go_on).to_be_visible()
    accessibility.check(phone)
    go_on.click()
    expect(operator.get_by_role("button", name="Pause")).to_be_visible()

    operator.get_by_role("button", name="Skip…").click()
    dialog = operator.get_by_role("dialog")
    dialog.get_by_label("X-ray").fill("20")
    dialog.get_by_role("button", name="Skip", exact=True).click()
    expect(dialog.get_by_text("Give a reason. It is kept in the session's log.")).to_be_visible()
    dialog.get_by_label("Reason").fill("burned-in name")
    dialog.get_by_role("button", name="Skip", exact=True).click()
    expect(dialog).to_be_hidden()

    operator.get_by_role("button", name="Abort session").click()
    expect(operator.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()
    operator.get_by_role("dialog").get_by_role("button", name="Abort", exact=True).click()
    expect(operator.get_by_role("button", name="Resume")).to_be_visible()
    accessibility.check(operator)
    expect(phone.get_by_role("heading", name="aborted")).to_be_visible()
    own.close()
    other.close()


def test_the_list_shows_every_session(operator: Page, server: LabServer) -> None:
    make_session(server, 3, name="listed")
    operator.goto(server.url)
    expect(operator.get_by_text("listed").first).to_be_visible()
    accessibility.check(operator)


def test_the_console_reconnects_by_itself(
    operator: Page, context: BrowserContext, server: LabServer, complaints: Complaints
) -> None:
    complaints.expected += ["ERR_INTERNET_DISCONNECTED", "WebSocket is closed"]
    session = make_session(server, 2, name="offline")
    operator.goto(f"{server.url}/sessions/{session}")
    expect(operator.get_by_text("Connecting").first).to_be_visible()
    context.set_offline(True)
    expect(operator.get_by_text("Reconnecting")).to_be_visible()
    accessibility.check(operator)
    context.set_offline(False)
    expect(operator.get_by_text("Reconnecting")).to_be_hidden()


def test_a_picture_that_the_network_loses_for_a_moment_needs_nobody(
    context: BrowserContext, server: LabServer, complaints: Complaints
) -> None:
    session = make_session(server, 2, name="lossy", verification="off")
    complaints.expected.append("ERR_FAILED")
    display = joined(context, server, session, "display")
    lost: list[str] = []

    def lose(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    display.route("**/xrays/*/picture", lose)
    phone = joined(context, server, session, "phone")
    expect(phone.get_by_text("The operator starts the session")).to_be_visible()
    server.call("POST", f"/sessions/{session}/start")
    expect(phone.get_by_role("heading", name="All 2 photos stored")).to_be_visible()
    assert len(lost) == 2
    events = str(server.call("GET", f"/sessions/{session}/events"))
    assert "Running at 1" in events
    assert "Paused" not in events
