"""X-rays and photos that vanish or become unreadable after the server came to know them: every route says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI

from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from tests.webapp.xrays import NAME, xray_path
from webapp.container import Services
from webapp.errors import ApiError
from webapp.files import send_file

API = "/api/v1"
FAULTS: dict[str, Callable[[Path], object]] = {
    "gone": lambda file: file.unlink(),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
    "its folder gone": lambda file: shutil.rmtree(file.parent),
    "a file for a folder": lambda file: (shutil.rmtree(file.parent), file.parent.write_text("x")),
    "empty": lambda file: file.write_bytes(b""),
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:200]),
    "no image": lambda file: file.write_bytes(b"hello, this is no image"),
    "a link in a circle": lambda file: (file.unlink(), file.symlink_to(file)),
    "a pipe": lambda file: (file.unlink(), os.mkfifo(file)),
}


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data")


def spoil(tmp_path: Path, fault: str) -> None:
    for index in range(1, 5):
        FAULTS[fault](tmp_path / "data" / xray_path(index))


@pytest.mark.parametrize("fault", FAULTS)
def test_every_route_to_an_xray_says_what_is_wrong_with_its_file(
    station: Station, tmp_path: Path, fault: str
) -> None:
    spoil(tmp_path, fault)
    xray = {"dataset": station.dataset, "index": 1}
    subset = {"first": 1, "last": 4, "sets": ["new"]}
    ask: dict[str, Callable[[], Any]] = {
        "image": lambda: station.operator.post(f"{API}/images", json=xray),
        "picture": lambda: station.operator.get(f"{API}/sessions/{station.session}/xrays/1/picture"),
        "small": lambda: station.operator.get(f"{API}/sessions/{station.session}/xrays/1/thumbnail"),
        "listed": lambda: station.operator.get(f"{API}/datasets/{station.dataset}/xrays/1/thumbnail"),
        "session": lambda: station.operator.post(
            f"{API}/sessions", json={"dataset": station.dataset, **subset}
        ),
    }
    for name, request in ask.items():
        answer = request()
        assert 400 <= answer.status_code < 500, (name, answer.status_code, answer.json)
        said = assert_error(answer, answer.status_code)
        assert said["message"].endswith("."), (name, said)
        assert "Errno" not in said["message"], (name, said)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_check_in_which_no_image_can_be_read_is_refused_and_lists_them_all(
    station: Station, tmp_path: Path, fault: str
) -> None:
    spoil(tmp_path, fault)
    body = {"first": 1, "last": 4, "sets": ["new"]}
    answer = station.operator.post(f"{API}/datasets/{station.dataset}/checks", json=body)
    problems = assert_error(answer, 422, "xrays_unreadable")["details"]["problems"]
    assert [problem["index"] for problem in problems] == [1, 2, 3, 4]
    assert all(problem["reason"] and "Errno" not in problem["reason"] for problem in problems), problems


def test_every_route_to_a_photo_whose_file_is_gone_says_so(station: Station, lab: Services) -> None:
    station.open().photograph(1)
    listed = station.operator.get(f"{API}/sessions/{station.session}/photos").json["photos"]
    assert len(listed) == 1
    digest = listed[0]["sha256"]
    for file in (lab.settings.data_root / "photos").rglob("*.jpg"):
        file.unlink()
    shutil.rmtree(lab.settings.data_root / "cache" / "photos", ignore_errors=True)
    photo = f"{API}/sessions/{station.session}/photos/pixel10k/1/1"
    for address in (photo, f"{photo}/picture", f"{photo}/thumbnail", f"{API}/images/{digest}/variants/blur"):
        answer = station.operator.get(address)
        assert 400 <= answer.status_code < 500, (address, answer.status_code, answer.json)
        assert_error(answer, answer.status_code)


def test_what_is_left_of_a_data_set_is_still_told(station: Station, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "data" / NAME / "train")
    for address in ("datasets", f"datasets/{station.dataset}", f"sessions/{station.session}"):
        assert station.operator.get(f"{API}/{address}").status_code == 200, address


def test_a_file_that_goes_between_finding_and_sending_is_not_found(app: OpenAPI, tmp_path: Path) -> None:
    with pytest.raises(ApiError) as caught, app.test_request_context():
        send_file(tmp_path / "gone.png", "image/png", lambda call, *arguments: call(*arguments))
    assert (caught.value.status, caught.value.code) == (404, "not_found")
