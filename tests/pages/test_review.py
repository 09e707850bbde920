"""People look at photos: by keyboard, by thumb, side by side, in turn; two readers, and how far they agree."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import SIGN_IN, sign_in
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer
from tests.pages.photographed import SET, Pixels, Shot, make_photographed, tilted

pytestmark = pytest.mark.browser

COUNT = 5
NOT_LOCATED = 4
FLAGGED = 2


def seen(index: int, xray: Pixels) -> Shot:
    """Photograph an x-ray; the check found something in one, and did not find the x-ray in another."""
    shot = tilted(index, xray)
    if index == NOT_LOCATED:
        return Shot(shot.pixels, None, {})
    if index == FLAGGED:
        return Shot(shot.pixels, shot.homography, shot.measures | {"warnings": ["glare"]})
    return shot


class Reviewed:
    """A server that holds a finished session."""

    def __init__(self, server: LabServer, session: str) -> None:
        self.server = server
        self.session = session

    @property
    def address(self) -> str:
        return f"{self.server.url}/review?session={self.session}"

    def history(self, reader: str) -> list[tuple[int, str, list[str], bool]]:
        """Return what the server keeps of one reader: index, choice, reasons, taken back."""
        rows = self.server.call("GET", f"/sessions/{self.session}/reviews")["reviews"]
        return [
            (row["index"], row["choice"], row["reasons"], row["undone"])
            for row in rows
            if row["reader"] == reader and row["undoes"] is None
        ]

    def say(self, reader: str, index: int, choice: str, *reasons: str) -> None:
        body = {"set": SET, "index": index, "attempt": 1, "choice": choice, "reasons": list(reasons)}
        self.server.call("POST", f"/sessions/{self.session}/reviews", {"reader": reader, **body})


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory, csv: Path) -> Iterator[Reviewed]:
    root = tmp_path_factory.mktemp("review") / "root"
    session = make_photographed(root, csv, COUNT, seen)
    server = LabServer(root, csv).start()
    yield Reviewed(server, session)
    server.stop()


def reading(page: Page, reviewed: Reviewed, name: str) -> Page:
    """Sign in and read under a name that this browser remembers."""
    page.goto(reviewed.server.url + SIGN_IN)
    page.evaluate("name => localStorage.setItem('reviewer', name)", name)
    page.goto(reviewed.address)
    shows(page, 1)
    return page


def shows(page: Page, index: int) -> None:
    """Wait until this x-ray and the photo of it are on the screen, and the answer before is kept."""
    expect(page.get_by_text(f"x-ray {index}, attempt 1")).to_be_visible()
    for alt in (f"X-ray {index}, as it was shown", f"Photo of x-ray {index}"):
        page.locator(f'img[alt="{alt}"]').wait_for(state="attached")


@pytest.fixture
def touch(browser: Browser, complaints: Complaints) -> Iterator[Page]:
    """A phone's browser: small, and touched."""
    context: BrowserContext = browser.new_context(
        ignore_https_errors=True, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    context.on("page", complaints.listen)
    yield context.new_page()
    context.close()
    assert complaints.unexpected == []


def test_the_first_visit_asks_what_to_read_and_who_reads(page: Page, reviewed: Reviewed) -> None:
    page.goto(reviewed.server.url + SIGN_IN)
    page.get_by_role("link", name="Review").click()
    expect(page.get_by_role("checkbox")).to_be_checked()
    accessibility.check(page)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("A name has at least one letter or digit")).to_be_visible()
    page.get_by_label("Your name").fill("Dr. First")
    page.get_by_label("Which photos").select_option("flagged-first")
    page.get_by_role("button", name="Begin").click()
    shows(page, FLAGGED)
    expect(page.get_by_text("Glare", exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="Read under another name")).to_contain_text("Dr. First")
    page.reload()
    shows(page, FLAGGED)


