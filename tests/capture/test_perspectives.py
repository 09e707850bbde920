"""The photos to which a phone's focal length is fitted; a replay knows the same."""

from __future__ import annotations

from typing import Any

import pytest

from capture import events
from capture.session import Session
from capture.state.fact_kinds import fact_from_json
from capture.state.perspectives import MOST, Perspective, perspective_of
from tests.capture.session_driver import SessionDriver, digest

H = [2.0, 0.0, 10.0, 0.0, 2.0, 20.0, 0.0, 0.0, 1.0]
MEASURES: dict[str, Any] = {
    "match": {"verdict": "verified", "code": ""},
    "homography": H,
    "width": 4000,
    "height": 3000,
}


def photograph(driver: SessionDriver, index: int, measures: dict[str, Any], camera: dict[str, Any]) -> None:
    state = driver.state
    driver.do(
        events.Captured(
            driver.t, "p1", driver.generation("p1"), index, 1, state.showing.number, digest(index), 5, camera
        )
    )
    driver.shown()
    driver.kept(index)
    driver.do(events.PhotoJudged(driver.t, "a", index, 1, "accepted", measures=measures))


def test_verified_photos_are_kept_the_newest_of_one_lens_and_replayed() -> None:
    driver = SessionDriver(last=MOST + 8).started()
    wide = {"width": 4000, "height": 3000, "settings": {"label": "wide"}}
    for index in range(1, MOST + 4):
        photograph(driver, index, MEASURES | {"homography": [index, *H[1:]]}, wide)
    known = driver.session.perspectives("a", 1, 1)
    assert len(known) == MOST
    assert known[-1] == Perspective((float(MOST + 3), *H[1:]), (4000, 3000))
    again = Session.replay(
        driver.session.plan, [fact_from_json(fact.to_json()) for fact in driver.facts], 1000.0
    )
    assert again.state == driver.state
    photograph(driver, MOST + 4, MEASURES, wide | {"settings": {"label": "tele"}})
    assert len(driver.session.perspectives("a", 1, 1)) == 1


@pytest.mark.parametrize(
    "changed",
    [{"match": {"verdict": "doubtful"}}, {"match": None}, {"homography": None}, {"width": None}],
)
def test_what_is_not_verified_tells_nothing(changed: dict[str, Any]) -> None:
    assert perspective_of(MEASURES | changed) is None


def test_sizes_are_upright() -> None:
    assert perspective_of(MEASURES | {"orientation": 6}) == Perspective(tuple(H), (3000, 4000))
