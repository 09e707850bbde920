"""A display that measures its own picture: what it reports badly displayed is not photographed, or does not count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from capture import events, facts
from capture.sentences import reason_sentence
from capture.session import Session
from capture.state.fact_kinds import fact_from_json
from capture.state.layouts import Drawn, Layout
from tests.capture.session_driver import SessionDriver

GOOD = Layout((1920, 1080), (420, 0, 1080, 1080), (2048, 2048), fullscreen=True)
COVERED = replace(GOOD, covered_by="div#toast")


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"rectangle": (420, -0.9, 1080, 1081.5)},
        {"rectangle": (0.4, 480.5, 1919.6, 119.4), "natural": (4000, 250), "pixel_ratio": 1.25},
        {"rectangle": (900, 500, 4, 3), "natural": (16, 9)},
        {"fullscreen": False},
        {"zoom": 1.004},
    ],
)
def test_a_picture_that_is_all_there_has_no_fault(changed: dict[str, Any]) -> None:
    assert replace(GOOD, **changed).fault == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"visible": False}, "not in front"),
        ({"covered_by": "div"}, "lay over"),
        ({"zoom": 1.1}, "zoomed"),
        ({"rectangle": (420, -1.5, 1080, 1080)}, "ran off"),
        ({"rectangle": (-2, 0, 1080, 1080)}, "ran off"),
        ({"rectangle": (842, 0, 1080, 1080)}, "ran off"),
        ({"rectangle": (420, 2, 1080, 1080)}, "ran off"),
        ({"rectangle": (420, 0, 0, 0)}, "ran off"),
        ({"rectangle": (420, 0, 1060, 1080)}, "out of proportion"),
    ],
)
def test_a_picture_that_is_not_says_why(changed: dict[str, Any], said: str) -> None:
    assert said in replace(GOOD, **changed).fault


def test_what_a_display_shows_badly_is_not_photographed(driver: SessionDriver) -> None:
    assert driver.asked() == [("p1", 1, 1)]
    driver.captured(1)
    driver.shown(layout=COVERED, stood=GOOD)
    assert driver.asked() == []
    assert (driver.state.phase, driver.state.reason.code) == ("paused", "badly_displayed")
    said = reason_sentence(driver.state, driver.state.reason)
    assert "2 was not taken: something lay over the x-ray" in said
    assert "100 % zoom" in said
    assert not driver.state.doubtful, "the photo of the one before counts"


def test_once_it_is_put_right_the_session_goes_on(driver: SessionDriver) -> None:
    driver.captured(1)
    driver.shown(layout=COVERED, stood=GOOD)
    driver.do(events.Resume(driver.t))
    assert driver.shows() == [2]
    driver.shown(layout=GOOD)
    assert driver.asked() == [("p1", 2, 1)]


def test_a_photo_of_what_was_covered_until_it_was_replaced_is_rejected_and_taken_again(
    driver: SessionDriver,
) -> None:
    driver.captured(1)
    driver.kept(1)
    driver.shown(layout=GOOD, stood=COVERED)
    photo = driver.state.places["a"].photos[1, 1]
    assert photo.state == "rejected"
    [verdict] = [fact for fact in driver.facts if isinstance(fact, facts.VerdictGiven)]
    assert (verdict.code, verdict.detail) == ("badly_displayed", COVERED.fault)
    assert driver.state.phase == "running"
    assert driver.state.places["a"].retakes == {1: "badly_displayed"}


def test_it_does_not_go_on_so_for_ever() -> None:
    driver = SessionDriver(max_automatic_retakes=2).started()
    for attempt in (1, 2, 3):
        assert (driver.state.phase, driver.state.showing.index) == ("running", 1)
        driver.captured(1, attempt)
        driver.shown(layout=GOOD, stood=COVERED)
        driver.kept(1, attempt)
        driver.shown(layout=GOOD)
    assert (driver.state.phase, driver.state.reason.code) == ("paused", "badly_displayed")
    assert "1 was not accepted: something lay over" in reason_sentence(driver.state, driver.state.reason)


def test_aiming_ends_with_the_same_words() -> None:
    driver = SessionDriver()
    driver.join_display()
    driver.do(events.Aim(driver.t))
    driver.shown(layout=COVERED)
    assert (driver.state.phase, driver.state.reason.code) == ("waiting", "badly_displayed")
    assert "x-ray 1 is not shown as it should be" in reason_sentence(driver.state, driver.state.reason)


def test_nothing_is_asked_of_the_picture_in_off() -> None:
    driver = SessionDriver(verification="off").started()
    driver.captured(1)
    driver.shown(layout=COVERED, stood=COVERED)
    assert driver.state.phase == "running"
    assert driver.asked() == [("p1", 2, 1)]


def test_a_display_that_measures_nothing_is_believed(driver: SessionDriver) -> None:
    driver.through(1)
    assert driver.state.places["a"].photos[1, 1].state == "accepted"
    assert driver.session.drawn("a", 1, 1) is None


def test_where_the_xray_was_drawn_stays_known_with_its_photo(driver: SessionDriver) -> None:
    driver.captured(1)
    driver.shown(layout=GOOD)
    driver.captured(2)
    assert driver.session.drawn("a", 2, 1) == Drawn((1920, 1080), (420, 0, 1080, 1080))
    again = Session.replay(
        driver.session.plan, [fact_from_json(fact.to_json()) for fact in driver.facts], 1000.0
    )
    assert again.state == driver.state


def test_a_journal_without_layouts_is_read() -> None:
    painted = fact_from_json({"kind": "ShowingPainted", "at": 1.0, "showing": 3})
    assert painted == facts.ShowingPainted(1.0, 3)


@pytest.fixture
def driver() -> SessionDriver:
    return SessionDriver().started()


def test_which_xray_was_shown_before_stays_known_with_its_photo() -> None:
    driver = SessionDriver(verification="strict").started()
    driver.captured(1)
    driver.kept(1)
    driver.shown()
    driver.captured(2)
    driver.kept(2)
    driver.shown()
    driver.judged(1, verdict="rejected")
    driver.captured(3)
    driver.shown()
    assert driver.asked() == [("p1", 1, 2)]
    driver.captured(1, 2)
    before = {(1, 1): None, (2, 1): 1, (3, 1): 2, (1, 2): 3}
    assert {key: driver.session.shown_before("a", *key) for key in before} == before
    again = Session.replay(
        driver.session.plan, [fact_from_json(fact.to_json()) for fact in driver.facts], 1000.0
    )
    assert again.shown_before("a", 1, 2) == 3


@pytest.mark.parametrize("failures", [1, 2])
def test_an_xray_that_is_shown_again_after_black_was_not_shown_before_itself(failures: int) -> None:
    driver = SessionDriver(verification="strict").started()
    driver.through(1)
    fail(driver, 2, failures)
    driver.captured(2)
    assert driver.session.shown_before("a", 2, 1) == 1
    driver.shown()
    driver.captured(3)
    assert driver.session.shown_before("a", 3, 1) == 2


def test_before_the_first_xray_nothing_was_shown_however_often_it_is_black() -> None:
    driver = SessionDriver(verification="strict").started()
    fail(driver, 1, 2)
    driver.captured(1)
    assert driver.session.shown_before("a", 1, 1) is None


def fail(driver: SessionDriver, index: int, times: int) -> None:
    """The phone fails at an x-ray, which is shown again as often after a pause."""
    for _ in range(times):
        showing = driver.showing
        driver.do(events.CaptureFailureReported(driver.t, "p1", 1, index, 1, showing, "The camera froze."))
        assert driver.shows() == [None]
        driver.shown()
        driver.do(events.Resume(driver.t))
        assert driver.shows() == [index]
        driver.shown()
