"""The pixels have the last word: stale, black and badly framed photos never become part of the data set."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import (
    Station,
    make_session,
    resume_until,
    resume_until_accepted,
    resume_until_finished,
    start,
)
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import Xrays, check_complete, stored_photos
from tests.pages.pump import tripod

pytestmark = pytest.mark.browser

HASTY, LONG = 16, 12
REJECTED = {"black_screen": "it shows a black screen", "wrong_xray": r"it shows (another x-ray|x-ray \d+)"}
"""Why a photo is rejected that is late or of a hand, and the pattern by which the story says it."""


def test_without_the_settle_rule_every_stale_photo_is_caught(
    station: Station, server: LabServer, xrays: Xrays
) -> None:
    session = make_session(server, HASTY, name="hasty", settle_ms=0, fresh_frames=0)
    station.join(server, session)
    start(station, server, session)
    resume_until_accepted(station, server, session, 2)
    # Longer than any phone takes to its shutter, so that photos are stale on a fast machine too.
    station.delay(2.0)
    paused(station, server, session)
    station.delay(0)
    resume_until_finished(station, server, session)
    check_complete(station.scene, server, session, xrays, HASTY)
    photos = stored_photos(server, session)
    stale = [
        photo
        for photo in photos
        if xrays.which(server.fetch(photo["url"]), station.scene.homographies)[0] != photo["index"]
    ]
    assert stale, "without the settle rule some photo is stale, or this test proves nothing"
    assert {photo["state"] for photo in stale} == {"rejected"}


def test_a_camera_that_is_knocked_blocked_and_late_ends_with_a_right_data_set(
    station: Station, server: LabServer, xrays: Xrays, operator: Page
) -> None:
    session = make_session(server, LONG, first=9, name="unlucky", settle_ms=station.settle_ms())
    station.join(server, session)
    start(station, server, session)
    operator.goto(f"{server.url}/sessions/{session}")

    resume_until_accepted(station, server, session, 2)
    station.knock(tripod(seed=11, level=2))
    resume_until_accepted(station, server, session, 4)

    station.block(True)
    paused_over(station, server, session, "black_screen")
    expect(operator.locator(".alert")).to_contain_text("black screen")
    expect(station.phone.get_by_role("heading", name="Paused")).to_be_visible()
    station.block(False)
    operator.get_by_role("button", name="Retake and resume").click()
    resume_until_accepted(station, server, session, 6)

    station.delay(4.0)
    # What was on the display before, or between two x-rays: the time of the shot decides.
    late = paused_over(station, server, session, *REJECTED)
    pictures = operator.locator(".mismatch figure")
    expect(pictures.filter(has_text=f"Expected x-ray {late['index']}")).to_be_visible()
    expect(pictures.filter(has_text=f"Not {late['index']}")).to_be_visible()
    accessibility.check(operator)
    accessibility.check(station.phone)
    station.delay(0)
    operator.get_by_role("button", name="Retake and resume").click()
    resume_until_finished(station, server, session)

    check_complete(station.scene, server, session, xrays, LONG, 9)
    codes = {photo["code"] for photo in stored_photos(server, session) if photo["state"] == "rejected"}
    assert codes >= {"black_screen", late["code"]}
    said = [pattern for code, pattern in REJECTED.items() if code in codes]
    story = json.dumps(server.call("GET", f"/sessions/{session}/events?limit=1000"))
    assert [pattern for pattern in said if not re.search(pattern, story)] == []
    check_report(operator, server, session, said)


def check_report(operator: Page, server: LabServer, session: str, said: list[str]) -> None:
    """The report tells the story to whoever was not there."""
    operator.goto(f"{server.url}/api/v1/sessions/{session}/report")
    expect(operator.get_by_text(f"{LONG} of {LONG} photos accepted")).to_be_visible()
    told = operator.locator(".story")
    for pattern in said:
        expect(told).to_contain_text(re.compile(f"was rejected: {pattern}"))
    rejected = operator.locator(".sheet .rejected")
    expect(rejected.first).to_contain_text("Rejected.")
    expect(rejected.first.locator("image")).to_be_visible()
    expect(operator.locator(".plot").filter(has_text="Tilt").first.locator("svg")).to_be_visible()
    accessibility.check(operator)


def paused(station: Station, server: LabServer, session: str) -> dict[str, Any]:
    """Wait until the session has paused by itself, be it over the last photo; return the reason."""
    now = station.run_until(server, session, lambda now: now["phase"] not in ("running", "finishing"), 120)
    assert now["phase"] == "paused", now
    return dict(now["reason"])


def paused_over(station: Station, server: LabServer, session: str, *codes: str) -> dict[str, Any]:
    """Return the reason of the first pause for one of ``codes``; a slow machine may pause for others before."""

    def over(now: dict[str, Any]) -> bool:
        return bool(now["phase"] == "paused" and now["reason"]["code"] in codes)

    return dict(resume_until(station, server, session, over)["reason"])
