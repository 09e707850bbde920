"""Every route and every message of a socket admits whom `docs/security.md` names, and nobody else."""

from __future__ import annotations

from pathlib import Path

from flask_openapi3 import OpenAPI

from tests.webapp import walk
from tests.webapp.walk import PAGE, in_page, tables, with_tables


def test_every_door_admits_whom_the_page_names(app: OpenAPI, tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    made = tables(app, tmp_path / "xrays")
    assert made["routes"].count("\n") > 90
    assert made["messages"].count("\n") > 20
    for name, table in made.items():
        assert table == in_page(page, name), (
            "run `python -m tests.webapp.walk --write` and look at each change"
        )
    assert with_tables(page, made) == page


def test_no_door_but_the_public_ones_opens_to_a_foreign_or_revoked_device() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in ("routes", "messages"):
        assert not [
            row for row in in_page(page, name).splitlines() if "another session" in row or "revoked" in row
        ]


def test_whoever_is_a_stranger_is_named_before_all_others() -> None:
    assert walk.described(["phone", "phone of another session"]) == "phone of another session"
    assert walk.described(["nobody", "operator"]) == "everybody"
    assert walk.described([]) == "nobody"
