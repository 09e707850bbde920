"""A whole session over REST and sockets, with scripted devices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from flask_openapi3 import OpenAPI

from matching.evidence import evidence
from matching.thresholds import THRESHOLDS
from tests.waiting import wait_until
from tests.webapp.drawn_station import DrawnStation, drawn
from tests.webapp.station import Station
from tests.webapp.xrays import xray_path
from webapp.virtual.camera.frames import encode


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data").open()


def test_every_xray_is_photographed_once_and_filed_under_its_own_name(
    station: Station, tmp_path: Path
) -> None:
    for index in range(1, 5):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    folder = tmp_path / "root" / "photos" / "pixel10k" / station.session

    def filed() -> list[str]:
        return sorted(path.name for path in folder.iterdir() if path.is_file())

    # The verdict is journalled before the file moves to its folder.
    names = wait_until(lambda: len(found := filed()) == 4 and found, "four photos in their folder")
    assert [name[:10] for name in names] == ["000001__01", "000002__01", "000003__01", "000004__01"]
    assert all("patient0000" in name for name in names)


class TestStrict:
    """With photos of real shapes, and verification as it is by default."""

    @pytest.fixture
    def station(self, app: OpenAPI, tmp_path: Path) -> DrawnStation:
        return DrawnStation(app, tmp_path / "data", 3).open()

    def test_a_stale_photo_is_named_set_aside_and_taken_again_with_care(self, station: DrawnStation) -> None:
        station.photograph(1)
        station.phone.sees = 1
        station.photograph(2)
        station.phone.sees = None
        station.photograph(3)
        station.display.show_next(2)
        order = station.phone.next("capture", lambda order: order["index"] == 2)
        assert (order["attempt"], order["settle_ms"], order["fresh_frames"]) == (2, 400, 5)
        station.phone.upload(station.phone.carry_out(order))
        station.display.show_next(None)
        station.wait_for_phase("finished")
        (refused,) = station.photos("rejected")
        assert (refused["index"], refused["code"], refused["detail"]) == (2, "wrong_xray", "it shows x-ray 1")
        assert refused["measures"]["match"]["shows"] == 1
        assert {photo["measures"]["match"]["verdict"] for photo in station.photos("accepted")} == {"verified"}

    def test_the_phone_is_told_why(self, station: DrawnStation) -> None:
        station.phone.sees = 2
        station.photograph(1)
        station.display.show_next(2)
        judged = station.phone.next("judged")
        assert (judged["verdict"], judged["code"]) == ("rejected", "wrong_xray")
        assert judged["detail"] == "it shows x-ray 2"


def test_flagged_photos_are_filed_and_can_be_listed(app: OpenAPI, tmp_path: Path) -> None:
    station = DrawnStation(app, tmp_path / "data", 2, verification="flag").open()
    station.photograph(1)
    station.phone.sees = 1
    station.photograph(2)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    assert [photo["flag"] for photo in station.photos("accepted")] == ["wrong_xray", ""]
    listed = station.operator.get(f"/api/v1/sessions/{station.session}/photos?flagged=true").json["photos"]
    assert [photo["index"] for photo in listed] == [2]


class TestCopies:
    """X-rays 1 and 2 are the same picture, saved otherwise; a photo cannot say which of them it shows."""

    @pytest.fixture
    def station(self, app: OpenAPI, tmp_path: Path) -> DrawnStation:
        station = DrawnStation(app, tmp_path / "data", 3)
        (tmp_path / "data" / xray_path(2)).write_bytes(encode(np.dstack([drawn(1)] * 3), 80))
        return station

    @pytest.fixture
    def blurred(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """No photo agrees so well that nothing else need be asked."""
        monkeypatch.setattr(evidence, "THRESHOLDS", replace(THRESHOLDS, sole_score=2.0))

    def photograph(self, station: DrawnStation) -> list[tuple[int, str]]:
        """Photograph all three; return the index and flag of each photo that was filed."""
        station.open()
        for index, seen in ((1, 1), (2, 1), (3, 3)):
            station.phone.sees = seen
            station.photograph(index)
        station.display.show_next(None)
        station.wait_for_phase("finished")
        return [(photo["index"], photo["flag"]) for photo in station.photos("accepted")]

    def test_a_photo_of_either_is_flagged(self, station: DrawnStation, blurred: None) -> None:
        station.open().photograph(1)
        station.display.show_next(2)
        [photo] = wait_until(lambda: station.photos("accepted"), "the verdict on x-ray 1")
        assert (photo["index"], photo["flag"], photo["measures"]["match"]["shows"]) == (1, "ambiguous", 2)

    def test_treated_as_one_each_is_filed_under_the_xray_that_was_shown(
        self, station: DrawnStation, blurred: None
    ) -> None:
        assert station.snapshot()["copies"] == []
        assert station.act("copies-as-one")["copies"] == [[1, 2]]
        station.act("copies-as-one")
        assert sorted(self.photograph(station)) == [(1, ""), (2, ""), (3, "")]
        path = f"/api/v1/sessions/{station.session}/events?limit=500"
        said = [row["message"] for row in station.operator.get(path).json["events"]]
        assert [row for row in said if "treated as one" in row] == [
            "These x-rays show the same picture and are treated as one: 1 = 2."
        ]

    def test_a_session_can_be_made_so(self, station: DrawnStation) -> None:
        station.session = station.new_session(copies_as_one=True)
        assert station.snapshot()["copies"] == [[1, 2]]

    def test_what_differs_is_never_one(self, station: DrawnStation) -> None:
        station.session = station.new_session(copies_as_one=True, first=2)
        assert station.snapshot()["copies"] == []
