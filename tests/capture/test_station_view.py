"""A session as one tile: how it stands, and when somebody is needed there."""

from __future__ import annotations

from typing import Any

import pytest

from capture import events
from capture.reasons import PAUSES
from capture.station_view import PATIENCE_S, WISHES, station
from messages import catalogue
from tests.capture.session_driver import SessionDriver


def tile(driver: SessionDriver) -> dict[str, Any]:
    return dict(station(driver.session, driver.t))


def needs(driver: SessionDriver) -> str | None:
    need = tile(driver)["need"]
    return need["code"] if need else None


def leave(driver: SessionDriver, device: str) -> None:
    driver.do(events.DeviceLeft(driver.t, device, driver.generation(device)))


def test_a_new_station_says_which_device_it_lacks_until_it_is_ready() -> None:
    driver = SessionDriver(5001, 5500)
    assert (tile(driver)["lacks"], tile(driver)["ready"], tile(driver)["index"]) == ("display", False, 5001)
    driver.join_display()
    assert tile(driver)["lacks"] == "phone"
    driver.join_phone()
    assert (tile(driver)["lacks"], tile(driver)["ready"], tile(driver)["need"]) == (None, True, None)


def test_a_running_station_says_where_it_is_and_how_much_is_stored() -> None:
    driver = SessionDriver().started()
    driver.through(1)
    seen = tile(driver)
    assert (seen["phase"], seen["index"], seen["stored"], seen["total"]) == ("running", 2, 1, 5)
    assert seen["thumbnail"] == "/api/v1/sessions/s1/photos/a/1/1/thumbnail"


def test_a_phone_that_is_gone_is_called_for_only_when_it_stays_away() -> None:
    driver = SessionDriver().started()
    driver.captured(1)
    leave(driver, "p1")
    assert needs(driver) is None
    driver.t += PATIENCE_S + 0.1
    assert tile(driver)["need"] == {"code": "phone_silent", "device": "Phone p1", "index": None, "photos": 1}
    driver.hello("p1", "page2", record=(1, 1), held=[(1, 1, driver.showing)])
    driver.ready()
    assert needs(driver) is None


def test_a_display_that_stays_away_is_called_for() -> None:
    driver = SessionDriver().started()
    leave(driver, "d1")
    driver.t += PATIENCE_S + 0.1
    assert needs(driver) == "display_silent"


def test_a_pause_that_a_person_asked_for_calls_nobody() -> None:
    driver = SessionDriver().started()
    driver.do(events.Pause(driver.t))
    assert (tile(driver)["phase"], tile(driver)["reason"], needs(driver)) == ("paused", "operator", None)
    driver.do(events.Abort(driver.t))
    assert (tile(driver)["phase"], needs(driver)) == ("aborted", None)


def test_every_other_pause_calls_somebody() -> None:
    driver = SessionDriver().started()
    driver.do(events.Pause(driver.t, code="disk_full"))
    assert needs(driver) == "disk_full"


def test_a_battery_that_runs_low_is_told_unless_it_is_charging() -> None:
    driver = SessionDriver().started()
    for charging, expected in ((False, "battery_low"), (True, None)):
        status = {"battery": 0.1, "charging": charging}
        driver.do(events.PhoneReady(driver.t, "p1", driver.generation("p1"), True, "", status))
        assert needs(driver) == expected


def test_a_person_who_takes_photos_by_hand_is_not_called_for_a_phone_in_a_pocket() -> None:
    driver = SessionDriver(way="by_hand").started()
    leave(driver, "p1")
    driver.t += PATIENCE_S + 0.1
    assert (tile(driver)["capture"], needs(driver)) == ("by_hand", None)


def test_films_need_no_display() -> None:
    assert tile(SessionDriver(way="film"))["lacks"] == "phone"


def test_a_finished_station_needs_nobody_though_its_phone_has_left() -> None:
    driver = SessionDriver(last=1).started()
    driver.through(1)
    leave(driver, "p1")
    driver.t += 100
    seen = tile(driver)
    assert (seen["phase"], seen["stored"], seen["need"]) == ("finished", 1, None)
    assert seen["ended_at"] is not None


@pytest.mark.parametrize(
    "code", sorted({*PAUSES, "index_mismatch", "session_unreadable", "battery_low"} - WISHES)
)
def test_every_need_has_words_and_says_what_to_do(code: str) -> None:
    said = {
        name: catalogue().say(f"station-need-{code}{name}", device="P", index=5347, photos=2)
        for name in ("", ".todo")
    }
    # A word or two that is read from eight metres, and at most three short lines.
    assert 0 < len(said[""]) <= 26, said
    assert 0 < len(said[".todo"]) <= 50, said
