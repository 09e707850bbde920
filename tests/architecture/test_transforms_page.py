"""Every transform can be read about: what it looks like, what its parameters and options are called."""

from __future__ import annotations

import re

import pytest

import transforms
from tests.architecture.sources import ROOT

PAGE = (ROOT / "docs" / "transforms.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `(.+?)`\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))
CAMERA = ("screen_photo", "film_photo")
"""Their parameters and options are those of the camera model, which has a page of its own."""


def test_the_page_has_a_section_for_every_transform_and_recipe_and_invents_none() -> None:
    assert set(SECTIONS) == {*transforms.NAMES, *transforms.RECIPES}


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_has_its_picture(name: str) -> None:
    assert f"(images/transforms/{name}.jpg)" in SECTIONS[name]
    assert (ROOT / "docs" / "images" / "transforms" / f"{name}.jpg").is_file()


@pytest.mark.parametrize("name", [name for name in transforms.NAMES if name not in CAMERA])
def test_every_section_names_all_parameters_and_options(name: str) -> None:
    transform = transforms.get(name)
    names = [*transform.params_schema()["properties"], *transform.option_names()]
    assert [word for word in names if f"`{word}`" not in SECTIONS[name]] == []


@pytest.mark.parametrize("name", CAMERA)
def test_the_camera_page_names_all_options(name: str) -> None:
    page = (ROOT / "docs" / "camera-model.md").read_text(encoding="utf-8")
    assert [option for option in transforms.get(name).option_names() if f"`{option}`" not in page] == []


def test_links_within_the_page_lead_to_sections() -> None:
    headings = re.findall(r"^##+ (.+)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
