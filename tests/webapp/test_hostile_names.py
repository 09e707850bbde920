"""No name that somebody chose controls what shows it: a page, a table, a header, a terminal."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask_openapi3 import OpenAPI
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from dataset.export.csv_cells import FORMULA, shown_as_text
from dataset.names import visible_text
from tests.waiting import wait_until
from tests.webapp.devices import Display, Phone
from tests.webapp.routes import PLACES, routes
from tests.webapp.station import Station
from webapp.cli.main import cli

MARKUP = "\"><x-evil onclick='x'>{{7*7}}"
CONTROL = "\x1b]0;owned\x07\x9b31m\u202egpj\u2066\u200b\x00\r\nSet-Cookie: x=1\x7f"
HOSTILE = ["=1+1", "@SUM(1)", "+1;x", "-1|x", MARKUP]
COUNT = 2
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class Elements(HTMLParser):
    """The names of a page's elements and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names += [tag, *(name for name, _ in attrs)]


def harmless(answer: TestResponse) -> str:
    """Fail if an answer obeys one of the names in it; return its kind."""
    kind = answer.mimetype
    for name, value in answer.headers:
        assert not INVISIBLE.search(name + value), (name, value)
        assert not name.lower().startswith("set-cookie") or "x=1" not in value
    if kind == "text/html":
        assert not {"x-evil", "onclick"} & set(Elements(answer.text).names)
        assert "49" not in re.findall(r"x-evil[^<]{0,40}", answer.text)
    elif kind == "text/csv":
        harmless_table(answer.text)
    elif kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            for name in archive.namelist():
                assert not INVISIBLE.search(name), name
                if name.endswith(".csv"):
                    harmless_table(archive.read(name).decode())
    elif kind.startswith(("text/", "application/json")):
        assert not INVISIBLE.search(answer.text.replace("\r\n", "\n"))
    return kind


def harmless_table(text: str) -> None:
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            assert shown_as_text(cell) == cell, cell
            assert not INVISIBLE.search(cell), cell


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def named(app: OpenAPI, folder: Path, evil: str) -> Station:
    """A finished session in which every word that a person or a device may choose is ``evil``."""
    station = Station(app, folder, COUNT)
    conditions = dict.fromkeys(("room", "room_light", "window_blinds", "notes"), evil)
    station.session = station.new_session(title=evil, conditions=conditions)
    station.display = Display(app, station.code("display"))
    station.display.hello()
    station.phones = [Phone(app, station.code("phone"), evil).come()]
    station.act("start")
    station.photograph(1)
    station.act("skips", index=2, detail=evil)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    wait_until(lambda: len(station.photos("accepted")) == 1, "the verdict")
    said = {"set": "pixel10k", "index": 1, "attempt": 1}
    url = f"/api/v1/sessions/{station.session}"
    note = station.operator.put(f"{url}/photos/pixel10k/1/1/note", json={"note": evil})
    assert note.status_code in (200, 204), note.json
    review = {**said, "reader": "Ada", "choice": "unusable", "reasons": ["other"], "note": evil}
    assert station.operator.post(f"{url}/reviews", json=review).status_code == 201
    station.post("/credentials", scope="reviewer", name=f"Ada {evil[:40]}")
    return station


@pytest.mark.parametrize("evil", [text + CONTROL for text in HOSTILE[-2:]])
def test_no_answer_about_a_session_obeys_a_name_in_it(app: OpenAPI, tmp_path: Path, evil: str) -> None:
    station = named(app, tmp_path / "data", evil)
    seen: dict[str, int] = {}
    told = 0
    places = PLACES | {"session": station.session, "dataset": station.dataset}
    own = f"?session={station.session}"
    queries = {"/api/v1/export": own, "/api/v1/reviews": f"{own}&reader=Ada"}
    for route in routes(app, places):
        if route.method != "GET" or not ("session" in route.rule or route.path in queries):
            continue
        answer = station.operator.get(route.path + queries.get(route.path, ""))
        if answer.status_code == 200:
            kind = harmless(answer)
            seen[kind] = seen.get(kind, 0) + 1
            told += (
                evil[:4] in answer.get_data(as_text=True)
                if kind.startswith(("text/", "application/json"))
                else 0
            )
    assert {"text/html", "text/csv", "application/json", "application/zip"} <= set(seen), seen
    assert told >= 4, "the names are hardly in any answer"


def test_commands_print_no_name_that_commands_the_terminal(app: OpenAPI, tmp_path: Path) -> None:
    station = named(app, tmp_path / "data", MARKUP + CONTROL)
    root = app.extensions["services"].settings.data_root
    report = tmp_path / "report.html"
    for command in (
        ["report", station.session, "--out", str(report), "--no-pictures", "--data-root", str(root)],
        ["export", "--session", station.session, "--out", str(tmp_path / "out"), "--data-root", str(root)],
        ["stats", "--study", "Lab", "--data-root", str(root)],
        ["verify", "--root", str(root)],
    ):
        said = CliRunner().invoke(cli, command)
        assert said.exit_code in (0, 1, 2), said.output
        assert not INVISIBLE.search(said.output), command
    assert not {"x-evil", "onclick"} & set(Elements(report.read_text()).names)
    tables = [table for table in (tmp_path / "out").rglob("*.csv")]
    assert tables
    for table in tables:
        harmless_table(table.read_text())


@given(st.text() | st.sampled_from([text + CONTROL for text in HOSTILE]))
def test_what_is_left_of_a_text_controls_nothing_and_letters_stay(text: str) -> None:
    left = visible_text(text)
    assert not INVISIBLE.search(left)
    assert visible_text(left) == left
    assert [sign for sign in left if sign.isalnum()] == [sign for sign in text if sign.isalnum()]
    cell = shown_as_text(text)
    assert not str(cell).startswith(FORMULA) or re.fullmatch(r"[+-].*", str(cell))
    assert shown_as_text(cell) == cell


def test_texts_of_the_journal_of_an_older_version_are_harmless_in_tables() -> None:
    assert shown_as_text("\x1b[31m=1") == "[31m=1"
    assert shown_as_text("\u202e=1+1") == "'=1+1"


def test_a_command_shows_the_signs_of_a_file_name_that_would_command_the_terminal(tmp_path: Path) -> None:
    chexphoto = str(Path(sys.executable).with_name("chexphoto"))
    missing = f"{tmp_path}/Größe\x1b[2J\u202e.csv"
    said = subprocess.run([chexphoto, "stats", missing], capture_output=True, timeout=60)
    text = said.stderr.decode()
    assert said.returncode == 2
    assert "Größe\\x1b[2J\\u202e.csv" in text
    assert not INVISIBLE.search(text)
