"""What the library's pages show runs, and names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import transforms

PAGES = sorted((Path(transforms.__file__).parents[1] / "docs" / "library").glob("*.md"))
ELSEWHERE = ("import torch", "import monai", "from monai", "for epoch in")
"""Run by `make test-torch`, or a sketch."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_run_in_order(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_ALBUMENTATIONS_UPDATE", "1")
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        if not any(sign in block for sign in ELSEWHERE):
            exec(block.replace("chexphoto_transforms", "transforms"), names)
    assert names or page.stem in ("reference", "comparison", "realism")


def test_every_transform_has_its_source() -> None:
    text = next(page for page in PAGES if page.stem == "reference").read_text(encoding="utf-8")
    table = text[text.index("## Transforms and their sources") : text.index("## Classes")]
    named = set(re.findall(r"`([\w-]+)`", table))
    assert {*transforms.NAMES, *transforms.RECIPES} <= named
    moving = {name for name in transforms.NAMES if transforms.get(name).moves}
    assert moving == {"tilt", "rotation", "translation", "motion", "screen_photo", "film_photo"}
