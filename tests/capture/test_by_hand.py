"""Photos by hand: the x-ray stays until a person's photo of it is good, however long that takes."""

from __future__ import annotations

from typing import Any

import pytest

from capture import commands, events, facts
from capture.by_person import events as wishes
from capture.by_person.conditions import ConditionHistory
from capture.by_person.poses import POSES, pose
from capture.errors import CaptureError
from capture.handlers.scheduler import waits_for_next
from capture.plan import SessionPlan
from capture.views import by_hand_view, handheld_view, snapshot
from tests.capture.session_driver import SessionDriver


def by_hand(phones: int = 1, sets: tuple[str, ...] = ("a",), **settings: Any) -> SessionDriver:
    return SessionDriver(1, 5, sets, way="by_hand", **settings).started(phones)


def film(**settings: Any) -> SessionDriver:
    return SessionDriver(1, 5, ("a",), way="film", **settings).started()


def good_photo(driver: SessionDriver, index: int, attempt: int = 1) -> None:
    """A person takes a photo, it is judged, and what follows is painted."""
    driver.captured(index, attempt)
    driver.shown()
    driver.kept(index, attempt)
    driver.judged(index, attempt)
    driver.shown()


class TestPatience:
    def test_a_person_may_take_any_time(self) -> None:
        driver = by_hand()
        driver.received(1)
        for _ in range(3):
            driver.tick(3600)
        assert driver.state.phase == "running"
        assert driver.session.state.places["a"].outstanding is not None

    def test_a_phone_in_its_camera_app_or_out_of_reach_changes_nothing(self) -> None:
        driver = by_hand()
        driver.received(1)
        showing = driver.showing
        driver.ready(ready=False, code="page_hidden")
        driver.do(events.DeviceLeft(driver.t, "p1", driver.generation("p1")))
        driver.tick(600)
        assert (driver.state.phase, driver.showing) == ("running", showing)
        driver.hello(page="page2", record=(1, 0))
        driver.ready()
        assert driver.asked() == [("p1", 1, 1)], "it is told again what it is asked for"

    def test_a_session_that_runs_by_itself_still_pauses(self) -> None:
        driver = SessionDriver().started()
        driver.received(1)
        driver.tick(25)
        assert driver.state.reason.code == "phone_silent"

    def test_a_pause_withdraws_what_was_asked(self) -> None:
        driver = by_hand()
        driver.do(events.Pause(driver.t))
        assert driver.state.places["a"].outstanding is None
        assert driver.shows() == [None]

    def test_a_display_that_breaks_has_the_x_ray_shown_and_asked_for_anew(self) -> None:
        driver = by_hand()
        driver.received(1)
        before = driver.showing
        driver.broken()
        driver.tick()
        driver.shown()
        assert driver.asked() == [("p1", 1, 1)]
        driver.captured(1, showing=before)
        assert driver.state.places["a"].photos[(1, 1)].rejection_code == "showing_broken"


class TestPhotos:
    def test_the_x_ray_stays_until_its_photo_is_judged(self) -> None:
        driver = by_hand()
        driver.captured(1)
        assert driver.shows() == [1], "a second showing confirms the first"
        driver.shown()
        driver.kept(1)
        assert driver.sent(commands.Judge)
        driver.judged(1)
        assert driver.shows() == [2]

    def test_without_verification_the_next_one_comes_at_once(self) -> None:
        driver = by_hand(verification="off")
        driver.captured(1)
        assert driver.shows() == [2]

    def test_a_rejected_photo_is_taken_again_as_often_as_the_person_likes(self) -> None:
        driver = by_hand(max_automatic_retakes=0)
        for attempt in range(1, 8):
            driver.captured(1, attempt)
            driver.shown()
            driver.kept(1, attempt)
            verdict = events.PhotoJudged(
                driver.t, "a", 1, attempt, "rejected", "poor_quality", "it is blurred"
            )
            driver.do(verdict)
            assert driver.shows() == [1]
            driver.shown()
            assert driver.asked() == [("p1", 1, attempt + 1)]
        assert driver.state.phase == "running"

    def test_another_lens_or_a_turned_phone_does_not_pause(self) -> None:
        driver = by_hand(verification="off")
        for index, (width, height) in enumerate([(4000, 3000), (3000, 4000)], 1):
            camera = {"width": width, "height": height, "settings": {"label": ""}}
            generation = driver.generation("p1")
            driver.do(
                events.Captured(
                    driver.t, "p1", generation, index, 1, driver.showing, "a" * 63 + str(index), 5, camera
                )
            )
            driver.shown()
        assert driver.state.phase == "running"

    def test_a_file_counts_only_where_its_pixels_are_verified(self) -> None:
        driver = by_hand()
        driver.captured(1, source="camera_app")
        assert not driver.state.places["a"].photos[(1, 1)].rejection_code
        driver = by_hand(verification="off")
        driver.captured(1, source="camera_app")
        assert driver.state.places["a"].photos[(1, 1)].rejection_code == "not_verified"

    def test_two_phones_take_their_time_each(self) -> None:
        driver = by_hand(2, ("a", "b"))
        driver.captured(1, phone="p1")
        driver.tick(100)
        assert driver.showing == 1, "the x-ray stays for the other one"
        driver.captured(1, phone="p2")
        driver.shown()
        for phone, name in (("p1", "a"), ("p2", "b")):
            driver.kept(1, phone=phone)
            driver.judged(1, set_name=name)
        assert driver.shows() == [2]


