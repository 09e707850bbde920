"""Messages between server and pages are declared once: by the server."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import pytest

from capture.plan import CaptureSettings
from capture.shapes import KeptState, PhotoState, SessionSettings
from docs.make_types import FILE, ROOT, schema, typescript


@pytest.mark.processes
def test_the_pages_types_are_those_that_the_server_declares() -> None:
    assert FILE.read_text(encoding="utf-8") == typescript(schema()), "run `make types`"


def test_no_other_file_declares_what_the_server_says() -> None:
    declared = {path.name for path in (ROOT / "static").rglob("*.d.ts") if "vendor" not in path.parts}
    assert declared == {"api.d.ts", "messages.d.ts", "route.d.ts", "page.d.ts"}


def test_a_snapshot_tells_all_settings_of_its_session() -> None:
    assert set(SessionSettings.__annotations__) == {field.name for field in fields(CaptureSettings)}


def test_a_photo_that_is_not_on_its_phone_any_more_is_in_one_of_four_states() -> None:
    assert {"captured", *get_args(KeptState)} == set(get_args(PhotoState))
