"""Every picture of the documentation is shown by a page of it, and made by a module that `make screenshots` runs."""

from __future__ import annotations

import ast
import re

from tests.architecture.sources import ROOT

DOCS = ROOT / "docs"
IMAGES = DOCS / "images"
PAGES = (ROOT / "README.md", *DOCS.rglob("*.md"))
SHOWN = re.compile(r'(?:\]\(|src=")([^)"\s]+\.(?:png|jpg|svg))')
STUDIO = "docs.page_pictures"


def shown() -> set[str]:
    """Return the pictures that pages show, as paths below `IMAGES`."""
    found = set()
    for page in PAGES:
        for link in SHOWN.findall(page.read_text()):
            file = (page.parent / link).resolve()
            if file.is_relative_to(IMAGES):
                found.add(file.relative_to(IMAGES).as_posix())
    return found


def takers() -> dict[str, set[str]]:
    """Return the strings in each module that takes pictures of pages."""
    trees = {file.stem: ast.parse(file.read_text()) for file in DOCS.glob("make_*.py")}
    return {
        name: {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        for name, tree in trees.items()
        if any(isinstance(node, ast.ImportFrom) and node.module == STUDIO for node in ast.walk(tree))
    }


def test_every_picture_is_shown_and_every_shown_one_is_there() -> None:
    there = {file.relative_to(IMAGES).as_posix() for file in IMAGES.rglob("*") if file.is_file()}
    assert len(there) > 40
    assert shown() == there


def test_every_picture_of_a_page_is_taken_by_a_module() -> None:
    pictures = {file.stem for file in IMAGES.glob("*.png")}
    assert len(takers()) == 5
    for picture in pictures:
        assert [name for name, strings in takers().items() if picture in strings] != [], picture


def test_all_are_taken_again_at_once() -> None:
    rule = (ROOT / "Makefile").read_text().partition("\nscreenshots:")[2].partition("\n\n")[0]
    assert {name for name in takers() if f"-m docs.{name}" in rule} == set(takers())
