"""The pages that are open to anybody: join, trust, sign in, and what an error looks like."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from docs import make_trust_pictures, page_pictures
from tests.pages import accessibility
from tests.pages.closed_loop import make_session, sign_in
from tests.pages.conftest import Complaints
from tests.pages.handheld import join
from tests.pages.lab_server import TOKEN, LabServer
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

READ_NARROW = (
    *("/", "/sessions/new", "/join", "/trust", "/sign-in", "/selftest", "/help"),
    *("/overview", "/studies", "/statistics", "/transforms", "/review", "/loose", "/access"),
)


@pytest.mark.parametrize("path", ["/join", "/join?code=K7M42Q", "/trust", "/sign-in"])
def test_anybody_can_use_the_open_pages_and_they_fit_a_small_phone_and_a_thumb(
    page: Page, server: LabServer, path: str
) -> None:
    page.goto(server.url + path)
    accessibility.check(page)
    check_small(page)


def test_every_page_can_be_read_narrow_enlarged_and_without_motion(page: Page, server: LabServer) -> None:
    sign_in(page, server)
    for path in READ_NARROW:
        page.goto(server.url + path)
        expect(page.locator("h1").first).to_be_visible()
        accessibility.check_reflow(page)


def test_the_operator_signs_in_with_the_token(page: Page, server: LabServer, complaints: Complaints) -> None:
    complaints.expected.append("40")
    page.goto(server.url)
    expect(page).to_have_url(f"{server.url}/sign-in")
    page.get_by_label("Token").fill("not the token")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#token-error")).not_to_be_empty()
    page.get_by_label("Token").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()


def empty_but_the_sign_in(route: Route) -> None:
    """Answer for the pages behind the sign-in: only their address is of interest."""
    if route.request.resource_type == "document" and urlsplit(route.request.url).path != "/sign-in":
        route.fulfill(content_type="text/html", body="<!doctype html><title>empty</title>")
    else:
        route.continue_()


def test_the_sign_in_leads_to_the_page_that_was_asked_for_here_and_nowhere_else(
    page: Page, server: LabServer
) -> None:
    here = ("/transforms", "/sessions/new?from=1")
    elsewhere = ("//example.org/x", "/\\example.org", "https://example.org", "//[")
    page.route("**/*", empty_but_the_sign_in)
    for wanted, reached in [*zip(here, here, strict=True), *((one, "/") for one in elsewhere), (None, "/")]:
        page.goto(f"{server.url}/sign-in" + ("" if wanted is None else f"?{urlencode({'next': wanted})}"))
        page.get_by_label("Token").fill(TOKEN)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{server.url}{reached}")


def test_a_page_that_needs_the_operator_remembers_itself(page: Page, server: LabServer) -> None:
    page.goto(f"{server.url}/review?photos=all")
    page.get_by_label("Token").fill(TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}/review?photos=all")


KEEP = """async ([session, device]) => {
  const { Store } = await import("/static/phone/store.js");
  const { PhoneRecord } = await import("/static/phone/record.js");
  const store = await Store.open(session, device);
  const photo = { index: 1, attempt: 1, showing: 1, sha256: "ab", size: 3, type: "image/jpeg", camera: {} };
  await store.keep(new PhoneRecord(1, 1), photo, new Uint8Array([1, 2, 3]).buffer);
  store.close();
}"""
KEPT = "async () => (await indexedDB.databases()).length"


def test_a_revoked_phone_keeps_nothing_asks_no_more_and_is_led_to_the_join_page(
    page: Page, server: LabServer, complaints: Complaints
) -> None:
    complaints.expected.append("40")
    session = make_session(server, 1, name="doors")
    phone = join(page.context, server, session)
    phone.get_by_role("heading", name="Frame the x-ray").wait_for()
    [device] = server.call("GET", f"/sessions/{session}")["phones"]
    phone.evaluate(KEEP, [session, device["device"]])
    server.call("POST", f"/sessions/{session}/devices/{device['device']}/revoke")
    expect(phone.get_by_role("heading", name="This phone may no longer take part")).to_be_visible()
    expect(
        phone.get_by_text("1 photo that was not sent yet has been deleted from this phone.")
    ).to_be_visible()
    assert phone.evaluate(KEPT) == 0
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.evaluate("() => { for (const news of ['online', 'pageshow']) dispatchEvent(new Event(news)); }")
    phone.evaluate("() => fetch('/api/v1/health')")
    assert not [url for url in asked if "/socket.io/" in url]
    # As if it had been away meanwhile, with a photo.
    phone.evaluate(KEEP, [session, device["device"]])
    phone.reload()
    wait_until(
        lambda: phone.evaluate(KEPT) == 0,
        "the photo to be deleted",
        pause=lambda: phone.wait_for_timeout(100),
    )
    accessibility.check(phone)
    phone.get_by_role("link", name="Join with a code").click()
    expect(phone.get_by_role("heading", name="Join a session")).to_be_visible()


def test_the_pictures_of_the_trust_page_are_small_and_each_of_its_own_system(
    browser: Browser, server: LabServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_pictures, "IMAGES", tmp_path)
    make_trust_pictures.show(browser, server.url)
    pictures = {file.stem: file.read_bytes() for file in tmp_path.glob("*.png")}
    assert set(pictures) == set(make_trust_pictures.AGENTS)
    assert len(set(pictures.values())) == 2
    assert max(map(len, pictures.values())) < page_pictures.MOST_BYTES


def test_the_trust_page_shows_what_to_compare_and_the_way_back(page: Page, server: LabServer) -> None:
    page.goto(f"{server.url}/join?code=K7M42Q")
    page.get_by_role("link", name="Stop the certificate warning").click()
    authority = hashlib.sha256(server.fetch("/api/v1/ca.crt")).hexdigest().upper()
    pairs = ":".join(authority[at : at + 2] for at in range(0, 64, 2))
    expect(page.locator(".fingerprint code")).to_have_text(pairs)
    page.get_by_role("link", name="Back").click()
    expect(page).to_have_url(f"{server.url}/join?code=K7M42Q")


def check_small(page: Page) -> None:
    """Check that a page fits small phones, and that its targets fit a thumb."""
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 568})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        heights = page.locator("main :is(a, button, input, summary)").evaluate_all(
            "parts => parts.map((part) => [part.textContent || part.id, part.getBoundingClientRect().height])"
        )
        assert len(heights) >= 3
        assert [part for part in heights if part[1] < 44] == []


def test_a_code_is_shaped_while_it_is_typed(page: Page, server: LabServer) -> None:
    page.goto(f"{server.url}/join")
    join = page.get_by_role("button", name="Join")
    code = page.get_by_label("Code")
    code.press_sequentially("k7m4")
    expect(code).to_have_value("K7M-4")
    expect(join).to_be_disabled()
    code.press_sequentially("2q")
    expect(code).to_have_value("K7M-42Q")
    expect(join).to_be_enabled()


def test_a_wrong_code_says_so_and_can_be_corrected(
    page: Page, server: LabServer, complaints: Complaints
) -> None:
    complaints.expected.append("404")
    page.goto(f"{server.url}/join?code=ZZZZZZ")
    page.get_by_role("button", name="Join").click()
    expect(page.locator("#code-error")).not_to_be_empty()
    accessibility.check(page)


def test_opening_a_scanned_address_uses_no_invitation_up(page: Page, server: LabServer) -> None:
    session = make_session(server, 1, name="doors")
    code = server.call("GET", f"/sessions/{session}/invitations")["phone"]["code"]
    page.goto(f"{server.url}/join?code={code}")
    page.wait_for_load_state("networkidle")
    assert server.call("GET", f"/sessions/{session}")["phones"] == []
    page.get_by_label("Name of this device").fill("My phone")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"**/phone/{session}")
    [phone] = server.call("GET", f"/sessions/{session}")["phones"]
    assert phone["name"] == "My phone"


def test_the_display_opens_from_the_console_without_typing(
    operator: Page, context: BrowserContext, server: LabServer
) -> None:
    session = make_session(server, 1, name="doors")
    operator.goto(f"{server.url}/sessions/{session}")
    with context.expect_page() as opened:
        operator.get_by_role("link", name="Open the display on this computer").click()
    display = opened.value
    display.wait_for_url(f"**/display/{session}")
    expect(display.get_by_role("heading", name="Connect the phones")).to_be_visible()
    accessibility.check(display)


def test_what_is_not_there_is_said_in_plain_words(
    operator: Page, server: LabServer, complaints: Complaints
) -> None:
    complaints.expected.append("404")
    operator.goto(f"{server.url}/sessions/nosuchsession")
    expect(operator.get_by_role("heading", name="There is nothing here")).to_be_visible()
    accessibility.check(operator)


def test_a_device_without_a_credential_is_sent_to_the_join_page(page: Page, server: LabServer) -> None:
    session = make_session(server, 1, name="doors")
    for role in ("phone", "display"):
        page.goto(f"{server.url}/{role}/{session}")
        expect(page).to_have_url(f"{server.url}/join")


def test_the_app_can_be_installed(page: Page, server: LabServer) -> None:
    page.goto(f"{server.url}/join")
    manifest = page.evaluate(
        "async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json()"
    )
    assert manifest["short_name"] == "CheXphoto"
    for icon in [*manifest["icons"], {"src": "/static/icons/icon-180.png", "sizes": "180x180"}]:
        size = page.evaluate(
            "async (src) => { const image = new Image(); image.src = src; await image.decode();"
            " return image.naturalWidth; }",
            icon["src"],
        )
        assert f"{size}x{size}" == icon["sizes"]
