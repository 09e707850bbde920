"""What a display may fetch, and what people's words may do where they are shown."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from dataset.export.csv_cells import shown_as_text
from dataset.export.plan import table_text
from tests.webapp.clients import client
from tests.webapp.devices import Display
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.exports.facts import _columns
from webapp.serving.sparing_log import OneLine

COUNT = 6


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data", COUNT, sets=("pixel10k",))


def opened(station: Station, display: Display) -> list[int]:
    """Return the x-rays that a display gets; every other is refused."""
    url = f"/api/v1/sessions/{station.session}/xrays"
    answers = {index: display.browser.get(f"{url}/{index}/picture") for index in range(1, COUNT + 1)}
    for answer in answers.values():
        if answer.status_code != 200:
            assert_error(answer, 403)
    return [index for index, answer in answers.items() if answer.status_code == 200]


def test_a_display_gets_what_it_shows_and_what_comes_next(app: OpenAPI, station: Station) -> None:
    display = Display(app, station.code("display"))
    assert opened(station, display) == []
    station.open()
    second = display
    display = station.display
    assert opened(station, second) == []
    station.photograph(1)
    station.photograph(2)
    display.show_next(3)
    assert set(opened(station, display)) <= {2, 3, 4}
    assert {3, 4} <= set(opened(station, display))


@pytest.mark.parametrize("end", ["abort", "drop", "revoke"])
def test_a_display_gets_nothing_after_its_end(station: Station, end: str) -> None:
    station.open()
    display = station.display
    display.show_next(1)
    assert opened(station, display)
    url = f"/api/v1/sessions/{station.session}"
    if end == "abort":
        station.act("abort")
    elif end == "drop":
        assert station.operator.delete(f"{url}/devices/{display.id}").status_code == 200
    else:
        station.act(f"devices/{display.id}/revoke")
    assert opened(station, display) == []


@pytest.mark.parametrize("value", ["=1+1", "+x", "-", "@a", "\tx", "-2+3", "=HYPERLINK(1)"])
def test_no_cell_of_a_table_is_a_formula(value: str) -> None:
    assert shown_as_text(value) == f"'{value}"
    assert table_text(("a",), [(value,)]).splitlines()[1].strip('"').startswith("'")


@pytest.mark.parametrize("value", ["-1.0", "+3", "1e-5", "-1E5", "-.5", "", "x=1", -1, None, 0.5])
def test_numbers_and_other_words_stay_as_they_are(value: object) -> None:
    assert shown_as_text(value) == value


def test_a_phone_names_no_column_of_the_manifest_as_it_likes() -> None:
    sent = {
        "=key": 1,
        "a\x1b[2J": 2,
        "x" * 65: 3,
        "<b>": 4,
        "iso": 5,
        "settings": {"a b": 1, "white-balance": 6},
    }
    assert dict(_columns("camera", sent)) == {"camera_iso": 5, "camera_settings_white-balance": 6}


def test_a_device_is_called_by_visible_signs_alone(app: OpenAPI, station: Station) -> None:
    name = "Pixel\x1b[31m 7a\r\n\u202e\u200b\x00x"
    assert (
        client(app).post("/api/v1/join", json={"code": station.code("phone"), "name": name}).status_code
        == 201
    )
    assert [phone["name"] for phone in station.snapshot()["phones"]] == ["Pixel[31m 7a x"]


def test_no_message_of_the_log_speaks_to_the_terminal() -> None:
    record = logging.makeLogRecord({"msg": "A %s left", "args": ("\x1b]0;x\x07\nERROR all is lost",)})
    assert OneLine("%(message)s").format(record) == "A \\x1b]0;x\\x07\\nERROR all is lost left"
