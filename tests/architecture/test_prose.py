"""The documentation keeps the form that ``make lint`` checks, and the check finds what it is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.check_prose import LONGEST, ROOT, faults, pages

LONG = "word " * (LONGEST // 5) + "and more"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_is_written_plainly(page: Path) -> None:
    assert list(faults(page.read_text(encoding="utf-8"))) == []


def test_all_pages_are_looked_at() -> None:
    names = {str(page.relative_to(ROOT)) for page in pages()}
    assert {"README.md", "CHANGELOG.md", "docs/protocol.md", "docs/decisions/serving.md"} <= names
    assert len(names) > 40


@pytest.mark.parametrize(
    "text",
    [LONG, "- An item\n\n  and what belongs to it", "- An item\n  - within it", "The session goes on."],
    ids=["long", "paragraph", "list", "phrase"],
)
def test_a_fault_is_found(text: str) -> None:
    [(number, _)] = faults(text)
    assert number == len(text.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        f"| {LONG} |",
        f"![{LONG}](picture.png)",
        f"```\n{LONG}\n```",
        f"[a page](https://example.org/{'x' * LONGEST})",
        "- An item\n\n    and what belongs to it",
        "The message `go_on`, and `go on` in code.",
    ],
    ids=["table", "picture", "code", "address", "paragraph", "code phrase"],
)
def test_what_cannot_be_otherwise_is_left_alone(text: str) -> None:
    assert list(faults(text)) == []
