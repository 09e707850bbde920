"""Screens of the phone when something prevents photos."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import make_session
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer
from tests.waiting import wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def session(server: LabServer) -> str:
    return make_session(server, 2, name="trouble", verification="off")


@pytest.fixture
def phone(context: BrowserContext, server: LabServer, session: str) -> Page:
    """A phone's page that has been joined; tests reload it after breaking something."""
    context.set_default_timeout(15_000)
    code = server.call("GET", f"/sessions/{session}/invitations")["phone"]["code"]
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.url}/join?code={code}")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("heading", name="Frame the x-ray").wait_for()
    return page


@pytest.mark.parametrize(
    ("error", "heading", "code"),
    [
        ("NotAllowedError", "The browser refused the camera", "camera_refused"),
        ("NotReadableError", "Another app uses the camera", "camera_taken"),
        ("NotFoundError", "No camera was found", "camera_missing"),
    ],
)
def test_a_camera_that_cannot_be_used_gets_advice_and_another_try(
    phone: Page, server: LabServer, session: str, error: str, heading: str, code: str
) -> None:
    phone.add_init_script(
        "const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
        "navigator.mediaDevices.getUserMedia = (wish) => window.fixed ? open(wish)"
        f" : Promise.reject(new DOMException('', '{error}'));"
    )
    phone.reload()
    expect(phone.get_by_role("heading", name=heading)).to_be_visible()
    accessibility.check(phone)
    assert_soon(phone, lambda: server.call("GET", f"/sessions/{session}")["phones"][0]["code"] == code)
    phone.evaluate("window.fixed = true")
    phone.get_by_role("button", name="Try the camera again").click()
    expect(phone.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
    assert_soon(phone, lambda: server.call("GET", f"/sessions/{session}")["phones"][0]["ready"])


def assert_soon(page: Page, holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something on the server while the page goes on running."""
    wait_until(holds, patience_s=seconds, pause=lambda: page.wait_for_timeout(50))


def test_an_insecure_page_offers_the_secure_one(phone: Page) -> None:
    phone.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false });")
    phone.reload()
    expect(phone.get_by_role("heading", name="This page is not secure")).to_be_visible()
    expect(phone.get_by_role("link", name="Open the secure page")).to_be_visible()
    accessibility.check(phone)


def test_the_newest_tab_takes_the_camera_and_the_older_says_so(phone: Page, context: BrowserContext) -> None:
    newer = context.new_page()
    newer.goto(phone.url)
    expect(newer.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
    expect(phone.get_by_role("heading", name="This phone is open in another tab")).to_be_visible()
    assert phone.evaluate("document.querySelector('video').srcObject") is None
    accessibility.check(phone)
    phone.get_by_role("button", name="Use this page").click()
    expect(phone.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
    expect(newer.get_by_role("heading", name="This phone is open in another tab")).to_be_visible()


def test_a_phone_without_a_network_says_so_and_comes_back(
    phone: Page, context: BrowserContext, complaints: Complaints
) -> None:
    complaints.expected.append("ERR_INTERNET_DISCONNECTED")
    context.set_offline(True)
    expect(phone.get_by_role("heading", name="The connection is lost")).to_be_visible()
    accessibility.check(phone)
    context.set_offline(False)
    phone.get_by_role("button", name="Try now").or_(
        phone.get_by_role("heading", name="Frame the x-ray")
    ).first.wait_for()
    expect(phone.get_by_role("heading", name="Frame the x-ray")).to_be_visible()


def test_a_dropped_phone_and_a_revoked_one_are_told(phone: Page, server: LabServer, session: str) -> None:
    [device] = server.call("GET", f"/sessions/{session}")["phones"]
    server.call("DELETE", f"/sessions/{session}/devices/{device['device']}")
    expect(phone.get_by_role("heading", name="This phone was removed from the session")).to_be_visible()
    accessibility.check(phone)


def test_a_paused_phone_is_told_and_is_ready_again_once_it_is_resumed(
    phone: Page, server: LabServer, session: str
) -> None:
    [device] = server.call("GET", f"/sessions/{session}")["phones"]
    server.call("POST", f"/sessions/{session}/devices/{device['device']}/pause")
    expect(phone.get_by_role("heading", name="Paused by the operator")).to_be_visible()
    expect(phone.get_by_text("Nothing to do.")).to_be_visible()
    accessibility.check(phone)
    server.call("POST", f"/sessions/{session}/devices/{device['device']}/resume")
    expect(phone.get_by_role("heading", name="Frame the x-ray")).to_be_visible()


def test_a_phone_that_scans_again_with_photos_waiting_hands_all_of_them_in(
    phone: Page, server: LabServer, context: BrowserContext, complaints: Complaints
) -> None:
    complaints.expected.append("ERR_FAILED")
    session = make_session(server, 6, name="again", verification="off")
    codes = server.call("GET", f"/sessions/{session}/invitations")
    display = context.browser.new_context(ignore_https_errors=True).new_page()  # type: ignore[union-attr]
    for page, role in ((display, "display"), (phone, "phone")):
        page.goto(f"{server.url}/join?code={codes[role]['code']}")
        page.get_by_role("button", name="Join").click()
    look = lambda: server.call("GET", f"/sessions/{session}")  # noqa: E731
    assert_soon(phone, lambda: look()["can"]["start"], 30)

    context.route("**/photos/**", lambda route: route.abort())
    server.call("POST", f"/sessions/{session}/start")
    assert_soon(phone, lambda: look()["phones"][0]["waiting"] == 2, 30)
    [before] = look()["phones"]
    phone.close()
    context.unroute("**/photos/**")

    again = context.new_page()
    again.goto(f"{server.url}/join?code={codes['phone']['code']}")
    again.get_by_role("button", name="Join").click()
    again.wait_for_url("**/phone/*")
    assert_soon(again, lambda: look()["progress"]["stored"] >= 2, 30)

    def finished() -> bool:
        seen = look()
        if seen["phase"] == "paused" and seen["can"]["resume"]:
            server.call("POST", f"/sessions/{session}/resume")
        return bool(seen["phase"] == "finished")

    assert_soon(again, finished, 60)
    seen = look()
    assert [phone["device"] for phone in seen["phones"]] == [before["device"]]
    assert (seen["progress"]["stored"], seen["progress"]["missing"]) == (6, 0)
    expect(again.get_by_role("heading", name="All 6 photos stored")).to_be_visible()
    display.context.close()


def test_a_spare_phone_gets_the_place_of_another(
    phone: Page, server: LabServer, session: str, context: BrowserContext
) -> None:
    code = server.call("GET", f"/sessions/{session}/invitations")["phone"]["code"]
    other = context.browser.new_context(ignore_https_errors=True, viewport={"width": 390, "height": 844})  # type: ignore[union-attr]
    spare = other.new_page()
    spare.goto(f"{server.url}/join?code={code}")
    spare.get_by_role("button", name="Join").click()
    expect(spare.locator("h2", has_text="Spare phone")).to_be_visible()
    accessibility.check(spare)
    phones = server.call("GET", f"/sessions/{session}")["phones"]
    first = next(item for item in phones if item["set"])
    second = next(item for item in phones if not item["set"])
    server.call("POST", f"/sessions/{session}/devices/{first['device']}/replace", {"with": second["device"]})
    expect(spare.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
    other.close()
