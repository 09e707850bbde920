"""A session by hand in real browsers: every control of the phone, and what the export says of it."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import Station, finished
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import Xrays, misfiled, stored_photos

pytestmark = pytest.mark.browser

COUNT = 5


class Hand:
    """A person at the phone, who waits for what the page says."""

    def __init__(self, station: Station, server: LabServer, session: str) -> None:
        self.station, self.server, self.session = station, server, session

    @property
    def phone(self) -> Page:
        return self.station.phone

    def until(self, holds: Any) -> dict[str, Any]:
        return self.station.run_until(self.server, self.session, holds, 90)

    def asked(self, index: int, attempt: int = 1) -> None:
        """Wait until the phone is asked for an x-ray, and may take it."""

        def shown(snapshot: dict[str, Any]) -> bool:
            phone = snapshot["phones"][0]
            there = (snapshot["index"], phone["attempt"]) == (index, attempt) and phone["doing"] == "taking"
            return there and self.shutter.is_enabled()

        self.until(shown)

    def stays(self, index: int) -> None:
        """Wait until the photo is judged good, and the x-ray waits for Next."""
        self.until(lambda snapshot: snapshot["by_hand"]["stays"] == index)

    @property
    def shutter(self) -> Any:
        return self.phone.get_by_role("button", name="Take the photo")

    def press(self, name: str) -> None:
        self.phone.get_by_role("button", name=name, exact=True).click()

    def take(self, index: int, attempt: int = 1) -> None:
        self.asked(index, attempt)
        self.shutter.click()
        self.stays(index)

    def choose_file(self, data: bytes) -> None:
        with self.phone.expect_file_chooser() as chooser:
            self.press("Camera app")
        chooser.value.set_files([{"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": data}])


@pytest.fixture
def hand(station: Station, server: LabServer) -> Iterator[Hand]:
    settings = {"settle_ms": station.settle_ms(), "goes_on": "asked", "conditions_every": 2}
    session = server.call(
        "POST",
        "/sessions",
        {
            "dataset": server.dataset(),
            "first": 1,
            "last": COUNT,
            "sets": ["iphone1k"],
            "overlap": True,
            "capture": "by_hand",
            "conditions": {"room_light": "Off"},
            "settings": settings,
        },
    )["session"]
    station.join(server, session)
    station.run_until(server, session, lambda snapshot: bool(snapshot["can"]["start"]), 120)
    server.call("POST", f"/sessions/{session}/start")
    yield Hand(station, server, session)
    station.leave()


def test_a_person_walks_through_a_session_by_hand(
    hand: Hand, station: Station, server: LabServer, xrays: Xrays
) -> None:
    # Shutter, and once more because the person is not content.
    hand.asked(1)
    picture(hand.phone, "by-hand")
    accessibility.check(hand.phone, ("phone",))
    hand.shutter.click()
    hand.stays(1)
    picture(hand.phone, "by-hand-next")
    hand.press("Take it again")
    hand.take(1, 2)
    hand.press("Next")
    earlier = station.pump.photo()
    # A presenter remote at the display: the shutter, then the next x-ray.
    hand.asked(2)
    station.display.keyboard.press("PageDown")
    hand.stays(2)
    station.display.keyboard.press("PageDown")
    # Back, and on again.
    hand.asked(3)
    hand.press("Back to 2")
    hand.take(2, 2)
    hand.press("Next")
    # Skip, with a reason.
    hand.asked(3)
    hand.press("Skip")
    hand.press("Cannot be read")
    # The camera app: a file of another x-ray is refused and the x-ray stays; the right one is taken.
    hand.asked(4)
    hand.choose_file(earlier)
    expect(hand.phone.get_by_text("4 was not accepted")).to_be_visible()
    hand.asked(4, 2)
    picture(hand.phone, "by-hand-rejected")
    hand.choose_file(station.pump.photo())
    hand.stays(4)
    # The light is switched on: from here on, not before.
    hand.press("Has anything changed?")
    hand.phone.get_by_label("Room light").select_option("On")
    picture(hand.phone, "by-hand-conditions")
    hand.press("These hold from now on")
    expect(hand.phone.get_by_role("button", name="Conditions", exact=True)).to_be_visible()
    hand.press("Next")
    hand.asked(5)
    hand.phone.locator("body").press("Enter")
    hand.stays(5)
    hand.press("Next")
    hand.until(finished)
    assert misfiled(server, hand.session, xrays, station.scene) == []
    accepted = {
        (photo["index"], photo["attempt"])
        for photo in stored_photos(server, hand.session)
        if photo["state"] == "accepted"
    }
    assert accepted == {(1, 2), (2, 2), (4, 2), (5, 1)}
    snapshot = server.call("GET", f"/sessions/{hand.session}")
    assert [(skip["index"], skip["reason"]) for skip in snapshot["skips"]] == [(3, "Cannot be read")]
    light = {int(row["index"]): row["room_light"] for row in manifest(server, hand.session)}
    assert light == {1: "Off", 2: "Off", 4: "Off", 5: "On"}


def manifest(server: LabServer, session: str) -> list[dict[str, str]]:
    data = server.fetch(f"/api/v1/export?session={session}&name=made")
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        (name,) = (name for name in zipped.namelist() if name.endswith("manifest.csv"))
        return list(csv.DictReader(io.StringIO(zipped.read(name).decode())))


def picture(page: Page, name: str) -> None:
    """Keep a screenshot to look at, at a phone's size and in landscape, where ``PICTURES`` names a folder."""
    folder = os.environ.get("PICTURES")
    if not folder:
        return
    before = page.viewport_size
    for turn, size in (("portrait", (390, 844)), ("landscape", (844, 390))):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.screenshot(path=f"{folder}/{name}-{turn}.png")
    if before:
        page.set_viewport_size(before)
