"""Make the pictures of the guide to reviews: the real page, with drawn x-rays and the software camera.

``python -m docs.make_review_pictures`` fills a data root with a session, has two readers go through it, and writes
``docs/images/review*.png``.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from playwright.sync_api import Page

import transforms
from dataset.phantoms import make_demo_dataset
from docs.page_pictures import DESK, PHONE, Studio, opened, save, take_pictures
from tests.pages.closed_loop import SIGN_IN
from tests.pages.lab_server import LabServer
from tests.pages.photographed import SET, Pixels, Shot, make_photographed

COUNT = 24
NARROW = (1000, 700)
THOUGHT_MS = 1500


def by_camera(index: int, xray: Pixels) -> Shot:
    """Photograph an x-ray with the software camera, each a little worse than the one before."""
    camera = transforms.get("screen_photo")
    size = (xray.shape[1], xray.shape[0])
    params = camera.sample(level=1 + index % 3, size=size, rng=np.random.default_rng(index))
    shot = camera.render(xray, params)
    score = 0.95 - 0.04 * (index % 3)
    measures: dict[str, Any] = {"match": {"verdict": "verified", "score": score}}
    if index % 8 == 1:
        measures["warnings"] = ["glare"]
    return Shot(np.ascontiguousarray(shot.image[..., ::-1]), shot.homography, measures)


def say_what_two_readers_say(server: LabServer, session: str) -> None:
    """Let two readers go through all photos; they differ on two."""
    for reader, bad in (("Dr. Okafor", (3, 9, 17)), ("Dr. Lind", (3, 17, 21))):
        for index in range(1, COUNT + 1):
            unusable = {"choice": "unusable", "reasons": ["glare" if index % 2 else "blur"]}
            said = unusable if index in bad else {"choice": "usable"}
            photo = {"reader": reader, "set": SET, "index": index, "attempt": 1}
            server.call("POST", f"/sessions/{session}/reviews", photo | said)


def read(page: Page, server: LabServer, session: str, answers: int) -> None:
    """Open the review page as a reader and answer a few photos."""
    page.evaluate("localStorage.setItem('reviewer', 'Dr. Okafor')")
    page.goto(f"{server.url}/review?session={session}")
    for index in range(1, answers + 1):
        page.get_by_role("img", name=f"Photo of x-ray {index}", exact=True).wait_for()
        page.wait_for_timeout(THOUGHT_MS)
        page.keyboard.press("Space")
    page.get_by_role("img", name=f"Photo of x-ray {answers + 1}", exact=True).wait_for()
    page.wait_for_timeout(500)


def take(studio: Studio) -> None:
    """Take all pictures."""
    csv = make_demo_dataset(studio.home / "xrays", count=COUNT)
    session = make_photographed(studio.root, csv, COUNT, by_camera)
    with studio.server(csv) as server:
        desk = opened(studio.browser, server.url + SIGN_IN, DESK)
        phone = opened(studio.browser, server.url + SIGN_IN, PHONE, touch=True)
        review(desk, phone, server, session)


def review(page: Page, phone: Page, server: LabServer, session: str) -> None:
    """Review the session at a desk and on a phone."""
    read(page, server, session, 8)
    save(page, "review")
    phone.evaluate("localStorage.setItem('reviewer', 'Dr. Okafor')")
    phone.goto(f"{server.url}/review?session={session}")
    phone.get_by_role("img", name="Photo of x-ray 9", exact=True).wait_for()
    phone.wait_for_timeout(500)
    save(phone, "review-phone")
    say_what_two_readers_say(server, session)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    page.goto(f"{server.url}/review?session={session}&view=results")
    page.get_by_role("heading", name="Dr. Okafor and Dr. Lind").evaluate(
        "heading => heading.scrollIntoView()"
    )
    page.wait_for_timeout(500)
    save(page, "review-results")


if __name__ == "__main__":
    sys.exit(take_pictures(take))
