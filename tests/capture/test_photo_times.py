"""Photos against the times of showings: what contradicts them is left to a person, and nothing else."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from capture.by_person.photo_times import ShownPhoto, TimeObjection, clock_offset, objections
from capture.by_person.showing_times import ShowingTime

EVERY_S = 10.0


def showings(count: int) -> list[ShowingTime]:
    return [ShowingTime(index, index * EVERY_S, (index + 1) * EVERY_S) for index in range(1, count + 1)]


def photo(number: int, index: int, taken: float | None, clock: str = "phone") -> ShownPhoto:
    return ShownPhoto(number, index, taken, clock, number)


def middle(index: int) -> float:
    return (index + 0.5) * EVERY_S


@given(
    offset=st.floats(-1e6, 1e6),
    drift=st.floats(-1e-4, 1e-4),
    within=st.lists(st.lists(st.floats(0.25, 0.75), max_size=3), min_size=1, max_size=40),
)
def test_whatever_the_clock_says_honest_photos_pass(
    offset: float, drift: float, within: list[list[float]]
) -> None:
    """X-rays without a photo, and with several; seconds cut off as in EXIF; a clock that drifts."""
    shown = showings(len(within))
    taken = [(index, (index + at) * EVERY_S) for index, more in enumerate(within, 1) for at in sorted(more)]
    photos = [
        photo(number, index, float(int((at * (1 + drift) + offset) // 1)))
        for number, (index, at) in enumerate(taken)
    ]
    assert objections(shown, photos) == {}


@given(
    offset=st.floats(-1e6, 1e6),
    count=st.integers(5, 30),
    wrong=st.data(),
)
def test_a_few_photos_under_a_wrong_x_ray_are_found_and_no_other(
    offset: float, count: int, wrong: st.DataObject
) -> None:
    bad = wrong.draw(st.sets(st.integers(1, count), max_size=(count - 1) // 2))
    shown = {number: (number % count) + 1 if number in bad else number for number in range(1, count + 1)}
    photos = [photo(number, index, middle(number) + offset) for number, index in shown.items()]
    found = objections(showings(count), photos)
    assert found == {number: TimeObjection("time", number) for number in bad}


@given(
    st.lists(st.tuples(st.integers(1, 8), st.none() | st.floats(0, 100), st.sampled_from("ab")), max_size=25)
)
def test_photos_that_pass_never_contradict_each_other(taken: list[tuple[int, float | None, str]]) -> None:
    """Two photos of one clock that both pass were taken in the order, and about the distance, of their showings."""
    shown = showings(6)
    photos = [photo(number, *told) for number, told in enumerate(taken)]
    found = objections(shown, photos)
    passed = [one for one in photos if one.photo not in found]
    assert all(one.index <= 6 for one in passed)
    for clock in "ab":
        timed = sorted(
            (one.taken, one.index) for one in passed if one.taken is not None and one.clock == clock
        )
        for (earlier, before), (later, after) in pairwise(timed):
            assert (after - before) * EVERY_S - EVERY_S - 4.001 <= later - earlier
            assert later - earlier <= (after - before) * EVERY_S + EVERY_S + 4.001
    untimed = [one.index for one in passed if one.taken is None]
    assert untimed == sorted(untimed)


def test_it_says_which_x_ray_the_time_says() -> None:
    photos = [photo(n, n, middle(n)) for n in range(1, 6)] + [photo(6, 13, middle(12))]
    assert objections(showings(20), photos) == {6: TimeObjection("time", 12)}


def test_or_that_nothing_was_shown_then() -> None:
    photos = [photo(n, n, middle(n)) for n in range(1, 6)] + [photo(6, 5, middle(900))]
    assert objections(showings(20), photos) == {6: TimeObjection("time", None)}


def test_an_x_ray_that_was_not_shown_is_no_photo_of_this_session() -> None:
    assert objections(showings(3), [photo(1, 9, None), photo(2, 9, 5.0)]) == dict.fromkeys(
        (1, 2), TimeObjection("not_shown")
    )


def test_two_photos_that_contradict_each_other_are_both_left() -> None:
    found = objections(showings(9), [photo(1, 2, middle(2)), photo(2, 8, middle(3))])
    assert found == dict.fromkeys((1, 2), TimeObjection("clock"))


def test_an_x_ray_that_was_shown_twice_may_be_photographed_at_either_time() -> None:
    shown = [*showings(4), ShowingTime(1, 60, 70), ShowingTime(4, 70, 80)]
    photos = [photo(n, n, middle(n)) for n in range(1, 5)] + [photo(5, 1, 65.0)]
    assert objections(shown, photos) == {}
    untimed = [photo(n, n, None) for n in range(1, 5)] + [photo(5, 1, None)]
    assert objections(shown, untimed) == {}


def test_each_camera_has_a_clock_of_its_own() -> None:
    photos = [photo(n, n, middle(n), "one") for n in range(1, 5)]
    photos += [photo(10 + n, n, middle(n) + 7200, "two") for n in range(1, 5)]
    assert objections(showings(4), photos) == {}


def test_without_times_the_order_must_be_that_of_the_showings() -> None:
    indices = [1, 2, 2, 7, 3, 4, 6, 5, 8]
    photos = [photo(number, index, None) for number, index in enumerate(indices)]
    assert objections(showings(9), photos) == dict.fromkeys((3, 6, 7), TimeObjection("order"))


@given(st.floats(-1e5, 1e5), st.integers(1, 20))
def test_the_offset_of_the_clock_is_found(offset: float, count: int) -> None:
    photos = [photo(n, n, middle(n) + offset) for n in range(1, count + 1)]
    assert abs(clock_offset(showings(count), photos) - offset) < 0.001
