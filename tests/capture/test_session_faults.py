"""Sessions under any order, loss and repetition of events: what is promised holds after each, and they end well.

The lab, its troubles and the promises are in ``simulated_lab``; here only how often they are tried.  With
``make test-thorough`` a hundred times more is tried, with other seeds each time.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from capture import events
from capture.plan import Way
from tests.capture.quiescence import calm, settle
from tests.capture.random_walk import TROUBLES, WEIGHTED, walk
from tests.capture.simulated_lab import Lab
from tests.tiers import THOROUGH

WALKS = 10_000 if THOROUGH else 300


class SessionUnderFaults(RuleBasedStateMachine):
    """Hypothesis chooses the troubles, so that what fails is shown in its shortest form."""

    way: Way = "automatic"

    @initialize(
        last=st.integers(1, 8), sets=st.integers(1, 3), phones=st.integers(1, 3), started=st.booleans()
    )
    def open_lab(self, last: int, sets: int, phones: int, started: bool) -> None:
        names = ("a", "b", "c")[: 1 if self.way == "presenter" else sets]
        self.lab = Lab.new(1, last, names, way=self.way)
        self.lab.admit_display("d1")
        for number in range(phones):
            self.lab.admit_phone(f"p{number + 1}")
        if started:
            calm(self.lab, 2)
            self.lab.handle(events.Start(self.lab.t, self.lab.plan.sets))

    @rule(trouble=st.sampled_from(WEIGHTED), choices=st.lists(st.integers(0, 23), min_size=8, max_size=8))
    def trouble(self, trouble: str, choices: list[int]) -> None:
        left = iter(choices)
        self.lab.step += 1
        TROUBLES[trouble][1](self.lab, lambda n: next(left, 0) % n)

    def teardown(self) -> None:
        if hasattr(self, "lab"):
            settle(self.lab)


class _ByHandUnderFaults(SessionUnderFaults):
    way = "by_hand"

    @rule(
        trouble=st.sampled_from(["hand", "note"]),
        choices=st.lists(st.integers(0, 23), min_size=4, max_size=4),
    )
    def by_hand(self, trouble: str, choices: list[int]) -> None:
        self.trouble(trouble, choices)


class _PresentedUnderFaults(SessionUnderFaults):
    way = "presenter"

    @rule(choices=st.lists(st.integers(0, 23), min_size=3, max_size=3))
    def turn(self, choices: list[int]) -> None:
        self.trouble("turn", choices)


def _settings(share: int) -> settings:
    return settings(
        max_examples=(3000 if THOROUGH else 100) // share,
        stateful_step_count=80 if THOROUGH else 40,
        deadline=None,
        derandomize=not THOROUGH,
        suppress_health_check=list(HealthCheck),
    )


TestSessionUnderFaults = SessionUnderFaults.TestCase
TestSessionUnderFaults.settings = _settings(1)
TestByHandUnderFaults = _ByHandUnderFaults.TestCase
TestByHandUnderFaults.settings = _settings(4)
TestPresentedUnderFaults = _PresentedUnderFaults.TestCase
TestPresentedUnderFaults.settings = _settings(4)


@pytest.mark.parametrize("tenth", range(10))
def test_promises_hold_in_long_runs_of_trouble(tenth: int) -> None:
    """Ten times as many steps as above, chosen by lot; ``walk(seed, 150)`` repeats one."""
    start = random.randrange(10**9) if THOROUGH else 0
    for seed in range(start + tenth, start + WALKS, 10):
        try:
            walk(seed, 150)
        except Exception as error:
            error.add_note(f"walk({seed}, 150)")
            raise


@pytest.mark.parametrize("seed", [102127, 104733])
def test_a_mismatch_after_other_failures_is_one_more_try(seed: int) -> None:
    walk(seed, 250)


@pytest.mark.parametrize("way", ["by_hand", "film", "presenter"])
def test_promises_hold_where_a_person_sets_the_pace(way: Way) -> None:
    """With shutters, keys, notes, retakes, skips and conditions at any time; ``walk(seed, 150, way)`` repeats one."""
    start = random.randrange(10**9) if THOROUGH else 0
    for seed in range(start, start + WALKS // 5):
        try:
            walk(seed, 150, way)
        except Exception as error:
            error.add_note(f"walk({seed}, 150, {way!r})")
            raise


def test_promises_hold_where_phones_are_put_in_each_others_place() -> None:
    """``walk(seed, 150, swaps=True)`` repeats one."""
    start = random.randrange(10**9) if THOROUGH else 0
    swapped = 0
    for seed in range(start, start + WALKS // 5):
        try:
            lab = walk(seed, 150, swaps=True)
        except Exception as error:
            error.add_note(f"walk({seed}, 150, swaps=True)")
            raise
        swapped += sum(bool(device.successor) for device in lab.session.state.devices.values())
    assert swapped >= WALKS // 20


def test_an_untroubled_session_takes_every_x_ray_once_and_in_order() -> None:
    lab = Lab.new(1, 30, ("a", "b"))
    lab.admit_display("d1")
    lab.admit_phone("p1")
    lab.admit_phone("p2")
    settle(lab)
    for place in lab.session.state.places.values():
        assert list(place.photos) == [(index, 1) for index in range(1, 31)]
    assert lab.session.state.showing.number == 31
    assert all(kept.folder == "accepted" for kept in lab.archive.values())
