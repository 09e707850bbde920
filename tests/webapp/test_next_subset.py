"""The next subset: one request, after which display and phones go along and the session starts by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI

from tests.webapp.clients import TOKEN, operator_client
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from tests.webapp.test_rejoining import carried
from webapp.app import close_app, create_app
from webapp.auth.device_cookies import MOST
from webapp.sessions.models import NextSubset
from webapp.settings import Settings

CONDITIONS = {"room": "reading room 3", "tripod_position": "60 cm, straight"}
SETS = ("nokia10k", "pixel10k")


class Study(Station):
    """Subsets of two x-rays of a data set of seven."""

    def new_session(self, **changes: Any) -> str:
        return super().new_session(**{"first": 1, "last": 2, "conditions": CONDITIONS, **changes})

    def finish(self) -> None:
        snapshot = self.snapshot()
        for index in range(snapshot["first"], snapshot["last"] + 1):
            self.photograph(index)
        self.display.show_next(None)
        self.wait_for_phase("finished")

    def go_on(self, **body: Any) -> Any:
        """Ask for the next subset, and turn to it; the devices stay where they are."""
        made = self.act("next", **body)
        self.session = made["session"]
        return made

    def follow(self) -> None:
        """Have every device go along."""
        assert self.display.follow().hello()["ok"]
        for phone in self.phones:
            phone.follow().come()


@pytest.fixture
def study(app: OpenAPI, tmp_path: Path) -> Study:
    return Study(app, tmp_path / "data", 7, SETS)


def test_one_request_and_the_next_subset_runs_with_all_that_was_there(study: Study) -> None:
    study.open()
    study.finish()
    before = study.snapshot()
    made = study.go_on()
    assert (made["first"], made["last"], made["sets"]) == (3, 4, list(SETS))
    assert made["conditions"] == before["conditions"]
    assert made["settings"] == before["settings"]
    assert [phone["name"] for phone in made["phones"]] == [phone["name"] for phone in before["phones"]]
    study.follow()
    assert study.wait_for_phase("running")["started_at"]  # nobody pressed Start
    study.finish()
    accepted = {(photo["set"], photo["index"]) for photo in study.photos("accepted")}
    assert accepted == {(name, index) for name in SETS for index in (3, 4)}
    rows = study.operator.get(f"/api/v1/sessions/{study.session}/events").json["events"]
    assert any("Everything is as it was" in row["message"] for row in rows)


def test_a_moved_phone_fills_its_set_whoever_comes_first(study: Study) -> None:
    study.open()
    study.finish()
    filled = {phone.id: phone.hello()["set"] for phone in study.phones}
    study.go_on()
    for phone in reversed(study.phones):
        before = filled[phone.id]
        phone.follow()
        assert phone.hello()["set"] == before


def test_two_clicks_make_one_session(study: Study) -> None:
    study.open()
    study.finish()
    old = study.session
    first = study.operator.post(f"/api/v1/sessions/{old}/next")
    second = study.operator.post(f"/api/v1/sessions/{old}/next", json={})
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json["session"] == second.json["session"]
    assert study.operator.get(f"/api/v1/sessions/{old}/next").json["session"] == first.json["session"]
    assert len(second.json["phones"]) == 2


def test_a_session_that_goes_on_has_no_next_one(study: Study) -> None:
    study.open()
    assert_error(study.operator.post(f"/api/v1/sessions/{study.session}/next"), 409, "wrong_phase")


def test_the_last_subset_is_shorter_and_then_nothing_is_left(study: Study) -> None:
    study.open()
    taken = []
    for _ in range(4):
        study.finish()
        taken.append((study.snapshot()["first"], study.snapshot()["last"]))
        proposed = study.operator.get(f"/api/v1/sessions/{study.session}/next").json
        if proposed["first"] is None:
            break
        made = study.go_on()
        assert (proposed["first"], proposed["last"]) == (made["first"], made["last"])
        study.follow()
    assert taken == [(1, 2), (3, 4), (5, 6), (7, 7)]
    assert_error(study.operator.post(f"/api/v1/sessions/{study.session}/next"), 409, "nothing_left")


def test_other_x_rays_and_conditions_may_be_asked_for(study: Study) -> None:
    study.open()
    study.finish()
    made = study.go_on(first=5, last=5, conditions={"room": "another"})
    assert (made["first"], made["last"], made["conditions"]["room"]) == (5, 5, "another")
    assert made["conditions"]["tripod_position"] == ""


@pytest.mark.parametrize("body", [{"first": 3}, {"first": 4, "last": 3}])
def test_half_a_range_is_refused(study: Study, body: dict[str, int]) -> None:
    study.open()
    study.finish()
    assert_error(study.operator.post(f"/api/v1/sessions/{study.session}/next", json=body), 422, "invalid")


def test_x_rays_of_the_session_before_are_taken_again_only_on_purpose(study: Study) -> None:
    study.open()
    study.finish()
    answer = study.operator.post(f"/api/v1/sessions/{study.session}/next", json={"first": 2, "last": 3})
    assert_error(answer, 409, "overlap")
    assert study.go_on(first=2, last=3, overlap=True)["first"] == 2


def test_without_one_phone_it_waits_and_says_for_whom_and_then_starts_by_itself(study: Study) -> None:
    study.open()
    study.finish()
    study.go_on()
    assert study.display.follow().hello()["ok"]
    study.phones[0].follow().come()
    seen = study.snapshot()
    assert (seen["phase"], seen["by_itself"]) == ("waiting", True)
    assert seen["waits_for"] == ["Phone of pixel10k is not connected."]
    study.phones[1].follow().come()
    study.wait_for_phase("running")


def test_a_phone_that_was_offline_at_the_click_learns_of_it_by_its_hello(study: Study) -> None:
    study.open()
    study.finish()
    late = study.phones[1]
    late.socket.disconnect("/phone")
    made = study.go_on()
    late.connect()
    welcome = late.hello()
    assert welcome["moved"] == made["session"]
    late.go_to(welcome["moved"]).come()
    assert study.display.follow().hello()["moved"] is None
    study.phones[0].follow().come()
    study.wait_for_phase("running")


def test_a_phone_that_missed_several_subsets_goes_to_the_newest(study: Study) -> None:
    study.open()
    study.finish()
    late = study.phones.pop()
    late.socket.disconnect("/phone")
    for _ in range(2):
        study.go_on()
        study.follow()
        study.act("abort")
    made = study.go_on()
    late.connect()
    assert late.hello()["moved"] == made["session"]
    assert late.go_to(made["session"]).hello()["set"] == "pixel10k"


def test_the_move_may_be_asked_for_twice(study: Study) -> None:
    study.open()
    study.finish()
    made = study.go_on()
    phone = study.phone
    url = f"/api/v1/sessions/{phone.session}/devices/{phone.id}/move"
    cookies = []
    for _ in range(2):
        assert phone.browser.post(url).status_code == 200
        cookies.append(phone.browser.get_cookie(f"__Host-phone-{made['session']}", domain="lab.test"))
    assert cookies[0].value == cookies[1].value
    phone.follow().come()


def test_nobody_moves_where_nothing_follows(study: Study) -> None:
    study.open()
    phone = study.phone
    answer = phone.browser.post(f"/api/v1/sessions/{phone.session}/devices/{phone.id}/move")
    assert_error(answer, 409, "not_moved")


def test_the_move_is_for_the_device_alone(study: Study) -> None:
    study.open()
    study.finish()
    study.go_on()
    one, other = study.phones
    answer = one.browser.post(f"/api/v1/sessions/{other.session}/devices/{other.id}/move")
    assert_error(answer, 403, "forbidden")


def test_photos_are_uploaded_under_the_old_session_also_after_the_click(study: Study) -> None:
    study.open()
    old = study.session
    study.display.show_next(1)
    keys = [phone.shoot(1) for phone in study.phones]
    study.act("abort")
    study.display.show_next(None)
    study.go_on(first=3, last=4)
    for phone, key in zip(study.phones, keys, strict=True):
        phone.upload(key)
    study.follow()
    study.wait_for_phase("running")
    stored = study.operator.get(f"/api/v1/sessions/{old}/photos?state=accepted").json["photos"]
    assert {photo["set"] for photo in stored} == set(SETS)


def test_what_an_aborted_session_did_not_reach_is_free_again(study: Study) -> None:
    study.open()
    study.photograph(1)
    study.act("abort")
    assert study.operator.get(f"/api/v1/sessions/{study.session}/next").json["first"] == 3
    study.go_on(first=3, last=7)
    study.act("abort")
    assert study.operator.get(f"/api/v1/sessions/{study.session}/next").json["first"] == 2


def test_two_stations_get_different_subsets(study: Study, app: OpenAPI) -> None:
    study.open()
    study.finish()
    other = study.new_session(first=3, last=4)
    assert study.go_on()["first"] == 5
    assert study.operator.get(f"/api/v1/sessions/{other}").json["first"] == 3


def test_a_dropped_device_is_not_brought_along(study: Study) -> None:
    study.open()
    study.finish()
    gone = study.phones[1]
    study.operator.delete(f"/api/v1/sessions/{study.session}/devices/{gone.id}")
    made = study.go_on()
    assert [phone["name"] for phone in made["phones"]] == ["Phone of nokia10k"]
    assert made["sets_without_phone"] == ["pixel10k"]
    assert_error(
        gone.browser.post(f"/api/v1/sessions/{gone.session}/devices/{gone.id}/move"), 409, "not_moved"
    )


def test_a_device_is_removed_at_one_place(study: Study) -> None:
    study.open()
    study.finish()
    old, phone = study.session, study.phone
    old_id = phone.id
    study.go_on()
    study.follow()
    study.operator.post(f"/api/v1/sessions/{old}/devices/{old_id}/revoke")
    assert phone.next("dropped") == {"code": "revoked"}
    for session, device in ((old, old_id), (phone.session, phone.id)):
        url = f"/api/v1/sessions/{session}/devices/{device}/move"
        assert_error(phone.browser.post(url), 403, "credential_revoked")
    states = {seen["name"]: seen["state"] for seen in study.snapshot()["phones"]}
    assert states["Phone of nokia10k"] == "revoked"


def test_a_session_that_is_resumed_for_a_retake_keeps_its_devices(study: Study) -> None:
    study.open()
    study.finish()
    old = study.session
    study.go_on()
    study.act("abort")
    for device in (study.display, *study.phones):
        assert device.hello()["moved"] is None
    study.session = old
    for phone in study.phones:
        phone.ready()
    study.act("retakes", index=2)
    study.act("resume")
    study.display.show_next(2)


def test_a_server_killed_right_after_the_click_brings_everybody_along(
    study: Study, app: OpenAPI, settings: Settings
) -> None:
    study.open()
    study.finish()
    lab = app.extensions["services"]
    old = study.session
    made, _ = lab.succession.follow(old, NextSubset())  # the devices are enrolled after this
    close_app(app)
    again = create_app(settings, pixels=InlinePixels(), with_demo=False)
    try:
        _turn_to(study, again, made.id)
        for device in (study.display, *study.phones):
            device.move_to(again)
            assert device.hello()["moved"] == made.id
            device.go_to(made.id)
        assert study.display.hello()["ok"]
        for phone in study.phones:
            phone.come()
        study.wait_for_phase("running")
        study.finish()
    finally:
        close_app(again)


def test_a_restart_while_it_waits_changes_nothing(study: Study, app: OpenAPI, settings: Settings) -> None:
    study.open()
    study.finish()
    made = study.go_on()
    study.display.follow().hello()
    close_app(app)
    again = create_app(settings, pixels=InlinePixels(), with_demo=False)
    try:
        _turn_to(study, again, made["session"])
        study.display.move_to(again)
        study.display.hello()
        for phone in study.phones:
            phone.move_to(again)
            phone.go_to(phone.hello()["moved"]).come()
        study.wait_for_phase("running")
    finally:
        close_app(again)


def _turn_to(study: Study, app: OpenAPI, session: str) -> None:
    study.app, study.session, study.operator = app, session, operator_client(app, TOKEN)


def test_forty_subsets_leave_a_browser_with_few_credentials(app: OpenAPI, tmp_path: Path) -> None:
    study = Study(app, tmp_path / "data", 82, ("pixel10k",))
    study.open()
    for _ in range(40):
        study.act("abort")
        study.go_on(overlap=True)
        study.follow()
    assert len(carried(study.phone.browser)) <= MOST + 1
    assert len(carried(study.display.browser)) <= MOST + 1
    study.wait_for_phase("running")
    study.finish()


def plan_subsets(study: Study, *subsets: dict[str, Any]) -> None:
    """Plan the subsets of the study's first set."""
    [known] = study.operator.get("/api/v1/studies").json["studies"]
    wish = {"sets": [{"name": SETS[0], "first": 1, "last": 7, "subsets": list(subsets)}]}
    answer = study.operator.patch(f"/api/v1/studies/{known['id']}", json=wish)
    assert answer.status_code == 200, answer.json