def test_photos_are_read_by_keyboard_and_an_undone_answer_is_asked_again(
    page: Page, reviewed: Reviewed
) -> None:
    reading(page, reviewed, "Keys")
    accessibility.check(page, sizes=("desk",))
    for key, following in ((" ", 2), ("1", 3), ("4", 4)):
        page.keyboard.press(key)
        shows(page, following)
    page.keyboard.press("u")
    shows(page, 3)
    page.keyboard.press("ArrowLeft")
    shows(page, 2)
    expect(page.get_by_text("You said: not usable, glare.")).to_be_visible()
    page.keyboard.press("ArrowRight")
    shows(page, 3)
    page.keyboard.press("6")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Not usable").click()
    expect(dialog.get_by_text("Tick a reason, or describe in your own words")).to_be_visible()
    accessibility.check(page, sizes=("desk",))
    dialog.get_by_label("Blur").check()
    dialog.get_by_label("Cut off").check()
    dialog.get_by_role("button", name="Not usable").click()
    shows(page, 4)
    expected = [
        (1, "usable", [], False),
        (2, "unusable", ["glare"], False),
        (3, "unusable", ["too_dark"], True),
    ]
    assert reviewed.history("keys") == [*expected, (3, "unusable", ["blur", "cut_off"], False)]
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "3")


def test_a_reader_goes_on_where_they_stopped_and_is_told_when_all_is_read(
    page: Page, reviewed: Reviewed
) -> None:
    for index in (1, 2, 4):
        reviewed.say("Later", index, "usable")
    page.goto(reviewed.server.url + SIGN_IN)
    page.evaluate("localStorage.setItem('reviewer', 'later')")
    page.goto(reviewed.address)
    shows(page, 3)
    page.keyboard.press(" ")
    shows(page, 5)
    page.keyboard.press("n")
    page.get_by_role("dialog").get_by_label("Note").fill("a hair on the screen")
    page.get_by_role("dialog").get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press(" ")
    expect(page.get_by_role("heading", name=f"All {COUNT} photos read")).to_be_visible()
    accessibility.check(page)
    page.keyboard.press(" ")  # nothing is on the screen, so nothing is answered
    page.get_by_role("button", name="Look through them again").click()
    shows(page, 1)
    rows = reviewed.server.call("GET", f"/sessions/{reviewed.session}/reviews")["reviews"]
    notes = {row["index"]: row["note"] for row in rows if row["reader"] == "later"}
    assert notes == {1: "", 2: "", 4: "", 3: "", 5: "a hair on the screen"}


def test_a_key_right_after_a_dialog_is_meant_for_the_page(page: Page, reviewed: Reviewed) -> None:
    reading(page, reviewed, "Quick")
    page.keyboard.press("n")
    page.get_by_role("dialog").get_by_label("Note").fill("at once")
    # Within the frame in which the dialog closes: no browser has moved the focus out of it by itself then.
    page.get_by_role("dialog").get_by_role("button", name="Keep the note").evaluate(
        """async (button) => {
            button.focus();
            button.click();
            while (document.querySelector("dialog[open]")) await null;
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
        }"""
    )
    shows(page, 2)
    assert reviewed.history("quick") == [(1, "usable", [], False)]


def test_photos_are_read_by_thumb(touch: Page, reviewed: Reviewed) -> None:
    reading(touch, reviewed, "Thumb")
    accessibility.check(touch, sizes=("phone",))
    touch.get_by_role("button", name="Usable", exact=True).tap()
    shows(touch, 2)
    touch.get_by_role("button", name="Not this x-ray").tap()
    shows(touch, 3)
    touch.get_by_role("button", name="Undo").tap()
    shows(touch, 2)
    touch.get_by_role("button", name="Show the other one").tap()
    expect(touch.get_by_role("img", name="X-ray 2, as it was shown")).to_be_visible()
    expect(touch.get_by_role("img", name="Photo of x-ray 2")).to_be_hidden()
    touch.get_by_role("button", name="Side by side").tap()
    for name in ("X-ray 2, as it was shown", "Photo of x-ray 2"):
        expect(touch.get_by_role("img", name=name)).to_be_visible()
    accessibility.check(touch, sizes=("phone",))
    assert reviewed.history("thumb") == [(1, "usable", [], False), (2, "unusable", ["not_this_xray"], True)]


