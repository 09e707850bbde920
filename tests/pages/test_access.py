"""Who has access: the printed address, a reader's link, their list, and a reader who needs no operator's token."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages import accessibility
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer
from tests.pages.photographed import make_photographed
from webapp.auth.one_time import OneTimeCodes
from webapp.reach import sign_in_address

pytestmark = pytest.mark.browser
COUNT = 2


def test_a_printed_address_signs_in_and_a_link_from_the_page_lets_a_reader_review_until_it_is_revoked(
    page: Page, browser: Browser, csv: Path, complaints: Complaints, tmp_path: Path
) -> None:
    complaints.expected += ["/api/v1/sign-in", "401"]  # an address used again, and whoever was signed out
    root = tmp_path / "root"
    session = make_photographed(root, csv, COUNT)
    server = LabServer(root, csv).start()
    try:
        sign_in_by_address(page, server, OneTimeCodes(root / "secrets").new())
        link = link_for_a_reader(page)
        accessibility.check(page)
        accessibility.check_reflow(page)
        guest = browser.new_context(ignore_https_errors=True, viewport={"width": 390, "height": 844})
        guest.on("page", complaints.listen)
        reader = guest.new_page()
        review(reader, re.sub(r"https://[^/]+", server.url, link), session)
        said = server.call("GET", f"/sessions/{session}/reviews")["reviews"]
        assert [(row["name"], row["choice"]) for row in said] == [("Dr. Ada", "usable")]
        revoke(page, "Dr. Ada")
        reader.reload()
        expect(reader).to_have_url(re.compile("/sign-in"))
        guest.close()
    finally:
        server.stop()


def sign_in_by_address(page: Page, server: LabServer, code: str) -> None:
    """Open the address twice: the second time in a browser that is signed in already."""
    for _ in range(2):
        page.goto("about:blank")
        page.goto(sign_in_address(server.url, code))
        expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
        assert code not in page.url
    expect(page.get_by_role("progressbar")).to_be_visible()
    accessibility.check_reflow(page)
    page.get_by_role("link", name="Access").click()
    expect(page.get_by_role("list", name="Sign-ins, tokens and links")).to_contain_text("this browser")


def link_for_a_reader(page: Page) -> str:
    """Make a link on the page and return it."""
    page.get_by_role("button", name="New token or link").click()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("dialog")).to_contain_text("Fill this in")
    page.get_by_label("For whom").fill("Dr. Ada")
    page.get_by_role("button", name="Create").click()
    shown = page.get_by_role("dialog").filter(has_text="shown only this once").locator("code")
    link = shown.inner_text()
    accessibility.check(page)
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.get_by_role("listitem").filter(has_text="Dr. Ada")).to_contain_text("never used")
    assert link.partition("#")[2] not in page.content()
    return link


def review(reader: Page, link: str, session: str) -> None:
    """Come by the link, choose the one session that there is, and say of its first photo that it is usable."""
    reader.goto(link)
    expect(reader.get_by_text("You review as Dr. Ada.")).to_be_visible()
    accessibility.check(reader)
    expect(reader.get_by_role("navigation").get_by_role("link")).to_have_text(["Review"])
    reader.get_by_role("button", name="Begin").click()
    expect(reader).to_have_url(re.compile(f"session={session}"))
    reader.locator('img[alt="Photo of x-ray 1"]').wait_for(state="attached")
    accessibility.check_reflow(reader)
    expect(reader.get_by_role("link", name="Results")).to_have_count(0)
    with reader.expect_response(lambda answer: answer.url.endswith("/reviews")):
        reader.keyboard.press("Space")


def revoke(page: Page, name: str) -> None:
    page.reload()
    row = page.get_by_role("listitem").filter(has_text=name)
    expect(row.filter(has_text="Link")).to_be_visible()
    expect(page.get_by_role("region", name="Record of changes")).to_contain_text(f"{name} (Reader)")
    row.filter(has_text="Link").get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row).to_have_count(0)
