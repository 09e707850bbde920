"""Make the pictures of the guides: real pages on a real server, with the drawn demo x-rays.

``python -m docs.make_screenshots`` runs one session in Chromium, photographed by the software camera before what the
display renders, and writes ``docs/images/*.png``, each below 150 kB.
"""

from __future__ import annotations

import re
import sys

from playwright.sync_api import Page

from dataset.phantoms import make_demo_dataset
from docs.page_pictures import DESK, MONITOR, PHONE, Studio, opened, resized, save, take_pictures
from tests.pages.closed_loop import SIGN_IN, Station, finished, make_session
from tests.pages.lab_server import LabServer
from tests.pages.pump import tripod

MOST_S, FROZEN_S = 240, 60.0


def take(studio: Studio) -> None:
    """Take all pictures."""
    csv = make_demo_dataset(studio.home / "xrays", count=30)
    with studio.server(csv, names="192.168.1.20") as server:
        go_through(studio, server)


def go_through(studio: Studio, server: LabServer) -> None:
    """Go through a session from the form to the export, with a picture of every step."""
    operator = opened(studio.browser, server.url + SIGN_IN, DESK)
    resized(opened(studio.browser, f"{server.url}/join", PHONE), "join", PHONE)
    station = Station(studio.playwright, studio.chromium)
    session = make_session(server, 24, name="phone1", settle_ms=station.settle_ms())
    operator.goto(f"{server.url}/sessions/new")
    operator.get_by_label("Phone 1 fills").fill("phone2")
    operator.get_by_role("button", name="Create session").and_(operator.locator(":enabled")).wait_for(
        timeout=60_000
    )
    save(operator, "new-session")
    operator.goto(f"{server.url}/sessions/{session}")
    operator.get_by_role("heading", name="Connect a phone").wait_for()
    operator.wait_for_timeout(500)
    save(operator, "console-connecting")
    try:
        run(station, operator, server, session)
    finally:
        station.close()


def run(station: Station, operator: Page, server: LabServer, session: str) -> None:
    """Run the part of the session with a display and a phone."""
    station.join(server, session, names=("Monitor", "Pixel 7a"))
    resized(station.display, "display-idle", MONITOR)
    aim(station, operator, server, session)
    operator.get_by_role("button", name="Start").click()
    station.run_until(server, session, lambda now: now["progress"]["accepted"] >= 12, MOST_S)
    save(operator, "console-running")
    resized(station.phone, "phone-running", PHONE)
    station.phone.get_by_role("button", name="Pause").click()
    operator.locator(".alert").wait_for()
    operator.wait_for_timeout(500)
    save(operator, "console-paused")
    resized(station.phone, "phone-paused", PHONE)
    station.phone.get_by_role("button", name="Resume").click()
    mismatch(station, operator, server, session)
    station.run_until(server, session, finished, MOST_S)
    operator.get_by_role("button", name="Export data set").wait_for()
    operator.wait_for_timeout(1500)
    save(operator, "console-finished")
    operator.goto(f"{server.url}/api/v1/sessions/{session}/report")
    resized(operator, "session-report", (1280, 1480))
    operator.goto(f"{server.url}/transforms")
    operator.get_by_text(re.compile(r"^(\d+) of \1 made$")).wait_for(timeout=180_000)
    operator.locator(".segments label", has_text="2").first.click()
    operator.wait_for_timeout(2000)
    save(operator, "transforms-page")


def aim(station: Station, operator: Page, server: LabServer, session: str) -> None:
    """Aim a phone that stands askew, then one that stands well."""
    station.knock(tripod(seed=7, level=4))
    station.run_until(server, session, lambda now: bool(now["can"]["aim"] and now["can"]["start"]), MOST_S)
    operator.get_by_role("button", name="Aim", exact=True).click()
    station.phone.locator('.corners[data-good="false"] polyline').first.wait_for()
    resized(station.phone, "phone-aiming", PHONE)
    station.knock(tripod())
    station.phone.get_by_role("heading", name="The x-ray is framed well").wait_for()
    resized(station.phone, "phone-framed", PHONE)
    operator.get_by_text("Framed well", exact=True).wait_for()
    save(operator, "console-aiming")


def mismatch(station: Station, operator: Page, server: LabServer, session: str) -> None:
    """Let the camera's picture stand still until the session pauses over it; then resume."""
    before = server.call("GET", f"/sessions/{session}")["progress"]["accepted"]
    station.run_until(server, session, lambda now: now["progress"]["accepted"] > before, MOST_S)
    station.delay(FROZEN_S)
    station.run_until(server, session, lambda now: now["phase"] == "paused", MOST_S)
    operator.locator(".mismatch figure").nth(1).wait_for()
    operator.wait_for_timeout(1000)
    save(operator, "console-mismatch")
    station.delay(0)
    operator.get_by_role("button", name="Retake and resume").click()


if __name__ == "__main__":
    sys.exit(take_pictures(take))
