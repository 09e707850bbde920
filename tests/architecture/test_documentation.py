"""Every feature is documented, and the documentation is true."""

from __future__ import annotations

import re

import click
import pytest

from docs import make_settings
from tests.architecture.sources import ROOT
from webapp.cli.main import COMMANDS, cli
from webapp.cli.settings_options import option_name
from webapp.settings import Settings

DOCS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
FOLDERS = (
    "webapp",
    "capture",
    "dataset",
    "transforms",
    "matching",
    "benchmarks",
    "examples",
    "tests",
    "static",
    "docs",
    "messages",
)
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_as_it_is_and_no_other() -> None:
    text = DOCS["settings.md"]
    assert text.count("| `") == len(Settings.model_fields) > 20
    assert make_settings.page(text) == text


def test_a_new_setting_is_documented_after_the_one_before_it() -> None:
    lines = DOCS["settings.md"].splitlines()
    without = [line for line in lines if not line.startswith("| `fresh_frames` |")]
    assert make_settings.page("\n".join(without)).splitlines() == lines


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_an_option_of_serve(setting: str) -> None:
    serve = cli.get_command(click.Context(cli), "serve")
    assert serve is not None
    assert option_name(setting) in {name for option in serve.params for name in option.opts}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_there_and_documented(command: str) -> None:
    assert cli.get_command(click.Context(cli), command) is not None
    assert any(f"chexphoto {command}" in text for text in (README, *DOCS.values()))


def test_every_exit_status_that_a_command_explains_is_documented_and_no_other() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (\d+) \|", DOCS["command-line.md"], re.MULTILINE)
    explained = {
        (command, status)
        for command in COMMANDS
        for sentence in re.findall(r"The status is (.+)", " ".join((_help(command)).split()))
        for status in re.findall(r"\b(\d) if", sentence)
    }
    assert len(explained) >= 9
    assert set(rows) == explained


def _help(command: str) -> str:
    found = cli.get_command(click.Context(cli), command)
    assert found is not None
    return found.help or ""


def test_links_between_documents_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_decision_can_be_found() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    listed = re.findall(r"^- \[.+\]\((.+)\)$", pages.pop("README.md"), re.MULTILINE)
    assert listed == sorted(pages)
    assert [name for name, text in pages.items() if len(text) <= 200] == []
    assert "(decisions/README.md)" in DOCS["architecture.md"]


def test_files_that_documents_name_are_there() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    files = [*ROOT.glob("*.*"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.*"))]
    # Pages name a file by the end of its path, where they have named its package before.
    names = "\n".join(f"/{path.relative_to(ROOT).as_posix()}" for path in files) + "\n"
    named = {
        (page.name, path)
        for page in pages
        for path in re.findall(r"`([\w./-]+\.(?:py|js|ftl|d\.ts))`", page.read_text(encoding="utf-8"))
    }
    assert len(named) > 80
    assert [(page, path) for page, path in sorted(named) if f"/{path}\n" not in names] == []
