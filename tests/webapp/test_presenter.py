"""A presented session over REST and sockets, and its photos, which come later as loose photos."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI

from tests.waiting import wait_until
from tests.webapp.clients import client, operator_client
from tests.webapp.devices import Display
from tests.webapp.loose_photos import API, LoosePile, photo_file
from tests.webapp.pixels import InlinePixels
from webapp.app import close_app, create_app
from webapp.container import Services
from webapp.settings import Settings

SHOWN = 5


class PresentedPile(LoosePile):
    """A presenter's session over the first five x-rays, and the pile of its photos."""

    def __init__(self, app: OpenAPI, folder: Path) -> None:
        super().__init__(app, folder)
        self.session = self.post("/sessions", dataset=self.dataset, first=1, last=SHOWN, **WISH).json[
            "session"
        ]
        code = self.operator.get(f"{API}/sessions/{self.session}/invitations").json["display"]["code"]
        self.display = Display(app, code)
        assert self.display.hello()["ok"]

    def post(self, path: str, **body: Any) -> Any:
        return self.operator.post(f"{API}{path}", json=body)

    def turn(self, step: str = "next") -> Any:
        assert self.display.shown is not None
        return self.display.say("turn", showing=self.display.shown, step=step)

    def present(self) -> None:
        """Show every x-ray, one after the other, and end."""
        assert self.post(f"/sessions/{self.session}/start").status_code == 200
        for index in range(1, SHOWN + 1):
            self.display.show_next(index)
            assert self.turn()["ok"]
        wait_until(lambda: self.snapshot()["phase"] == "finished", "the end")
        self.over = datetime.now(UTC)
        self.id = self.post(f"/sessions/{self.session}/loose").json["id"]

    def taken(self, hours: float = 0) -> str:
        """A time of the showings, or hours later, as EXIF has it; the camera's clock is seven hours behind."""
        return (self.over - timedelta(hours=7 - hours)).strftime("%Y:%m:%d %H:%M:%S")

    def snapshot(self) -> Any:
        return self.operator.get(f"{API}/sessions/{self.session}").json

    def settled(self) -> Mapping[str, Any]:
        """Wait until every time was compared; return the photos by file name."""
        wait_until(
            lambda: not any(photo["reason"] == "times_awaited" for photo in self.looked_at()),
            "times compared",
        )
        return {photo["file"]: photo for photo in self.looked_at()}


WISH = {
    "sets": ["mirrorless"],
    "capture": "presenter",
    "settings": {"thumbnail": False},
}


@pytest.fixture
def pile(app: OpenAPI, tmp_path: Path) -> PresentedPile:
    return PresentedPile(app, tmp_path / "xrays")


def test_photos_are_filed_in_the_session_that_was_presented(pile: PresentedPile, lab: Services) -> None:
    pile.present()
    assert pile.id == pile.session
    for number in (1, 2, 4):
        pile.send(photo_file(number, taken=pile.taken()), f"DSC_{number}.JPG")
    photos = pile.settled()
    assert [(photo["state"], photo["index"], photo["reason"]) for photo in photos.values()] == [
        ("assigned", number, "") for number in (1, 2, 4)
    ]
    assert pile.snapshot()["progress"]["stored"] == 3
    assert list((lab.settings.data_root / "loose").rglob("*.jpg")) == []


def test_a_photo_that_its_time_contradicts_is_left_to_a_person(pile: PresentedPile) -> None:
    pile.present()
    for number, hours in ((1, 0), (2, 0), (3, 1.5), (4, 0)):
        pile.send(photo_file(number, taken=pile.taken(hours)), f"DSC_{number}.JPG")
    photos = pile.settled()
    states = {name: (photo["state"], photo["reason"]) for name, photo in photos.items()}
    assert states.pop("DSC_3.JPG") == ("doubtful", "time")
    assert set(states.values()) == {("assigned", "")}
    late = photos["DSC_3.JPG"]
    assert late["sentence"] == "Its picture is x-ray 3, but at its time no x-ray was shown."
    assert pile.decide(late["id"], index=3).json["state"] == "assigned"


