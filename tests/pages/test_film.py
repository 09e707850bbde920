"""A session of films in a real browser: which one to put up, its photo, and what the server says of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.pages import accessibility
from tests.pages.lab_server import LabServer
from tests.pages.light_box import LightBox, break_camera
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
FILMS = 5
WITHOUT_IMAGE = 3


@pytest.fixture
def films(csv: Path, tmp_path: Path) -> list[Path]:
    """Five x-rays of a data set, of which one is listed and has no image."""
    header, *rows = csv.read_text().splitlines()
    paths = [Path(row.split(",")[0]) for row in rows[:FILMS]]
    for number, path in enumerate(paths, 1):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        if number != WITHOUT_IMAGE:
            shutil.copy(csv.parent.parent / path, tmp_path / path)
    (tmp_path / paths[0].parts[0] / csv.name).write_text("\n".join([header, *rows[:FILMS]]) + "\n")
    return [csv.parent.parent / path for path in paths]


@pytest.fixture
def lab(films: list[Path], csv: Path, tmp_path: Path) -> Iterator[LabServer]:
    folder = films[0].relative_to(csv.parent.parent).parts[0]
    server = LabServer(tmp_path / "root", tmp_path / folder / csv.name).start()
    yield server
    server.stop()


@pytest.fixture
def light_box(playwright: Playwright, chromium: Path) -> Iterator[LightBox]:
    placed = LightBox(playwright, chromium)
    yield placed
    placed.close()


def make_session(server: LabServer) -> str:
    wish = {"dataset": server.dataset(), "first": 1, "last": FILMS, "sets": ["films"], "capture": "film"}
    wish["settings"] = {"thumbnail": True}
    return str(server.call("POST", "/sessions", wish)["session"])


def test_films_are_put_up_and_photographed_one_after_the_other(
    lab: LabServer, light_box: LightBox, films: list[Path]
) -> None:
    session = make_session(lab)
    phone = light_box.join(lab, session)
    light_box.put_up(films[0])
    wait_until(lambda: lab.call("GET", f"/sessions/{session}")["can"]["start"], "the phone")
    lab.call("POST", f"/sessions/{session}/start")
    shutter = phone.get_by_role("button", name="Take the photo")

    def asked(index: int) -> None:
        """Wait until the phone says which film to put up, by number, patient, study and view."""
        patient, study, view = films[index - 1].with_suffix("").parts[-3:]
        words = f"Put up film {index}: {patient}, {study}, {view.replace('_', ' ')}"
        expect(phone.get_by_text(words)).to_be_visible()

    asked(1)
    accessibility.check(phone, ("phone",))
    shutter.click()
    asked(2)
    expect(phone.locator(".last-photo")).to_contain_text("Accepted")
    expect(phone.get_by_role("img", name="The x-ray that is asked for")).to_be_visible()

    shutter.click()  # the first film still hangs there
    expect(phone.get_by_role("alert").filter(has_text="2 was not accepted")).to_be_visible()
    asked(2)
    light_box.put_up(films[1])
    shutter.click()
    asked(3)

    light_box.put_up(films[2])  # there is no image to compare its photo with
    shutter.click()
    asked(4)
    expect(phone.locator(".last-photo")).to_contain_text("Not verified")
    expect(phone.locator(".last-photo")).to_contain_text("there was no x-ray to compare it with")

    break_camera(phone.context)
    phone.reload()
    asked(4)
    expect(shutter).to_be_disabled()
    accessibility.check(phone, ("phone",))
    for index in (4, 5):
        light_box.put_up(films[index - 1])
        asked(index)
        choose_file(phone, light_box.photo())
    expect(phone.get_by_role("heading", name="photos stored")).to_be_visible()

    photos = lab.call("GET", f"/sessions/{session}/photos?limit=20")["photos"]
    assert [outcome(photo) for photo in sorted(photos, key=lambda one: (one["index"], one["attempt"]))] == [
        (1, 1, "accepted", ""),
        (2, 1, "rejected", ""),
        (2, 2, "accepted", ""),
        (WITHOUT_IMAGE, 1, "accepted", "not_checked"),
        (4, 1, "accepted", ""),
        (5, 1, "accepted", ""),
    ]


def choose_file(phone: Page, data: bytes) -> None:
    """Take a photo with the phone's own camera app."""
    with phone.expect_file_chooser() as chooser:
        phone.get_by_role("button", name="Camera app").click()
    chooser.value.set_files([{"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": data}])


def outcome(photo: dict[str, Any]) -> tuple[int, int, str, str]:
    return photo["index"], photo["attempt"], photo["state"], photo["flag"]
