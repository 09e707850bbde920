"""What the display varies by itself: drawn from a seed within the operator's limits, and recorded with every photo."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture import commands, events, facts
from capture.errors import CaptureError
from capture.plan import VARIATION_LIMITS, DisplayVariation, SessionPlan, unknown_names
from capture.session import Session
from capture.state.fact_kinds import fact_from_json
from capture.state.layouts import Layout
from capture.state.variation import PLAIN, WHITE_K, Variation, draw
from tests.capture.session_driver import SessionDriver

GOOD = Layout((1920, 1080), (420, 0, 1080, 1080), (2048, 2048), fullscreen=True)
WIDE = DisplayVariation(7, 1500, 40, 50, 20, 10, 15)
ALLOWED = st.builds(
    DisplayVariation,
    **{name: st.integers(int(least), int(most)) for name, (least, most) in VARIATION_LIMITS.items()},
)
INDICES = st.integers(1, 250_000)
DECIDES = {
    "colour_temperature_k": {"colour_temperature_k"},
    "dimming_percent": {"brightness"},
    "cursor_percent": {"cursor_x", "cursor_y"},
    "background_percent": {"background"},
    "shift_percent": {"shift_x", "shift_y"},
    "shrink_percent": {"size"},
}


@given(limits=ALLOWED, index=INDICES)
def test_the_same_seed_shows_the_same_and_every_limit_is_kept(limits: DisplayVariation, index: int) -> None:
    drawn = draw(limits, index)
    assert drawn == draw(replace(limits), index)
    assert abs(drawn.colour_temperature_k - WHITE_K) <= limits.colour_temperature_k
    assert 1 - limits.dimming_percent / 100 - 0.001 <= drawn.brightness <= 1
    assert 0 <= drawn.background <= limits.background_percent / 100 + 0.001
    assert max(abs(drawn.shift_x), abs(drawn.shift_y)) <= limits.shift_percent / 100 + 0.001
    assert 1 - limits.shrink_percent / 100 - 0.001 <= drawn.size <= 1
    assert (drawn.cursor_x is None) == (drawn.cursor_y is None)
    assert limits.cursor_percent < 100 or drawn.cursor_x is not None
    assert limits.cursor_percent or drawn.cursor_x is None


@given(limits=ALLOWED, index=INDICES, name=st.sampled_from(sorted(DECIDES)))
def test_what_is_not_allowed_does_not_vary_and_changes_nothing_else(
    limits: DisplayVariation, index: int, name: str
) -> None:
    without = draw(replace(limits, **{name: 0}), index)
    whole, plain, some = asdict(draw(limits, index)), asdict(PLAIN), asdict(without)
    assert {field for field in some if some[field] != whole[field]} <= DECIDES[name]
    assert {field: some[field] for field in DECIDES[name]} == {field: plain[field] for field in DECIDES[name]}


def test_xrays_and_seeds_differ() -> None:
    drawn = [draw(WIDE, index) for index in range(1, 201)]
    assert len(set(drawn)) == 200
    assert 60 <= sum(one.cursor_x is not None for one in drawn) <= 140, "half of them have a pointer"
    assert all(draw(replace(WIDE, seed=8), index) != drawn[index - 1] for index in range(1, 201))


def test_nothing_varies_unless_it_is_asked_for() -> None:
    driver = SessionDriver().started()
    assert draw(driver.session.plan.display_variation, 1) == PLAIN
    driver.captured(1)
    assert [command.variation for command in driver.sent(commands.Show)] == [None]


@pytest.mark.parametrize("name", sorted(VARIATION_LIMITS))
def test_a_session_out_of_the_limits_is_not_made(name: str) -> None:
    most = int(VARIATION_LIMITS[name].most)
    plan = replace(SessionDriver().session.plan, display_variation=replace(WIDE, **{name: most}))
    plan.check_new()
    with pytest.raises(CaptureError, match=name):
        replace(plan, display_variation=replace(WIDE, **{name: most + 1})).check_new()


def test_a_plan_keeps_it_and_one_of_before_has_none() -> None:
    plan = replace(SessionDriver().session.plan, display_variation=WIDE)
    assert SessionPlan.from_json(plan.to_json()) == plan
    before = {name: value for name, value in plan.to_json().items() if name != "display_variation"}
    assert SessionPlan.from_json(before).display_variation == DisplayVariation()
    assert unknown_names(plan.to_json()) == ()
    newer = plan.to_json() | {"display_variation": {**asdict(WIDE), "flicker": 1}}
    assert unknown_names(newer) == ("flicker",)
    assert {field.name for field in fields(DisplayVariation)} == set(VARIATION_LIMITS)


@pytest.fixture
def driver() -> SessionDriver:
    driver = SessionDriver()
    driver.session = Session(replace(driver.session.plan, display_variation=WIDE), driver.t)
    return driver


def test_what_the_display_says_it_drew_is_recorded_with_the_photo(driver: SessionDriver) -> None:
    driver.join_display()
    driver.join_phone()
    driver.do(events.Start(driver.t))
    [show] = driver.sent(commands.Show)
    assert show.variation == draw(WIDE, 1)
    driver.shown(layout=varied(show.variation))
    driver.captured(1)
    assert driver.sent(commands.Show)[0].variation == draw(WIDE, 2)
    driver.shown(layout=GOOD, stood=varied(show.variation))
    driver.kept(1)
    driver.judged(1)
    driver.captured(2)
    driver.shown(layout=GOOD)
    driver.kept(2)
    driver.judged(2)
    assert recorded(driver) == {1: draw(WIDE, 1).to_json(), 2: None}, (
        "a display that varies nothing is believed"
    )


def test_it_is_in_the_journal(driver: SessionDriver) -> None:
    driver.started()
    driver.broken()
    driver.tick()
    driver.shown(layout=varied(draw(WIDE, 1)))
    journal = [fact_from_json(fact.to_json()) for fact in driver.facts]
    again = Session.replay(driver.session.plan, journal, 1000.0)
    assert again.state.showing.variation == draw(WIDE, 1).to_json() == driver.state.showing.variation


def test_the_xray_that_phones_are_aimed_at_stands_in_the_middle(driver: SessionDriver) -> None:
    driver.join_display()
    driver.join_phone()
    driver.do(events.Aim(driver.t))
    assert [(show.index, show.variation) for show in driver.sent(commands.Show)] == [(1, None)]


def varied(variation: Variation | None) -> Layout:
    assert variation is not None
    return replace(GOOD, variation=variation.to_json())


def recorded(driver: SessionDriver) -> dict[int, Any]:
    return {
        fact.index: fact.measures.get("display")
        for fact in driver.facts
        if isinstance(fact, facts.VerdictGiven)
    }
