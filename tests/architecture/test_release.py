"""Statements repeated at each release agree with ``pyproject.toml``."""

from __future__ import annotations

import re
import tomllib

from tests.architecture.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
INSIDE = ("", "webapp", "capture")
"""Where a short name may be meant: sections on a package name its parts without it."""
IN_A_DATA_ROOT = {"incoming/", "pending/", "cache/references/"}


def test_the_citation_names_the_version_and_the_licence() -> None:
    assert re.findall(r"^version: (.+)$", CITATION, re.MULTILINE) == [PROJECT["version"]]
    assert re.findall(r"^license: (.+)$", CITATION, re.MULTILINE) == [PROJECT["license"]]


def test_the_newest_release_in_the_changelog_is_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    heading, text = next(section for section in sections if section[0] != "Unreleased")
    [released] = re.findall(r"^date-released: (.+)$", CITATION, re.MULTILINE)
    assert heading == f"{PROJECT['version']} - {released}"
    assert re.findall(r"^### (.+)$", text, re.MULTILINE) == ["Added", "Changed", "Fixed"]


def test_the_files_that_the_contributing_page_and_the_architecture_name_are_there() -> None:
    pages = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    paths = set(re.findall(r"`([\w./-]+/[\w.-]*(?:\.(?:py|js|ts|md|css))?)`", text)) - IN_A_DATA_ROOT
    assert len(paths) > 80
    assert sorted(path for path in paths if not any((ROOT / base / path).exists() for base in INSIDE)) == []
