"""The transforms page: every transform of an x-ray is seen, one opened, changed, chained and taken away."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from dataset.images.encode import encode_image
from tests.pages import accessibility
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser
ALL_MADE = re.compile(r"^(\d+) of \1 made$")
DROP = """async ([bytes, name]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name));
  for (const type of ["dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""

PIXELS = """async (image) => {
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0, 64, 64);
  return [image.naturalWidth, image.naturalHeight, Array.from(context.getImageData(0, 0, 64, 64).data)];
}"""


@pytest.fixture
def transforms(operator: Page, server: LabServer) -> Page:
    """The page with its first x-ray opened."""
    operator.goto(f"{server.url}/transforms")
    operator.get_by_label("Data set", exact=True).first.select_option(server.dataset())
    expect(opened(operator)).to_have_js_property("complete", True)
    expect(operator.locator(".compare")).to_have_attribute("aria-busy", "false")
    return operator


def opened(page: Page) -> Locator:
    """The picture after the pipeline."""
    return page.get_by_alt_text("The x-ray after the pipeline")


def size(page: Page) -> tuple[int, int]:
    """(width, height) of the opened variant, once it is there."""
    return look(page)[0]


def picture(page: Page) -> list[int]:
    """The opened variant's pixels, reduced to 64 x 64."""
    return look(page)[1]


def look(page: Page) -> tuple[tuple[int, int], list[int]]:
    expect(page.locator(".compare")).to_have_attribute("aria-busy", "false")
    width, height, values = opened(page).evaluate(PIXELS)
    return (width, height), values


def steps(page: Page) -> list[str]:
    return page.get_by_role("group", name="Pipeline").locator(".step").all_inner_texts()


def small_xray() -> bytes:
    return encode_image(np.add.outer(np.arange(90), np.arange(120)).astype(np.uint8), "png")


def test_the_sheet_fills_with_every_transform_at_every_level(transforms: Page) -> None:
    expect(transforms.get_by_text(ALL_MADE)).to_be_visible(timeout=120_000)
    shown = transforms.locator(".sheet-rows .cell img:visible")
    names = transforms.locator(".sheet-rows .sheet-name b").all_inner_texts()
    assert {"glare_matte", "screen_photo", "film_photo", "identity"} <= set(names)
    expect(shown).to_have_count(4 * len(names))
    assert transforms.locator(".cell.failed").count() == 0
    accessibility.check(transforms)


def test_a_transform_is_opened_and_drawn_anew_with_level_and_seed(transforms: Page) -> None:
    transforms.get_by_role("button", name="rotation, level 3").click()
    assert steps(transforms) == ["rotation"]
    expect(transforms.get_by_role("radio", name="3")).to_be_checked()
    first = size(transforms)
    transforms.locator(".segments label", has_text="4").click()
    expect(transforms.get_by_role("button", name="rotation, level 4").last).to_have_attribute(
        "aria-pressed", "true"
    )
    assert size(transforms) != first
    transforms.get_by_role("button", name="glare_matte, level 4").last.click()
    here = picture(transforms)
    transforms.get_by_label("Seed", exact=True).fill("24")
    transforms.get_by_label("Seed", exact=True).blur()
    expect(transforms.locator(".code-line pre")).to_contain_text("seed=24")
    assert picture(transforms) != here


def test_before_and_after_are_compared_by_a_handle(transforms: Page) -> None:
    handle = transforms.get_by_role("slider")
    assert handle.input_value() == "50"
    handle.press("ArrowRight")
    assert handle.input_value() == "52"
    box = transforms.locator(".compare").bounding_box()
    assert box is not None
    transforms.mouse.move(box["x"] + box["width"] * 0.52, box["y"] + box["height"] / 2)
    transforms.mouse.down()
    transforms.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] / 2, steps=4)
    transforms.mouse.up()
    assert 14 <= float(handle.input_value()) <= 26
    split = transforms.locator(".compare").evaluate(
        "(figure) => getComputedStyle(figure).getPropertyValue('--split')"
    )
    assert split == f"{handle.input_value()}%"


def test_a_pipeline_is_chained_by_clicking_and_leaves_as_code(transforms: Page) -> None:
    assert steps(transforms) == ["glare_matte", "moire", "tilt"]
    transforms.get_by_role("button", name="Remove moire").click()
    transforms.get_by_label("Add").select_option("blur")
    assert steps(transforms) == ["glare_matte", "tilt", "blur"]
    code = transforms.locator(".code-line pre")
    expect(code).to_contain_text("/api/v1/transforms/glare_matte+tilt+blur?level=1&seed=0")
    transforms.get_by_role("button", name="Python").click()
    expect(code).to_contain_text('Pipeline.parse("glare_matte+tilt+blur")')
    transforms.get_by_label("Recipes").select_option("digital")
    assert steps(transforms) == ["random-digital"]
    transforms.get_by_role("button", name="Remove random-digital").click()
    assert steps(transforms) == ["identity"]


