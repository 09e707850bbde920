"""Before a session: the display shows the first x-ray, and everybody sees how it is framed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import Station, make_session
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import stored_photos

pytestmark = pytest.mark.browser


def test_phones_are_aimed_at_the_first_xray_and_then_started(
    station: Station, server: LabServer, operator: Page
) -> None:
    session = make_session(server, 2, name="aimed", settle_ms=station.settle_ms())
    station.join(server, session)
    operator.goto(f"{server.url}/sessions/{session}")
    operator.get_by_role("button", name="Aim", exact=True).click()

    phone = station.phone
    expect(phone.get_by_role("heading", name="The x-ray is framed well")).to_be_visible()
    expect(phone.locator(".corners polyline")).to_have_count(4)
    expect(operator.get_by_text("Framed well", exact=True)).to_be_visible()
    expect(operator.locator(".sight polygon")).to_have_attribute("points", re.compile(r"^(\S+,\S+ ?){4}$"))
    expect(station.display.locator("#stage img")).to_have_count(1)
    accessibility.check(operator)
    accessibility.check(phone)

    station.block(True)
    expect(phone.locator(".corners polyline")).to_have_count(0)
    expect(phone.get_by_role("heading", name="The x-ray is framed well")).to_be_hidden()
    expect(operator.get_by_text("Not yet", exact=True)).to_be_visible()
    station.block(False)
    expect(phone.get_by_role("heading", name="The x-ray is framed well")).to_be_visible()
    assert stored_photos(server, session) == [], "frames are never photos"

    operator.get_by_role("button", name="Start").click()
    station.run_until(server, session, lambda now: now["phase"] == "finished", 60)
    expect(phone.get_by_role("heading", name="All 2 photos stored")).to_be_visible()


def test_aiming_can_be_left_again(station: Station, server: LabServer, operator: Page) -> None:
    session = make_session(server, 2, name="unaimed")
    station.join(server, session)
    operator.goto(f"{server.url}/sessions/{session}")
    operator.get_by_role("button", name="Aim", exact=True).click()
    expect(station.phone.locator(".corners polyline")).to_have_count(4)
    operator.get_by_role("button", name="Stop aiming").click()
    expect(operator.get_by_role("button", name="Aim", exact=True)).to_be_visible()
    expect(station.phone.get_by_role("heading", name="Frame the x-ray")).to_be_visible()
    expect(station.display.locator("#stage img")).to_have_count(0)