class TestNext:
    def test_the_x_ray_waits_for_next_where_that_is_wished(self) -> None:
        driver = by_hand(goes_on="asked")
        driver.captured(1)
        driver.shown()
        driver.kept(1)
        driver.judged(1)
        assert driver.shows() == []
        assert by_hand_view(driver.state)["stays"] == 1
        driver.do(wishes.GoOn(driver.t, 1))
        assert driver.shows() == [2]

    def test_a_late_or_repeated_next_does_not_pass_over_another_x_ray(self) -> None:
        driver = by_hand(goes_on="asked", verification="off")
        driver.captured(1)
        driver.shown()
        driver.do(wishes.GoOn(driver.t, 1))
        driver.shown()
        driver.captured(2)
        driver.shown()
        driver.do(wishes.GoOn(driver.t, 1))
        assert waits_for_next(driver.state) == 2

    def test_one_key_presses_the_shutter_or_goes_on(self) -> None:
        driver = by_hand(goes_on="asked", verification="off")
        driver.do(wishes.PressShutter(driver.t, "d1", driver.generation("d1")))
        (press,) = driver.sent(commands.Press)
        assert (press.phone, press.index, press.attempt, press.showing) == ("p1", 1, 1, 1)
        driver.captured(1)
        driver.shown()
        driver.do(wishes.PressShutter(driver.t))
        assert driver.shows() == [2]

    def test_a_session_that_runs_by_itself_has_no_shutter(self) -> None:
        driver = SessionDriver().started()
        with pytest.raises(CaptureError) as refused:
            driver.do(wishes.PressShutter(driver.t))
        assert refused.value.code == "not_by_hand"

    def test_the_last_x_ray_ends_the_session(self) -> None:
        driver = by_hand(goes_on="asked", verification="off")
        for index in range(1, 6):
            driver.captured(index)
            driver.shown()
            driver.do(wishes.GoOn(driver.t, index))
            driver.shown()
            driver.kept(index)
            driver.judged(index)
        assert driver.state.phase == "finished"


class TestBackAndSkip:
    def test_back_takes_the_previous_x_ray_again_and_then_goes_on(self) -> None:
        driver = by_hand()
        good_photo(driver, 1)
        assert handheld_view(driver.state, driver.state.places["a"])["previous"] == 1
        driver.do(wishes.RetakeHere(driver.t, "p1", driver.generation("p1"), 1))
        assert driver.shows() == [1]
        driver.shown()
        assert driver.asked() == [("p1", 1, 2)]
        good_photo(driver, 1, 2)
        assert driver.asked() == [("p1", 2, 1)]

    def test_back_twice_goes_two_back(self) -> None:
        driver = by_hand()
        good_photo(driver, 1)
        good_photo(driver, 2)
        for index in (2, 1):
            driver.do(wishes.RetakeHere(driver.t, "p1", driver.generation("p1"), index))
            driver.shown()
        assert driver.asked() == [("p1", 1, 2)]

    def test_a_repeated_back_changes_nothing(self) -> None:
        driver = by_hand()
        good_photo(driver, 1)
        for _ in range(2):
            driver.do(wishes.RetakeHere(driver.t, "p1", driver.generation("p1"), 1))
        assert driver.last.facts == ()

    def test_the_x_ray_that_stays_can_be_taken_again(self) -> None:
        driver = by_hand(goes_on="asked")
        driver.captured(1)
        driver.shown()
        driver.kept(1)
        driver.judged(1)
        driver.do(wishes.RetakeHere(driver.t, "p1", driver.generation("p1"), 1))
        driver.shown()
        assert driver.asked() == [("p1", 1, 2)]

    def test_a_skip_needs_a_reason_and_shows_the_next(self) -> None:
        driver = by_hand()
        generation = driver.generation("p1")
        with pytest.raises(CaptureError):
            driver.do(wishes.SkipHere(driver.t, "p1", generation, 1, " "))
        driver.do(wishes.SkipHere(driver.t, "p1", generation, 1, "cannot be read"))
        assert driver.shows() == [2]
        driver.shown()
        (asked,) = driver.sent(commands.Capture)
        assert (asked.index, asked.skipped) == (2, (1,))

    def test_an_older_page_has_no_say(self) -> None:
        driver = by_hand()
        driver.do(wishes.SkipHere(driver.t, "p1", 0, 1, "cannot be read"))
        assert driver.last.stale
        assert not driver.state.skips


