"""Addresses for phones: one that they can reach, or an explanation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import make_session, sign_in
from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser
WIFI, CABLE = "192.168.1.20", "10.0.0.5"


@pytest.fixture(scope="module")
def two_networks(tmp_path_factory: pytest.TempPathFactory, csv: Path) -> Iterator[LabServer]:
    """A server that other machines reach at two addresses."""
    lab = LabServer(tmp_path_factory.mktemp("two") / "root", csv, names=f"{WIFI},{CABLE}").start()
    yield lab
    lab.stop()


def opened_display(operator: Page, server: LabServer, session: str) -> Page:
    operator.goto(f"{server.url}/sessions/{session}")
    with operator.expect_popup() as popup:
        operator.get_by_role("link", name="Open the display on this computer").click()
    popup.value.wait_for_url(f"**/display/{session}")
    return popup.value


def test_the_operator_chooses_the_network_that_phones_are_in(page: Page, two_networks: LabServer) -> None:
    session = make_session(two_networks, 1, name="choose")
    sign_in(page, two_networks)
    display = opened_display(page, two_networks, session)
    address = page.get_by_label("Phones open this server at")
    expect(address).to_have_value(f"https://{WIFI}:{two_networks.port}")
    before = page.locator(".qr-card img").first.get_attribute("src")
    accessibility.check(page)
    address.select_option(f"https://{CABLE}:{two_networks.port}")
    expect(page.get_by_text(f"https://{CABLE}:{two_networks.port}/join").first).to_be_visible()
    expect(page.locator(".qr-card img").first).not_to_have_attribute("src", before or "")
    expect(display.get_by_text(f"https://{CABLE}:{two_networks.port}/join")).to_be_visible()
    [found] = {
        urlsplit(two_networks.call("GET", f"/sessions/{session}/invitations")[role]["url"]).hostname
        for role in ("phone", "display")
    }
    assert found == CABLE
    code = two_networks.call("GET", f"/sessions/{session}/invitations")["phone"]["code"]
    expect(display.get_by_text(f"{code[:3]}-{code[3:]}")).to_be_visible()
    accessibility.check(display)


def test_a_server_that_no_phone_reaches_shows_words_and_no_qr(operator: Page, server: LabServer) -> None:
    session = make_session(server, 1, name="unreachable")
    display = opened_display(operator, server, session)
    expect(operator.get_by_role("heading", name="No phone can join yet")).to_be_visible()
    expect(operator.get_by_text("listens on 127.0.0.1 only")).to_be_visible()
    expect(operator.locator(".qr-card img:visible")).to_have_count(0)
    expect(display.get_by_text("listens on 127.0.0.1 only")).to_be_visible()
    expect(display.locator(".qr:visible")).to_have_count(0)
    accessibility.check(operator)


def test_the_display_opens_in_a_window_of_its_own_by_a_target_for_a_thumb(
    operator: Page, server: LabServer
) -> None:
    session = make_session(server, 1, name="window")
    display = opened_display(operator, server, session)
    assert display.evaluate("[innerWidth, innerHeight]") == [1280, 720]
    box = operator.get_by_role("link", name="Open the display on this computer").bounding_box()
    assert box is not None
    assert box["height"] >= 44


@pytest.mark.parametrize("typed", ["K7M-42Q", "k7m42q", " K7M 42Q "])
def test_a_code_typed_on_the_sign_in_page_leads_on_to_joining(
    page: Page, server: LabServer, typed: str
) -> None:
    page.goto(f"{server.url}/sign-in")
    page.get_by_label("Token").fill(typed)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/join?code=K7M42Q")
    expect(page.get_by_label("Code")).to_have_value("K7M-42Q")


def test_an_aiming_session_is_listed_as_open(operator: Page, server: LabServer) -> None:
    session = make_session(server, 1, name="aimedat")
    opened_display(operator, server, session)
    operator.get_by_role("button", name="Aim", exact=True).click()
    expect(operator.get_by_role("button", name="Stop aiming")).to_be_visible()
    operator.goto(server.url)
    group = operator.locator(".session-group", has=operator.get_by_role("heading", name="Open"))
    expect(group.locator(f"a[href='/sessions/{session}']")).to_be_visible()
    expect(group.get_by_text("Aiming").first).to_be_visible()


def test_displays_of_two_stations_have_a_window_each_and_one_that_ended_is_used_again(
    operator: Page, server: LabServer
) -> None:
    sessions = [make_session(server, 1, name=name) for name in ("left", "right", "after")]
    left = opened_display(operator, server, sessions[0])
    expect(left.get_by_role("heading", name="Connect the phones")).to_be_visible()
    right = opened_display(operator, server, sessions[1])
    expect(right.get_by_role("heading", name="Connect the phones")).to_be_visible()
    assert left.url.endswith(f"/display/{sessions[0]}")
    server.call("POST", f"/sessions/{sessions[0]}/abort")
    left.wait_for_function(
        "session => navigator.locks.query().then(({ held }) => !held.some(({ name }) => name.includes(session + '')"
        " && name.startsWith('display window')))",
        arg=sessions[0],
    )
    operator.goto(f"{server.url}/sessions/{sessions[2]}")
    link = operator.get_by_role("link", name="Open the display on this computer")
    expect(link).to_have_attribute("target", "chexphoto-display")
    link.click()
    left.wait_for_url(f"**/display/{sessions[2]}")
    assert right.url.endswith(f"/display/{sessions[1]}")
