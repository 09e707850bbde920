"""Notes on photos, and the log that tells of them: filtered, paged over, downloaded."""

from __future__ import annotations

import csv as csv_files
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.pages.closed_loop import SIGN_IN
from tests.pages.lab_server import LabServer
from tests.pages.photographed import SET, make_photographed
from tests.pages.test_review import seen

pytestmark = pytest.mark.browser

COUNT = 12
NOTE = "=a pacemaker, left"


@pytest.fixture(scope="module")
def photographed(tmp_path_factory: pytest.TempPathFactory, csv: Path) -> Iterator[tuple[LabServer, str]]:
    root = tmp_path_factory.mktemp("notes") / "root"
    session = make_photographed(root, csv, COUNT, seen)
    server = LabServer(root, csv).start()
    yield server, session
    server.stop()


def test_a_note_is_written_by_key_and_button_and_found_in_log_review_and_files(
    page: Page, photographed: tuple[LabServer, str]
) -> None:
    server, session = photographed
    for turn in range(120):  # more lines than a page of the log has
        server.call("POST", f"/sessions/{session}/retakes", {"index": 1 + turn % 3})
        server.call("POST", f"/sessions/{session}/skips", {"index": 1 + turn % 3, "detail": f"round {turn}"})
    page.goto(server.url + SIGN_IN)
    page.goto(f"{server.url}/sessions/{session}")
    expect(page.locator(".tile").first).to_be_visible()

    page.keyboard.press("n")
    page.get_by_label("Note", exact=True).fill(NOTE)
    page.keyboard.press("Enter")
    expect(page.locator(".tile").first.locator(".tile-note")).to_have_text(NOTE)
    page.get_by_role("button", name="Note on the photo of 5", exact=True).click()
    page.get_by_label("Note", exact=True).fill("blurred at the edge")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".tile-note", has_text="blurred at the edge")).to_be_visible()

    rows = page.get_by_role("log").get_by_role("listitem")
    page.get_by_text("Search and download").click()
    page.get_by_label("Words").fill("NOTED ON")
    page.get_by_label("Words").press("Enter")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("blurred at the edge")
    with page.expect_download() as csv:
        page.get_by_role("link", name="Download CSV").click()
    lines = list(csv_files.DictReader(Path(csv.value.path()).read_text().splitlines()))
    assert len(lines) == 2
    with page.expect_download() as jsonl:
        page.get_by_role("link", name="Download JSON Lines").click()
    told = [json.loads(line) for line in Path(jsonl.value.path()).read_text().splitlines()]
    assert [NOTE in line["message"] for line in told] == [True, False]

    page.get_by_label("Words").fill("")
    page.get_by_label("Words").press("Enter")
    page.get_by_label("Which events").select_option("photos")
    expect(rows).to_have_count(200)
    older = page.get_by_role("button", name="Older events")
    older.click()
    expect(older).to_be_hidden()
    whole = server.call(
        "GET", f"/sessions/{session}/events?after=0&limit=1000&kind=photo&kind=retake&kind=skip"
    )
    expect(rows).to_have_count(len(whole["events"]))
    server.call("POST", f"/sessions/{session}/retakes", {"index": 4})
    expect(rows.first).to_contain_text("4")
    page.get_by_label("X-ray", exact=True).fill("5")
    page.get_by_label("X-ray", exact=True).press("Enter")
    expect(rows.first).to_contain_text("blurred at the edge")
    page.get_by_label("Words").fill("nothing like this")
    page.get_by_label("Words").press("Enter")
    expect(page.get_by_text("No event matches.")).to_be_visible()

    photos = server.call("GET", f"/sessions/{session}/photos?set={SET}")["photos"]
    assert sorted(photo["note"] for photo in photos if photo["note"]) == [NOTE, "blurred at the edge"]