def test_without_times_the_order_of_names_must_be_that_of_the_showings(pile: PresentedPile) -> None:
    pile.present()
    for place, number in enumerate((1, 3, 2), 1):
        pile.send(photo_file(number), f"DSC_{place}.JPG")
    states = {name: (photo["state"], photo["reason"]) for name, photo in pile.settled().items()}
    assert states.pop("DSC_1.JPG") == ("assigned", "")
    assert set(states.values()) == {("doubtful", "order")}


def test_an_x_ray_that_was_not_shown_is_left_to_a_person(pile: PresentedPile) -> None:
    pile.present()
    pile.send(photo_file(6), "DSC_6.JPG")
    photo = pile.settled()["DSC_6.JPG"]
    assert (photo["state"], photo["reason"]) == ("doubtful", "not_shown")
    assert photo["sentence"] == "Its picture is x-ray 6, which was not shown in this session."
    assert pile.decide(photo["id"], index=6).json["error"]["code"] == "index_outside"


def test_a_session_that_goes_on_or_has_phones_takes_no_loose_photos(pile: PresentedPile) -> None:
    assert pile.post(f"/sessions/{pile.session}/loose").json["error"]["code"] == "wrong_phase"
    usual = pile.post("/sessions", dataset=pile.dataset, first=1, last=2, sets=["a"]).json["session"]
    assert pile.post(f"/sessions/{usual}/loose").json["error"]["code"] == "not_a_pile"


def test_no_phone_may_join(pile: PresentedPile, app: OpenAPI) -> None:
    code = pile.operator.get(f"{API}/sessions/{pile.session}/invitations").json["phone"]["code"]
    answer = client(app).post(f"{API}/join", json={"code": code, "name": "Phone"})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "no_phones")


def test_a_key_is_for_the_picture_that_was_seen(pile: PresentedPile) -> None:
    pile.post(f"/sessions/{pile.session}/start")
    order = pile.display.show_next(1)
    assert pile.display.say("turn", showing=order["showing"], step="next")["ok"]
    pile.display.show_next(2)
    assert pile.display.say("turn", showing=order["showing"], step="next")["ok"]
    assert pile.display.say("turn", showing=order["showing"], step="twice")["error"]["code"] == "invalid"
    assert pile.turn("back")["ok"]
    pile.display.show_next(1)


def test_the_next_subset_is_presented_too_and_its_display_goes_along(pile: PresentedPile) -> None:
    pile.present()
    made = pile.post(f"/sessions/{pile.session}/next").json
    assert (made["capture"], made["first"], made["sets"]) == ("presenter", SHOWN + 1, ["mirrorless"])
    assert pile.display.follow().hello()["ok"]
    pile.session = made["session"]
    pile.display.show_next(SHOWN + 1)  # nobody pressed Start
    wait_until(lambda: pile.snapshot()["phase"] == "running", "the start")
    last = made["last"]
    for index in range(SHOWN + 2, last + 1):
        assert pile.turn()["ok"]
        pile.display.show_next(index)
    assert pile.turn()["ok"]
    wait_until(lambda: pile.snapshot()["phase"] == "finished", "the end")
    number = pile.post(f"/sessions/{pile.session}/loose").json["id"]
    assert number == pile.session != pile.id


def test_a_server_that_starts_again_shows_the_x_ray_that_was_shown(
    pile: PresentedPile, app: OpenAPI, settings: Settings
) -> None:
    pile.post(f"/sessions/{pile.session}/start")
    pile.display.show_next(1)
    assert pile.turn()["ok"]
    pile.display.show_next(2)
    close_app(app)
    again = create_app(settings, pixels=InlinePixels(), with_demo=False)
    try:
        pile.operator = operator_client(again)
        pile.display.move_to(again)
        assert pile.display.hello()["ok"]
        pile.display.show_next(2)
        assert pile.snapshot()["phase"] == "running"
        assert pile.turn()["ok"]
        pile.display.show_next(3)
        assert pile.turn("black")["ok"]
        pile.display.show_next(None)
        assert pile.turn()["ok"]
        pile.display.show_next(3)
    finally:
        close_app(again)
