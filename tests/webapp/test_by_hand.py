"""Photos that a person takes, over REST and sockets: by hand, by the camera app, and of films."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI

from tests.webapp.drawn_station import DrawnStation
from tests.webapp.station import Station
from tests.webapp.xrays import xray_path

HEIC = Path(__file__).parents[1] / "dataset" / "files" / "photo-of-drawn-2.heic"


class HandStation(DrawnStation):
    """A session by hand."""

    way = "by_hand"

    def new_session(self, **changes: Any) -> str:
        return super().new_session(**{"capture": self.way, "conditions": {"room_light": "Off"}, **changes})


class FilmStation(HandStation):
    """A session of films: nobody brings a display."""

    way = "film"

    def bring_devices(self) -> None:
        self.phones = [self.phone_kind(self.app, self.code("phone")).come()]


def photographed(station: DrawnStation, index: int, attempt: int = 1) -> None:
    """A person's photo is taken, and the x-ray is shown again while it is judged."""
    key = station.phone.shoot(index, attempt)
    station.display.show_next(index)
    station.phone.upload(key)


def exported(station: Station) -> dict[int, dict[str, str]]:
    answer = station.operator.get(f"/api/v1/export?session={station.session}&name=made")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as zipped:
        (name,) = (name for name in zipped.namelist() if name.endswith("manifest.csv"))
        rows = csv.DictReader(io.StringIO(zipped.read(name).decode()))
        return {int(row["index"]): row for row in rows}


class TestByHand:
    @pytest.fixture
    def station(self, app: OpenAPI, tmp_path: Path) -> HandStation:
        station = HandStation(app, tmp_path / "data", 3)
        station.open()
        return station

    def test_each_photo_is_exported_with_the_conditions_of_its_own_time(self, station: HandStation) -> None:
        station.display.show_next(1)
        photographed(station, 1)
        station.display.show_next(2)
        station.act("conditions", room_light="On")
        photographed(station, 2)
        station.display.show_next(3)
        photographed(station, 3)
        station.display.show_next(None)
        station.wait_for_phase("finished")
        rows = exported(station)
        assert {index: row["room_light"] for index, row in rows.items()} == {1: "Off", 2: "On", 3: "On"}
        assert {row["capture"] for row in rows.values()} == {"by_hand"}
        assert all(row["advised_angle"] and row["advised_distance"] for row in rows.values())

    def test_a_heic_of_the_camera_app_is_decoded_and_filed(self, app: OpenAPI, tmp_path: Path) -> None:
        station = HandStation(app, tmp_path / "heic", 2, "flag")
        station.open()
        data = HEIC.read_bytes()
        station.phone.see = lambda index, attempt: data  # type: ignore[method-assign]
        station.display.show_next(1)
        key = station.phone.shoot(1)
        station.display.show_next(1)
        assert station.phone.put(key, Content_Type="image/heic").status_code == 201
        station.display.show_next(2)
        (photo,) = station.photos("accepted")
        assert photo["name"].endswith(".heic")
        assert photo["measures"]["format"] == "heic"
        assert photo["measures"]["flag"] == "wrong_xray", "it shows another x-ray, which its pixels tell"

    def test_a_key_at_the_display_presses_the_shutter_of_the_phone(self, station: HandStation) -> None:
        station.display.show_next(1)
        order = station.phone.next("capture")
        assert order["advice"]["angle"]
        assert station.display.say("shutter") == {"ok": True}
        press = station.phone.next("press")
        assert {name: press[name] for name in ("index", "attempt", "showing")} == {
            "index": 1,
            "attempt": 1,
            "showing": order["showing"],
        }

    def test_a_person_skips_with_a_reason_and_goes_back(self, station: HandStation) -> None:
        station.display.show_next(1)
        photographed(station, 1)
        station.display.show_next(2)
        assert station.phone.say("skip", index=2, detail="cannot be read") == {"ok": True}
        station.display.show_next(3)
        assert station.phone.say("retake", index=1) == {"ok": True}
        station.display.show_next(1)
        assert station.snapshot()["skips"] == [{"index": 2, "reason": "cannot be read", "kept": []}]

    def test_nobody_presses_a_shutter_of_a_session_that_runs_by_itself(
        self, app: OpenAPI, tmp_path: Path
    ) -> None:
        automatic = Station(app, tmp_path / "other").open()
        answer = automatic.operator.post(f"/api/v1/sessions/{automatic.session}/shutter", json={})
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "not_by_hand")
        refused = automatic.phone.say("skip", index=1, detail="cannot be read")
        assert refused["error"]["code"] == "not_by_hand"


class TestFilms:
    def test_a_film_is_compared_with_its_x_ray_where_there_is_one(self, app: OpenAPI, tmp_path: Path) -> None:
        folder = tmp_path / "data"
        station = FilmStation(app, folder, 2)
        (folder / xray_path(2)).unlink()
        station.session = station.new_session(overlap=True)
        station.open()
        station.phone.sees = 2
        station.phone.upload(station.phone.shoot(1))
        station.phone.sees = None
        station.phone.upload(station.phone.shoot(1, 2))
        station.phone.upload(station.phone.shoot(2))
        station.wait_for_phase("finished")
        (refused,) = station.photos("rejected")
        assert (refused["index"], refused["attempt"]) == (1, 1)
        flags = {index: row["flag"] for index, row in exported(station).items()}
        assert flags == {1: "", 2: "not_checked"}

    def test_an_x_ray_that_vanishes_later_is_not_passed_unseen(self, app: OpenAPI, tmp_path: Path) -> None:
        folder = tmp_path / "data"
        station = FilmStation(app, folder, 1)
        station.session = station.new_session(overlap=True)
        station.open()
        (folder / xray_path(1)).unlink()
        station.phone.upload(station.phone.shoot(1))
        station.phone.next("capture", lambda order: order["attempt"] == 2)
        (refused,) = station.photos("rejected")
        assert refused["code"] == "not_verified"

    def test_a_session_with_a_display_needs_every_x_ray(self, app: OpenAPI, tmp_path: Path) -> None:
        folder = tmp_path / "data"
        station = HandStation(app, folder, 2)
        (folder / xray_path(2)).unlink()
        body = {"dataset": station.dataset, "first": 1, "last": 2, "sets": ["new"], "capture": "by_hand"}
        answer = station.operator.post("/api/v1/sessions", json=body)
        assert answer.json["error"]["code"] == "xrays_unreadable"