def test_a_planned_subset_comes_next_and_other_conditions_wait_for_a_person(study: Study) -> None:
    study.open()
    study.finish()
    plan_subsets(
        study,
        {"first": 1, "last": 2, "conditions": {"room": "reading room 3"}},
        {"first": 3, "last": 6, "conditions": {"room_light": "Off"}},
    )
    offer = study.operator.get(f"/api/v1/sessions/{study.session}/next").json
    assert offer == {"session": None, "first": 3, "last": 6, "conditions": {"room_light": "Off"}}
    made = study.go_on()
    assert (made["first"], made["last"]) == (3, 6)
    assert (made["conditions"]["room"], made["conditions"]["room_light"]) == (CONDITIONS["room"], "Off")
    study.follow()
    seen = study.snapshot()
    assert (seen["phase"], seen["by_itself"], seen["can"]["start"]) == ("waiting", False, True)


def test_a_planned_subset_under_the_same_conditions_starts_by_itself(study: Study) -> None:
    study.open()
    study.finish()
    plan_subsets(study, {"first": 1, "last": 2}, {"first": 6, "last": 7, "conditions": CONDITIONS})
    assert study.go_on()["first"] == 6
    study.follow()
    study.wait_for_phase("running")
    study.finish()
    assert_error(study.operator.post(f"/api/v1/sessions/{study.session}/next"), 409, "nothing_left")


def test_the_next_of_a_sample_are_its_next_x_rays(study: Study) -> None:
    study.session = study.new_session(first=1, last=3, indices=[1, 3])
    study.open()
    for index in (1, 3):
        study.photograph(index)
    study.display.show_next(None)
    study.wait_for_phase("finished")
    [known] = study.operator.get("/api/v1/studies").json["studies"]
    sample = {"name": SETS[0], "first": 1, "last": 7, "indices": [1, 3, 4, 6, 7]}
    answer = study.operator.patch(f"/api/v1/studies/{known['id']}", json={"sets": [sample]})
    assert answer.status_code == 200, answer.json
    made = study.go_on()
    assert (made["first"], made["last"], made["total"]) == (4, 6, 2)
