"""Advice for photos by hand: where to stand next, so that angles and distances vary within a set.

In every run of as many x-rays as there are poses each pose comes once, in an order that only the session decides; so
two people who follow the advice make sets alike, and the manifest can say what was advised.
"""

from __future__ import annotations

import random
from typing import Literal, NamedTuple

Angle = Literal["straight", "left", "right", "above", "below"]
Distance = Literal["near", "middle", "far"]
ANGLES: tuple[Angle, ...] = ("straight", "left", "right", "above", "below")
DISTANCES: tuple[Distance, ...] = ("near", "middle", "far")


class HandheldPose(NamedTuple):
    """Position of a hand-held phone: the side of the x-ray, and the distance."""

    angle: Angle
    distance: Distance


POSES = tuple(HandheldPose(angle, distance) for angle in ANGLES for distance in DISTANCES)


def pose(session: str, first: int, index: int) -> HandheldPose:
    """Return the advised pose for an x-ray of a session that begins at ``first``."""
    turn, position = divmod(index - first, len(POSES))
    order = list(POSES)
    # A string seeds the same generator on every machine and version.
    random.Random(f"{session}/{turn}").shuffle(order)
    return order[position]
