"""One table of measures: in the code, in the documentation, in what is measured."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

import matching
from matching.limits import Limit

DOCUMENT = (Path(__file__).parents[2] / "docs" / "quality.md").read_text(encoding="utf-8")


def number(value: float | None) -> str:
    return "never" if value is None else f"{value:g}"


def row(limit: Limit) -> str:
    sign = {"below": "< ", "above": "> ", "beyond": "± "}[limit.sense]
    warn, reject = (
        number(value) if value is None else sign + number(value) for value in (limit.warn, limit.reject)
    )
    return f"| `{limit.name}` | {limit.unit} | {limit.meaning} | {warn} | {reject} | `{limit.code}` | {limit.reason} |"


@pytest.mark.parametrize("name", matching.LIMITS)
def test_every_measure_is_documented_as_it_is(name: str) -> None:
    assert row(matching.LIMITS[name]) in DOCUMENT.splitlines()


def test_no_measure_is_documented_that_does_not_exist() -> None:
    table = DOCUMENT.partition("<!-- limits: begin -->")[2].partition("<!-- limits: end -->")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(matching.LIMITS)


def test_every_code_is_documented() -> None:
    assert [code for code in matching.ADVICE_CODES if f"`{code}`" not in DOCUMENT] == []


def test_all_that_is_measured_has_a_limit() -> None:
    measured = [
        field.name for field in fields(matching.Quality) if field.type is float or field.type == "float"
    ]
    assert measured == list(matching.LIMITS)


@pytest.mark.parametrize("name", matching.LIMITS)
def test_a_refusal_is_farther_off_than_a_warning(name: str) -> None:
    limit = matching.LIMITS[name]
    assert limit.judge(float("nan")) == "good"
    assert limit.judge(limit.warn) == "good"
    if limit.reject is not None:
        assert limit.judge(limit.reject) == "warn"
    bad = -1e9 if limit.sense == "below" else 1e9
    assert limit.judge(bad) == ("warn" if limit.reject is None else "reject")
    assert limit.judge(-bad) == ("good" if limit.sense != "beyond" else limit.judge(bad))
