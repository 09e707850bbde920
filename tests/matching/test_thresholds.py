"""The page on verification says what the code does."""

from __future__ import annotations

from pathlib import Path

import pytest

import matching
from matching.thresholds import rows

PAGE = (Path(__file__).parents[2] / "docs" / "verification.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row[0]))
def test_every_threshold_is_documented_as_it_is(row: tuple[str, float, str, str, str]) -> None:
    name, value, *words = row
    assert f"| `{name}` | {value:g} | {' | '.join(words)} |" in PAGE


@pytest.mark.parametrize(("code", "meaning"), matching.CODES.items())
def test_every_code_is_documented(code: str, meaning: str) -> None:
    shown = f"`{code}`" if code else ""
    assert any(line.endswith(f"| {shown} | {meaning} |") for line in PAGE)
