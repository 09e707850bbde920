"""Make the pictures of the guide to loose photos: the real page, with drawn x-rays and the software camera.

``python -m docs.make_loose_pictures`` drops a pile onto the page, two of whose x-rays look the same, and writes
``docs/images/loose*.png``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from docs.page_pictures import DESK, PHONE, Studio, opened, resized, save, take_pictures
from tests.pages.closed_loop import SIGN_IN
from tests.webapp.loose_photos import make_xrays, photo_file

SHOWN_TALL = (DESK[0], 1120)


def put_in_order(folder: Path) -> list[Path]:
    """Write photos of x-rays 1 to 5, one of them taken twice."""
    files = []
    for number, shown in enumerate((1, 2, 3, 3, 4, 5), start=412):
        file = folder / f"IMG_{number:04d}.JPG"
        file.write_bytes(photo_file(shown, seed=number))
        files.append(file)
    return files


def take(studio: Studio) -> None:
    """Take both pictures."""
    photos = studio.home / "photos"
    photos.mkdir()
    with studio.server(make_xrays(studio.home / "xrays", copies={6: 2})) as server:
        bring_in(opened(studio.browser, server.url + SIGN_IN, DESK), server.url, put_in_order(photos))


def bring_in(page: Page, url: str, photos: list[Path]) -> None:
    """Bring the photos in, choose a candidate for the doubtful one, and take the pictures."""
    page.goto(f"{url}/loose")
    page.get_by_label("Title").fill("Afternoon of 4 May")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/loose/*")
    page.locator("#photos").set_input_files(photos)
    expect(page.get_by_text("5 assigned").first).to_be_visible(timeout=120_000)
    page.keyboard.press("1")
    page.wait_for_timeout(800)
    page.set_viewport_size({"width": SHOWN_TALL[0], "height": SHOWN_TALL[1]})
    page.wait_for_timeout(400)
    save(page, "loose")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.locator(".decider").evaluate("(decider) => decider.scrollIntoView()")
    resized(page, "loose-phone", PHONE)


if __name__ == "__main__":
    sys.exit(take_pictures(take))
