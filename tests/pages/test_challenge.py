"""A challenge on its page: declared by the operator, joined with a token, submitted to, ranked."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import SIGN_IN
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer
from tests.webapp.challenge import NAME, PHOTOS, archive, make_set, predictions

pytestmark = pytest.mark.browser


def declared(page: Page, server: LabServer, folder: Path) -> str:
    """Have the operator withhold a set and let somebody take part; return the token."""
    clean, photos = make_set(folder / "clean"), make_set(folder / "photos", PHOTOS)
    page.goto(f"{server.url}{SIGN_IN}")
    page.get_by_role("link", name="Challenges").click()
    page.get_by_role("button", name="Withhold a set").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the challenge").fill("Test 2026")
    dialog.get_by_label("What is withheld").select_option("CSVs on the server’s disk")
    dialog.get_by_label("CSV of x-rays").fill(str(clean))
    dialog.get_by_label("Folder of the x-rays").fill(str(folder / "clean"))
    dialog.get_by_label("CSV of photos").fill(str(photos))
    dialog.get_by_label("Folder of the photos").fill(str(folder / "photos"))
    dialog.get_by_role("button", name="Withhold", exact=True).click()
    expect(page.get_by_text("8 x-rays, 8 photos")).to_be_visible()
    page.get_by_role("button", name="Add participant").click()
    dialog.get_by_label("Person or team").fill("Team Röntgen")
    dialog.get_by_role("button", name="Add participant").click()
    token = page.locator("code.token").inner_text()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    return token


@pytest.mark.usefixtures("sandbox")
def test_a_challenge_from_its_declaration_to_its_leaderboard(
    page: Page, browser: Browser, server: LabServer, tmp_path: Path, complaints: Complaints
) -> None:
    token = declared(page, server, tmp_path / "withheld")
    accessibility.check(page)

    own = browser.new_context(ignore_https_errors=True)
    complaints.expected.append("401")  # nobody is signed in yet
    team = own.new_page()
    complaints.listen(team)
    team.goto(f"{server.url}/challenge")
    expect(team.get_by_label("Your token")).to_be_visible()
    accessibility.check(team)
    team.get_by_label("Your token").fill("challenge-no-such-token")
    team.get_by_role("button", name="Sign in").click()
    expect(team.get_by_text("not a participant")).to_be_visible()
    team.get_by_label("Your token").fill(token)
    team.get_by_role("button", name="Sign in").click()
    expect(team.get_by_text("2 submissions are left")).to_be_visible()
    assert team.get_by_role("button", name="Add participant").count() == 0

    (tmp_path / "predictions.csv").write_bytes(predictions(NAME, PHOTOS))
    team.get_by_label("Name of the model").fill("Oracle")
    team.get_by_label("File").set_input_files(tmp_path / "predictions.csv")
    team.get_by_role("button", name="Submit").click()
    expect(team.get_by_role("row").filter(has_text="Oracle")).to_contain_text("1.000 (1.000–1.000)")

    (tmp_path / "program.zip").write_bytes(archive("raise SystemExit('there is no model')"))
    team.get_by_label("Name of the model").fill("DenseNet-121")
    team.get_by_label("What you submit").select_option("A program (zip or tar)")
    team.get_by_label("File").set_input_files(tmp_path / "program.zip")
    team.get_by_role("button", name="Submit").click()
    expect(team.get_by_text("The program ended with exit code 1.")).to_be_visible()
    team.get_by_text("End of its log").click()
    expect(team.get_by_text("there is no model")).to_be_visible()
    expect(team.get_by_role("button", name="Submit")).to_be_disabled()
    accessibility.check(team)

    # The operator's page, open all the time, has followed.
    expect(page.get_by_role("row").filter(has_text="Oracle")).to_contain_text("Team Röntgen")
    accessibility.check(page)
    page.get_by_role("button", name="Revoke").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Revoked")).to_be_visible()
    complaints.expected += ["403", "WebSocket", "socket.io"]  # the participant's page has lost its credential
    team.reload()
    expect(team.get_by_label("Your token")).to_be_visible()
    own.close()