def test_the_variant_and_all_its_levels_are_downloaded(transforms: Page) -> None:
    width, _ = size(transforms)
    with transforms.expect_download() as single:
        transforms.get_by_role("link", name="Download this variant").click()
    assert single.value.suggested_filename.endswith("glare_matte+moire+tilt-1-0.jpg")
    full = cv2.imread(str(single.value.path()), cv2.IMREAD_GRAYSCALE)
    assert full.shape[1] >= width
    with transforms.expect_download() as every:
        transforms.get_by_role("button", name="All levels as a zip").click()
    with zipfile.ZipFile(io.BytesIO(Path(every.value.path()).read_bytes())) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".jpg")]) == 4
        assert "manifest.json" in archive.namelist()


def test_an_xray_is_dropped_onto_the_page(transforms: Page) -> None:
    transforms.evaluate(DROP, [list(small_xray()), "mine.png"])
    expect(transforms.locator("#source-name")).to_have_text("mine.png")
    expect(transforms.get_by_text("120 × 90")).to_be_visible()
    assert size(transforms) == (120, 90)


def test_a_file_that_is_no_image_is_told_and_the_xray_stays(transforms: Page, complaints: Complaints) -> None:
    complaints.expected.append("415")
    before = transforms.locator("#source-name").inner_text()
    transforms.locator("#file").set_input_files(
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"none"}
    )
    expect(transforms.locator(".source").get_by_role("alert")).to_contain_text("not an image")
    assert transforms.locator("#source-name").inner_text() == before


def test_a_data_set_is_ordered_and_followed_to_its_end(transforms: Page, server: LabServer) -> None:
    jobs = transforms.get_by_role("region", name="For a whole data set")
    jobs.get_by_label("Data set").select_option(server.dataset())
    jobs.get_by_label("How many").fill("3")
    jobs.get_by_label("2", exact=True).check()
    expect(jobs).to_contain_text("photographic with seed 0")
    jobs.get_by_role("button", name="Start the job").click()
    job = jobs.get_by_role("listitem").first
    expect(job).to_contain_text("Done", timeout=120_000)
    expect(job).to_contain_text("6 of 6 images")
    expect(job.get_by_role("button", name="Cancel")).to_be_hidden()
    made = server.call("GET", "/jobs")["jobs"][0]  # the newest; other tests have the same server
    folder = Path(made["folder"])
    assert len(list(folder.glob("train/synthetic/photographic/**/*.jpg"))) == 3
    assert (folder / "train.csv").read_text().count("\n") == 7
    accessibility.check(transforms)


def test_an_order_the_server_refuses_is_told_in_its_words(transforms: Page, complaints: Complaints) -> None:
    complaints.expected.append("422")
    jobs = transforms.get_by_role("region", name="For a whole data set")
    order = jobs.get_by_role("button", name="Start the job")
    jobs.get_by_label("From x-ray").fill("9999")
    order.click()
    expect(jobs.get_by_text("A whole number, 1–30.")).to_be_visible()
    jobs.get_by_label("From x-ray").fill("1")
    error = {"code": "subset_outside", "message": "There are 6 x-rays by now.", "details": {}}
    transforms.route("**/api/v1/jobs", lambda route: route.fulfill(status=422, json={"error": error}))
    order.click()
    expect(jobs.get_by_role("alert").first).to_have_text(error["message"])
    jobs.get_by_label("1", exact=True).uncheck()
    expect(jobs.get_by_role("button", name="Start the job")).to_be_disabled()


def test_every_level_can_be_ticked_beside_the_button(transforms: Page) -> None:
    posted: list[str] = []
    transforms.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    for width in (1280, 1100, 390):
        transforms.set_viewport_size({"width": width, "height": 800})
        for level in ("1", "2", "3", "4"):
            tick(transforms, level)
        boxes = [transforms.get_by_role("combobox", name=name).bounding_box() for name in ("Add", "Recipes")]
        [add, recipes] = [box["y"] for box in boxes if box is not None]
        assert add == recipes, width
    assert not [url for url in posted if url.endswith("/jobs")]


def tick(transforms: Page, level: str) -> None:
    """Click where a level's box is, whatever may lie over it; the box changes."""
    box = transforms.locator(".job-levels").get_by_label(level, exact=True)
    before = box.is_checked()
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    transforms.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    assert box.is_checked() != before, level
