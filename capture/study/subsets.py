"""Proposals for a set: its x-rays in consecutive subsets, and conditions that vary evenly over them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from capture.study.study import PlannedSubset, StudySet

USUAL_VALUES: Mapping[str, tuple[str, ...]] = {
    "room": (),
    "room_light": ("On", "Off"),
    "window_blinds": ("Closed", "Open"),
    "phone_orientation": ("Portrait", "Landscape"),
    "tripod_position": (),
    "cursor": ("Hidden", "Visible"),
    "monitor_colour_temperature": ("5000 K", "6500 K", "9300 K"),
    "screen_finish": (),
}
"""What the paper varied from subset to subset; rooms, tripod positions and monitors are the group's own."""


def subset_sizes(xrays: int, size: int) -> list[int]:
    """Return the sizes of the subsets of so many x-rays.

    All have ``size``, so that they begin at round numbers.  A rest smaller than half of it would be a session of its
    own for a handful of x-rays: the last two subsets share theirs evenly instead.
    """
    whole, rest = divmod(xrays, size)
    if rest == 0 or whole == 0:
        return [size] * whole + [rest] * (rest > 0)
    if 2 * rest >= size:
        return [*[size] * whole, rest]
    both = size + rest
    return [*[size] * (whole - 1), both - both // 2, both // 2]


def propose_subsets(
    members: Sequence[int], size: int, values: Mapping[str, Sequence[str]], seed: int
) -> tuple[PlannedSubset, ...]:
    """Return subsets that cover the x-rays ``members`` once each, in order, with planned conditions.

    Args:
        members: The x-rays of a set, in order.
        size: The most x-rays of a subset.
        values: What each condition varies between; one without values stays open.
        seed: Decides which subset gets which values.
    """
    ends = [0, *accumulate(subset_sizes(len(members), size))]
    cuts = list(pairwise(ends))
    conditions = assign_conditions(len(cuts), values, seed)
    return tuple(
        PlannedSubset(members[begin], members[end - 1], chosen)
        for (begin, end), chosen in zip(cuts, conditions, strict=True)
    )


def subsets_of(of_study: StudySet) -> tuple[PlannedSubset, ...]:
    """Return the subsets of a set; those of one that nobody has planned are proposed, without conditions."""
    return of_study.subsets or propose_subsets(of_study.members, of_study.subset_size, {}, 0)


def assign_conditions(subsets: int, values: Mapping[str, Sequence[str]], seed: int) -> list[dict[str, str]]:
    """Return conditions for so many subsets in which each value of a condition occurs equally often, give or take one.

    Each condition is shuffled apart, so that no two of them go hand in hand.
    """
    columns = {name: _spread(subsets, chosen, f"{seed} {name}") for name, chosen in values.items() if chosen}
    return [{name: column[number] for name, column in columns.items()} for number in range(subsets)]


def _spread(subsets: int, values: Sequence[str], seed: str) -> list[str]:
    chance = random.Random(seed)  # a text is hashed by SHA-512, the same on every computer
    # Which values occur once more than the others is drawn too.
    order = chance.sample(list(values), len(values))
    column = [order[number % len(order)] for number in range(subsets)]
    chance.shuffle(column)
    return column
