"""Photos of one session that come from another lens, or the other way up, are noticed at the first of them."""

from __future__ import annotations

from typing import Any

import pytest

from capture import events, views
from capture.session import Session
from tests.capture.session_driver import SessionDriver, digest

BACK = {"width": 4000, "height": 3000, "settings": {"label": "back"}}


def take(driver: SessionDriver, index: int, camera: dict[str, Any]) -> None:
    generation = driver.generation("p1")
    driver.do(
        events.Captured(driver.t, "p1", generation, index, 1, driver.showing, digest(index), 5, camera=camera)
    )
    driver.shown()
    driver.kept(index)
    driver.judged(index)


@pytest.mark.parametrize(
    "change",
    [{"settings": {"label": "wide"}}, {"width": 3000, "height": 4000}, {"width": 1920, "height": 1080}],
    ids=["lens", "orientation", "size"],
)
def test_a_change_pauses_once_and_names_both(change: dict[str, Any]) -> None:
    driver = SessionDriver().started()
    take(driver, 1, BACK)
    take(driver, 2, BACK | change)
    reason = views.snapshot(driver.session, driver.t)["reason"]
    assert (reason["code"], reason["device"], reason["index"]) == ("camera_changed", "p1", 2)
    assert "Before: back, 4000 × 3000, landscape. Now: " in reason["message"]
    assert driver.state.places["a"].photos[(2, 1)].state == "accepted"
    assert Session.replay(driver.session.plan, driver.facts, 0.0).state == driver.state
    driver.do(events.Resume(driver.t, "p1", driver.generation("p1")))
    driver.shown()
    take(driver, 3, BACK | change)
    assert driver.state.phase == "running"


def test_a_phone_that_does_not_say_or_stays_the_same_pauses_nothing() -> None:
    driver = SessionDriver().started()
    cameras: list[dict[str, Any]] = [BACK, {"width": 0, "height": 0}, {"width": "?"}, BACK]
    for index, camera in enumerate(cameras, start=1):
        take(driver, index, camera)
        assert driver.state.phase == "running"
