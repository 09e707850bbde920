"""Statistics of a data set on their page; a synthetic set that somebody judges, and the share that was found fit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import SIGN_IN
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer
from webapp.cli.main import cli

pytestmark = pytest.mark.browser

XRAYS = 2
LEVELS = 2


def synthesised(csv: Path, out: Path) -> Path:
    """Make a synthetic data set of the first x-rays at two levels."""
    recipe = ["--pipeline", "contrast_up", "--levels", "1,2", "--limit", str(XRAYS), "--workers", "1"]
    made = CliRunner().invoke(
        cli, ["synthesize", "--csv", str(csv), "--out", str(out), "--name", "Ours-v1.0", *recipe]
    )
    assert made.exit_code == 0, made.output
    return out / "Ours-v1.0"


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page at both sizes where somebody asked for pictures."""
    if folder := os.environ.get("CHEXPHOTO_PAGE_PICTURES"):
        for width, height in accessibility.SIZES.values():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_a_data_set_is_counted_and_a_synthetic_set_of_it_judged(
    page: Page, server: LabServer, csv: Path, tmp_path: Path, complaints: Complaints
) -> None:
    complaints.expected.append("Failed to load resource")
    made = synthesised(csv, tmp_path)
    page.goto(f"{server.url}{SIGN_IN}")
    page.get_by_role("link", name="Studies").click()
    page.get_by_role("link", name="Statistics").click()
    page.get_by_role("link", name=csv.stem).first.click()
    observations = page.get_by_role("region", name="Observations of train")
    expect(observations.get_by_role("columnheader", name="Negative (%)")).to_be_visible()
    expect(observations.get_by_role("row")).to_have_count(15)
    page.get_by_label("Blank cells").select_option("apart")
    expect(observations.get_by_role("columnheader", name="Blank (%)")).to_be_visible()
    plot = page.get_by_role("img", name="Labels of each observation")
    expect(plot).to_have_js_property("complete", True)
    assert plot.evaluate("image => image.naturalWidth") > 0
    latex = page.get_by_role("link", name="LaTeX").get_attribute("href") or ""
    assert "blank=apart" in latex
    assert "toprule" in page.request.get(f"{server.url}{latex}").text()
    accessibility.check(page)
    picture(page, "statistics")

    page.get_by_role("link", name="Review").click()
    page.get_by_role("button", name="Draw images of a data set").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the sample").fill("Contrast")
    dialog.get_by_label("Folder of the data set").fill(str(made / "nowhere"))
    dialog.get_by_role("button", name="Draw").click()
    expect(dialog.get_by_text("there is no folder")).to_be_visible()
    picture(page, "sample-dialog")
    accessibility.check(page, sizes=("desk",))
    dialog.get_by_label("Folder of the data set").fill(str(made))
    dialog.get_by_role("button", name="Draw").click()

    expect(page.get_by_role("checkbox", name="Contrast")).to_be_checked()
    page.get_by_label("Your name").fill("Dr. Lind")
    picture(page, "review-chooser")
    page.get_by_role("button", name="Begin").click()
    for number in range(1, XRAYS * LEVELS + 1):
        expect(page.get_by_text(f"image {number}", exact=True)).to_be_visible()
        page.locator(f'img[alt="Image {number}"]').wait_for(state="attached")
        page.locator(f'img[alt="X-ray of image {number}"]').wait_for(state="attached")
        assert "contrast_up" not in page.locator("main").inner_text()
        if number == 1:
            picture(page, "review-image")
            page.get_by_role("button", name="Glare").click()
        else:
            page.get_by_role("button", name="Fit for diagnosis").click()
    expect(page.get_by_text(f"All {XRAYS * LEVELS} photos read")).to_be_visible()
    page.get_by_role("link", name="Results").first.click()
    fitness = page.get_by_role("region", name="Fit for diagnosis, by set")
    expect(fitness.get_by_role("row")).to_have_count(LEVELS + 1)
    expect(fitness.get_by_role("row", name="50.0 %")).to_contain_text("9.5 % to 90.5 %")
    expect(fitness.get_by_role("row", name="100.0 %")).to_contain_text("34.2 % to 100.0 %")
    accessibility.check(page)
    picture(page, "review-results")
