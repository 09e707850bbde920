"""Photos of one session that come from another lens, or the other way up, are noticed at the first of them."""

from __future__ import annotations

from typing import Any

import pytest

from capture import events, views
from capture.session import Session
from tests.capture.desk import Desk, digest

BACK = {"width": 4000, "height": 3000, "settings": {"label": "back"}}


def take(desk: Desk, index: int, camera: dict[str, Any]) -> None:
    generation = desk.generation("p1")
    desk.do(
        events.Captured(desk.t, "p1", generation, index, 1, desk.showing, digest(index), 5, camera=camera)
    )
    desk.shown()
    desk.kept(index)
    desk.judged(index)


@pytest.mark.parametrize(
    "change",
    [{"settings": {"label": "wide"}}, {"width": 3000, "height": 4000}, {"width": 1920, "height": 1080}],
    ids=["lens", "orientation", "size"],
)
def test_a_change_pauses_once_and_names_both(change: dict[str, Any]) -> None:
    desk = Desk().started()
    take(desk, 1, BACK)
    take(desk, 2, BACK | change)
    reason = views.snapshot(desk.session, desk.t)["reason"]
    assert (reason["code"], reason["device"], reason["index"]) == ("camera_changed", "p1", 2)
    assert "Before: back, 4000 × 3000, landscape. Now: " in reason["message"]
    assert desk.state.places["a"].photos[(2, 1)].state == "accepted"
    assert Session.replay(desk.session.plan, desk.facts, 0.0).state == desk.state
    desk.do(events.Resume(desk.t, "p1", desk.generation("p1")))
    desk.shown()
    take(desk, 3, BACK | change)
    assert desk.state.phase == "running"


def test_a_phone_that_does_not_say_or_stays_the_same_pauses_nothing() -> None:
    desk = Desk().started()
    cameras: list[dict[str, Any]] = [BACK, {"width": 0, "height": 0}, {"width": "?"}, BACK]
    for index, camera in enumerate(cameras, start=1):
        take(desk, index, camera)
        assert desk.state.phase == "running"
