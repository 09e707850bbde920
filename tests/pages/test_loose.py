"""The page of loose photos: dropped in, assigned, and the doubtful one decided by a person with the keyboard."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.pages.accessibility import check
from tests.pages.closed_loop import sign_in
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer
from tests.webapp.loose_photos import holiday, make_xrays, photo_file


@pytest.fixture(scope="module")
def loose_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """A lab with six x-rays of which two are the same picture."""
    folder = tmp_path_factory.mktemp("loose")
    lab = LabServer(folder / "root", make_xrays(folder / "xrays", copies={6: 2})).start()
    yield lab
    lab.stop()


@pytest.fixture
def pile(page: Page, loose_server: LabServer) -> Page:
    sign_in(page, loose_server)
    page.goto(f"{loose_server.url}/loose")
    title = page.get_by_label("Title")
    title.fill(f"Pile {page.evaluate('Date.now()')}")
    page.get_by_label("Set", exact=True).fill("iphone1k")
    check(page)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/loose/*")
    return page


def drop(page: Page, files: dict[str, bytes]) -> None:
    """Drop files onto the page as a person would."""
    given = [[name, base64.b64encode(data).decode()] for name, data in files.items()]
    page.evaluate(
        """(files) => {
            const dropped = new DataTransfer();
            for (const [name, data] of files)
                dropped.items.add(new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], name));
            const drop = new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true });
            document.body.dispatchEvent(drop);
        }""",
        given,
    )


def test_photos_dropped_in_are_assigned_and_the_doubtful_one_is_decided_by_keyboard(pile: Page) -> None:
    drop(pile, {"IMG_10.JPG": photo_file(3), "IMG_9.JPG": photo_file(2), "IMG_8.JPG": photo_file(1)})
    expect(pile.get_by_text("Assigned to 3 by its content.")).to_be_visible()
    expect(pile.get_by_text("Assigned to 1 by its content.")).to_be_visible()
    decider = pile.get_by_role("region", name="A photo to decide about")
    expect(decider.get_by_role("heading")).to_have_text("IMG_9.JPG, 1 of 1 to decide")
    assign = decider.get_by_role("button", name=re.compile("^Assign"))
    expect(assign).to_be_disabled()
    expect(decider.locator("[aria-pressed=true]")).to_have_count(0)
    check(pile)
    for width, height in ((844, 390), (360, 640)):
        pile.set_viewport_size({"width": width, "height": height})
        bar = decider.locator(".decider-actions").bounding_box()
        assert bar is not None
        assert bar["height"] <= height / 5
        assert assign.bounding_box()["height"] >= 44  # type: ignore[index]
    pile.set_viewport_size({"width": 1440, "height": 900})
    pile.keyboard.press("2")
    expect(decider.locator("[aria-pressed=true]")).to_have_count(1)
    expect(decider.get_by_role("img", name=re.compile(r"X-ray [26]$"))).to_be_visible()
    check(pile)
    pile.keyboard.press("Space")
    expect(pile.get_by_text(re.compile(r"Assigned to [26] by operator\."))).to_be_visible()
    expect(decider).to_be_hidden()


def test_getting_to_know_the_xrays_says_how_far_it_is_and_can_be_stopped(pile: Page) -> None:
    address = pile.url.rsplit("/", 1)[1]
    pace = {"stage": "describing", "done": 3200, "total": 10000, "seconds_left": 412, "stopped": False}
    asked: list[str] = []

    def told(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(json=answer.json() | {"preparing": pace, "counts": {"waiting": 12}})

    def ordered(route: Route) -> None:
        asked.append(route.request.url.rsplit("/", 1)[1])
        pace.update(stopped=asked[-1] == "stop", seconds_left=None)
        route.fulfill(json=pace)

    pile.route(f"**/api/v1/loose/{address}", told)
    pile.route("**/preparing/*", ordered)
    pile.reload()
    said, stop, resume = (
        pile.locator(".preparing [role=status]"),
        pile.get_by_role("button", name="Stop"),
        pile.get_by_role("button", name="Resume"),
    )
    expect(said).to_contain_text("3,200 of 10,000")
    expect(said).to_contain_text(re.compile(r"\d+\smin left"))
    expect(resume).to_be_hidden()
    check(pile)
    pile.set_viewport_size({"width": 390, "height": 844})
    assert stop.bounding_box()["height"] >= 44  # type: ignore[index]
    stop.click()
    expect(said).to_contain_text("Stopped after 3,200 of 10,000 x-rays.")
    expect(stop).to_be_hidden()
    check(pile)
    resume.click()
    expect(said).to_contain_text("Preparing the x-rays")
    assert asked == ["stop", "resume"]


def test_a_photo_of_no_xray_is_left_out_and_one_that_is_broken_is_named(
    pile: Page, complaints: Complaints
) -> None:
    complaints.expected.append("422")
    drop(pile, {"beach.jpg": holiday(), "cut.jpg": photo_file(4)[:-500]})
    expect(pile.get_by_role("alert").filter(has_text="cut.jpg")).to_contain_text("its end is missing")
    decider = pile.get_by_role("region", name="A photo to decide about")
    expect(decider).to_contain_text("No x-ray was recognised in it.")
    pile.keyboard.press("0")
    expect(pile.get_by_text("Left out by operator.")).to_be_visible()
    pile.get_by_role("button", name="beach.jpg").click()
    decider.get_by_label("Another x-ray, by number").fill("4")
    decider.get_by_role("button", name="Assign to 4").click()
    expect(pile.get_by_text("Assigned to 4 by operator.")).to_be_visible()


def test_a_pile_that_does_not_exist_is_not_found(
    page: Page, loose_server: LabServer, complaints: Complaints
) -> None:
    complaints.expected.append("404")
    sign_in(page, loose_server)
    page.goto(f"{loose_server.url}/loose/abcdefgh")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()


def test_the_file_picker_takes_many_photos(pile: Page, tmp_path: Path) -> None:
    files = []
    for number in (1, 4):
        (tmp_path / f"{number}.jpg").write_bytes(photo_file(number, seed=5))
        files.append(tmp_path / f"{number}.jpg")
    pile.locator("#photos").set_input_files(files)
    expect(pile.get_by_text("2 photos sent")).to_be_visible()
    expect(pile.get_by_text("Assigned to 4 by its content.")).to_be_visible()


def drop_from_disk(page: Page, file: Path) -> None:
    """Drop a file or folder as a file manager hands it over."""
    cdp = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    for step in ("dragEnter", "dragOver", "drop"):
        cdp.send("Input.dispatchDragEvent", {"type": step, "x": 300, "y": 300, "data": data})


def test_a_folder_gives_the_photos_in_it_and_the_lab_page_says_what_to_do(
    pile: Page, loose_server: LabServer, tmp_path: Path
) -> None:
    folder = tmp_path / "DCIM"
    (folder / "100APPLE").mkdir(parents=True)
    (folder / "100APPLE" / "IMG_1.JPG").write_bytes(photo_file(3, seed=11))
    (folder / "._IMG_1.JPG").write_bytes(b"what a Mac leaves behind")
    (folder / "notes.txt").write_text("not a photo")
    drop_from_disk(pile, folder)
    expect(pile.get_by_text("1 photo sent")).to_be_visible()
    expect(pile.get_by_text("Assigned to 3 by its content.")).to_be_visible()
    (tmp_path / "empty").mkdir()
    drop_from_disk(pile, tmp_path / "empty")
    expect(pile.get_by_text("There are no photos in this folder")).to_be_visible()
    pile.goto(f"{loose_server.url}/transforms")
    expect(pile.get_by_role("button", name="Other x-ray")).to_be_visible()
    drop_from_disk(pile, folder)
    expect(pile.get_by_text("This is a folder. Drop a single x-ray instead.")).to_be_visible()


def test_a_session_over_copies_may_treat_them_as_one(page: Page, loose_server: LabServer) -> None:
    sign_in(page, loose_server)
    page.goto(f"{loose_server.url}/sessions/new")
    page.get_by_label("Phone 1 fills").fill("copies1k")
    page.get_by_label("From", exact=True).fill("3")
    choice = page.get_by_role("checkbox", name=re.compile("^Treat copies as one"))
    create = page.get_by_role("button", name="Create session")
    expect(create).to_be_enabled(timeout=240_000)
    expect(choice).to_be_hidden()
    page.get_by_label("From", exact=True).fill("1")
    expect(page.get_by_text("These x-rays show the same picture: 2 = 6")).to_be_visible(timeout=240_000)
    choice.check()
    check(page)
    create.click()
    page.wait_for_url(re.compile("/sessions/(?!new)"))
    made = loose_server.call("GET", f"/sessions/{page.url.rsplit('/', 1)[1]}")
    assert made["copies"] == [[2, 6]]
