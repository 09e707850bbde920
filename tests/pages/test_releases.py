"""A release on its page: ordered from synthetic images, followed, checked, broken, and checked again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import SIGN_IN
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

MAKE_JOB = """async () => {
  const { call, post } = await import("/static/shared/api.js");
  const { datasets } = await call("/datasets");
  const order = { dataset: datasets[0].id, pipelines: ["contrast_up"], limit: 2, name: "Contrast-v1.0", workers: 1 };
  return (await post("/jobs", order)).id;
}"""
STATE = """async (id) => (await (await import("/static/shared/api.js")).call(`/jobs/${id}`)).state"""
WAIT_MS = 90_000


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page at both sizes where somebody asked for pictures."""
    if folder := os.environ.get("CHEXPHOTO_PAGE_PICTURES"):
        for width, height in accessibility.SIZES.values():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=f"{folder}/{name}-{width}.png")


def test_a_release_is_ordered_followed_and_checked(
    page: Page, server: LabServer, complaints: Complaints
) -> None:
    complaints.expected.append("Failed to load resource")  # a release of nothing
    page.goto(f"{server.url}{SIGN_IN}")
    job = page.evaluate(MAKE_JOB)
    wait_until(lambda: page.evaluate(STATE, job) == "done", "the synthetic images", 90)
    page.get_by_role("link", name="Studies").click()
    page.get_by_role("link", name="Releases").click()
    expect(page.get_by_text("No release yet")).to_be_visible()
    expect(page.get_by_text("CheXpert's terms do not allow everything")).to_be_visible()

    page.get_by_role("button", name="New release").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the data set").fill("../elsewhere")
    dialog.get_by_role("button", name="Make the release").click()
    expect(dialog.get_by_text("Letters, figures, dot")).to_be_visible()
    dialog.get_by_label("Name of the data set").fill("Ours-v1.0")
    dialog.get_by_role("button", name="Make the release").click()
    expect(dialog.get_by_text("Choose what goes into the release")).to_be_visible()
    dialog.get_by_label("Licence").fill("CC-BY-NC-4.0")
    dialog.get_by_label("Contrast-v1.0: contrast_up").check()
    accessibility.check(page)
    picture(page, "release-dialog")
    dialog.get_by_role("button", name="Make the release").click()

    card = page.get_by_role("listitem").filter(has_text="Ours-v1.0")
    expect(card.get_by_text("Done")).to_be_visible(timeout=WAIT_MS)
    expect(card.get_by_text("Licence: CC-BY-NC-4.0")).to_be_visible()
    root = Path(card.locator(".folder").inner_text())
    assert len(list(root.rglob("*.jpg"))) == 2
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_text("The check found no faults")).to_be_visible(timeout=WAIT_MS)
    accessibility.check(page)
    next(root.rglob("*.jpg")).write_bytes(b"")
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_text("The check found 3 faults")).to_be_visible(timeout=WAIT_MS)
    expect(card.get_by_text("Take the file from the source again").first).to_be_visible()
    accessibility.check(page)
    picture(page, "releases")