class TestConditions:
    def test_a_photo_has_the_conditions_of_its_own_time(self) -> None:
        driver = by_hand()
        good_photo(driver, 1)
        good_photo(driver, 2)
        driver.t += 1
        changed = wishes.StateConditions(driver.t, {"room_light": "On"}, "p1", driver.generation("p1"))
        driver.do(changed)
        driver.t += 1
        driver.do(wishes.RetakeHere(driver.t, "p1", driver.generation("p1"), 1))
        driver.shown()
        good_photo(driver, 1, 2)
        history = ConditionHistory.of(driver.session.plan, driver.facts)
        taken = {
            (fact.index, fact.attempt): dict(history.at(fact.at))
            for fact in driver.facts
            if isinstance(fact, facts.PhotoTaken)
        }
        assert taken == {(1, 1): {}, (2, 1): {}, (1, 2): {"room_light": "On"}}
        assert snapshot(driver.session, driver.t)["conditions"] == {"room_light": "On"}

    def test_they_are_asked_for_again_after_so_many_photos(self) -> None:
        driver = by_hand(conditions_every=2)
        asks = []
        for index in (1, 2):
            asks.append(by_hand_view(driver.state)["ask_conditions"])
            good_photo(driver, index)
        asks.append(by_hand_view(driver.state)["ask_conditions"])
        driver.do(wishes.StateConditions(driver.t, {}))
        asks.append(by_hand_view(driver.state)["ask_conditions"])
        assert asks == [False, False, True, False]


class TestFilms:
    def test_a_film_needs_no_display(self) -> None:
        driver = film()
        assert driver.state.phase == "running"
        assert driver.asked() == [("p1", 1, 1)]
        assert not [command for command in driver.last.commands if isinstance(command, commands.Show)]

    def test_the_next_film_is_asked_for_once_the_photo_is_judged(self) -> None:
        driver = film()
        driver.captured(1)
        driver.kept(1)
        assert driver.sent(commands.Judge)
        assert driver.asked() == []
        driver.judged(1)
        assert driver.asked() == [("p1", 2, 1)]

    def test_films_cannot_be_aimed_at(self) -> None:
        driver = SessionDriver(1, 5, ("a",), way="film")
        with pytest.raises(CaptureError) as refused:
            driver.do(events.Aim(driver.t))
        assert refused.value.code == "no_display"


class TestAdvice:
    def test_every_pose_comes_once_in_as_many_x_rays_as_there_are_poses(self) -> None:
        for turn in range(3):
            first = 101 + turn * len(POSES)
            advised = {pose("s1", 101, index) for index in range(first, first + len(POSES))}
            assert advised == set(POSES)

    def test_it_depends_on_session_and_x_ray_alone(self) -> None:
        assert [pose("s1", 1, index) for index in range(1, 16)] == [
            pose("s1", 1, index) for index in range(1, 16)
        ]
        assert [pose("s1", 1, index) for index in range(1, 16)] != [
            pose("s2", 1, index) for index in range(1, 16)
        ]


def test_a_plan_of_before_runs_by_itself() -> None:
    plan = SessionDriver().session.plan
    written = plan.to_json()
    del written["capture"]
    for name in ("goes_on", "shutter_after_s", "conditions_every"):
        del written["settings"][name]  # type: ignore[attr-defined]
    assert SessionPlan.from_json(written) == plan