def test_flicker_lays_the_photo_over_its_xray(page: Page, reviewed: Reviewed) -> None:
    reading(page, reviewed, "Flicker")
    page.keyboard.press("f")
    expect(page.get_by_text("straightened onto the x-ray")).to_be_visible()
    photo = picture_of(page, "Photo of x-ray 1")
    page.keyboard.press("f")
    xray = picture_of(page, "X-ray 1, as it was shown")
    inside = slice(xray.shape[0] // 5, -xray.shape[0] // 5), slice(xray.shape[1] // 3, -xray.shape[1] // 3)
    both = np.corrcoef(photo[inside].ravel(), xray[inside].ravel())[0, 1]
    moved = np.corrcoef(np.roll(photo, 12, axis=1)[inside].ravel(), xray[inside].ravel())[0, 1]
    assert both > 0.98, both
    assert both > moved + 0.02, (both, moved)
    for following in (2, 3, NOT_LOCATED):
        page.keyboard.press("ArrowRight")
        shows(page, following)
    expect(page.get_by_text("not aligned: the x-ray was not located in it")).to_be_visible()
    accessibility.check(page, sizes=("desk",))
    accessibility.check_reflow(page)


def picture_of(page: Page, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return what the stage shows, as grey values; ``name`` is the picture that must be in sight."""
    expect(page.get_by_role("img", name=name)).to_be_visible()
    shot = page.locator(".pane-box:visible").screenshot()
    return np.asarray(Image.open(io.BytesIO(shot)).convert("L"), np.float64)


def test_a_picture_that_cannot_be_shown_cannot_be_answered(
    page: Page, reviewed: Reviewed, complaints: Complaints
) -> None:
    complaints.expected += ["503", "Failed to load resource"]
    page.goto(reviewed.server.url + SIGN_IN)
    page.evaluate("localStorage.setItem('reviewer', 'Unlucky')")
    page.route("**/photos/*/1/1/picture", lambda route: route.fulfill(status=503))
    page.goto(reviewed.address)
    expect(page.get_by_text("This picture could not be loaded.")).to_be_visible()
    accessibility.check(page, sizes=("desk",))
    page.keyboard.press(" ")
    page.unroute("**/photos/*/1/1/picture")
    page.get_by_role("button", name="Try again").click()
    shows(page, 1)
    assert reviewed.history("unlucky") == []
    page.keyboard.press(" ")
    shows(page, 2)
    assert reviewed.history("unlucky") == [(1, "usable", [], False)]


def test_an_answer_that_the_server_did_not_keep_stays_asked(
    page: Page, reviewed: Reviewed, complaints: Complaints
) -> None:
    complaints.expected.append("Failed to load resource")
    reading(page, reviewed, "Offline")
    page.route("**/reviews", lambda route: route.abort())
    page.keyboard.press("2")
    expect(page.get_by_role("alert").filter(has_text="The server does not answer.")).to_be_visible()
    shows(page, 1)
    page.unroute("**/reviews")
    page.keyboard.press("2")
    shows(page, 2)
    assert reviewed.history("offline") == [(1, "unusable", ["blur"], False)]


def test_results_name_where_two_differ_only_when_both_are_through(page: Page, reviewed: Reviewed) -> None:
    for index in range(1, COUNT + 1):
        reviewed.say("Dr. Okafor", index, "usable")
    for index in range(1, COUNT):
        reviewed.say("Dr. Lind", index, *(("unusable", "glare") if index == 2 else ("usable",)))
    sign_in(page, reviewed.server)
    page.goto(f"{reviewed.address}&view=results")
    pair = page.locator("section").filter(has=page.get_by_role("heading", name="Dr. Okafor and Dr. Lind"))
    expect(pair.get_by_text("same answer to 3 of 4 photos, 75 %")).to_be_visible()
    expect(pair.get_by_text("Listed once both have read all photos")).to_be_visible()
    reviewed.say("Dr. Lind", 5, "unusable", "blur", "too_dark")
    page.reload()
    expect(pair.get_by_text("Dr. Okafor: usable; Dr. Lind: blur, too dark")).to_be_visible()
    accessibility.check(page)


def test_a_phone_on_its_side_has_both_pictures_in_sight(page: Page, reviewed: Reviewed) -> None:
    page.set_viewport_size({"width": 844, "height": 390})
    reading(page, reviewed, "Sideways")
    pictures = page.locator(".pane-box")
    expect(pictures).to_have_count(2)
    for picture in pictures.all():
        box = picture.bounding_box()
        assert box is not None
        assert box["height"] >= 150
        assert box["y"] + box["height"] <= 390
    page.set_viewport_size({"width": 360, "height": 640})
    for mode in ("Side by side", "Flicker"):
        box = page.get_by_role("button", name=mode).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 360
        assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
