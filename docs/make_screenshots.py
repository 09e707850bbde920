"""Make the pictures of the guides: real pages on a real server, with the drawn demo x-rays.

``python -m docs.make_screenshots`` runs one session in Chromium, photographed by the software camera before what the
display renders, and writes ``docs/images/*.png``, each below 150 kB.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from dataset.phantoms import make_demo_dataset
from tests.chromium import find_chromium
from tests.pages.closed_loop import SIGN_IN, SWITCHES, Station, finished, make_session
from tests.pages.lab_server import LabServer
from tests.pages.pump import tripod

IMAGES = Path(__file__).parent / "images"
DESK, PHONE, MONITOR = (1280, 800), (390, 844), (1280, 720)
MOST_BYTES = 150_000
MOST_S, FROZEN_S = 240, 60.0


def save(page: Page, name: str) -> None:
    """Write what ``page`` shows as a small PNG."""
    write(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), name)


def write(picture: Image.Image, name: str) -> None:
    """Write a picture as a small PNG: with fewer colours, and smaller, until it is small enough."""
    for colours, scale in ((256, 1.0), (128, 1.0), (128, 0.85), (96, 0.7), (64, 0.6)):
        size = (round(picture.width * scale), round(picture.height * scale))
        written = io.BytesIO()
        reduced = picture.resize(size, Image.Resampling.LANCZOS)
        reduced.quantize(colours, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
        if len(written.getvalue()) < MOST_BYTES:
            break
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / f"{name}.png").write_bytes(written.getvalue())
    print(f"{name}.png {size[0]}x{size[1]} {len(written.getvalue()) // 1000} kB", flush=True)


def opened(browser: Browser, url: str, size: tuple[int, int]) -> Page:
    """Open a page in a profile of its own."""
    context = browser.new_context(ignore_https_errors=True, viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.goto(url)
    return page


def resized(page: Page, name: str, size: tuple[int, int]) -> None:
    """Take a picture at another size than the page has now."""
    before = page.viewport_size
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(400)
    save(page, name)
    if before:
        page.set_viewport_size(before)


def take(playwright: Playwright, chromium: Path, server: LabServer) -> None:
    """Go through a session from the form to the export, with a picture of every step."""
    browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
    operator = opened(browser, server.url + SIGN_IN, DESK)
    resized(opened(browser, f"{server.url}/join", PHONE), "join", PHONE)
    station = Station(playwright, chromium)
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
        browser.close()


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
    operator.goto(server.url)
    operator.get_by_text("of 24 photos stored").wait_for()
    save(operator, "sessions")
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


def main() -> int:
    """Take all pictures; return 1 without a browser."""
    chromium = find_chromium()
    if chromium is None:
        print("no Chromium: no pictures", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        csv = make_demo_dataset(Path(folder) / "xrays", count=30)
        server = LabServer(Path(folder) / "root", csv, names="192.168.1.20").start()
        try:
            take(playwright, chromium, server)
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
