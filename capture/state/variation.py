"""Variation of the display from x-ray to x-ray, drawn from the session's seed.

It is a function of the plan and the index alone: a retake, a reload and another session with the same seed look the
same.  Each property has a stream of its own, so that allowing one leaves what is drawn for the others as it was.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from random import Random

from capture.plan import DisplayVariation
from dataset.json_values import JsonObject

WHITE_K = 6500
"""What the monitor's own white counts as."""


@dataclass(frozen=True, slots=True)
class Variation:
    """Appearance of one x-ray on the display.

    Attributes:
        colour_temperature_k: Of the whole screen.
        brightness: Of the whole screen, 1 as the monitor has it.
        background: Grey around the x-ray, from 0 (black) to 1.
        cursor_x: Where the tip of the pointer is, as a share of the screen's width; None without a pointer.
        cursor_y: The same of its height.
        shift_x: To the right, as a share of the screen's width; the display keeps the x-ray on the screen.
        shift_y: Down, as a share of its height.
        size: 1 fills the screen.
    """

    colour_temperature_k: int = WHITE_K
    brightness: float = 1.0
    background: float = 0.0
    cursor_x: float | None = None
    cursor_y: float | None = None
    shift_x: float = 0.0
    shift_y: float = 0.0
    size: float = 1.0

    def to_json(self) -> JsonObject:
        """Return it as JSON values."""
        return asdict(self)


PLAIN = Variation()


def draw(limits: DisplayVariation, index: int) -> Variation:
    """Return how x-ray ``index`` is shown within ``limits``."""

    def between(name: str, least: float, most: float) -> float:
        # A text as seed: Python promises the same numbers for it in every version.
        return round(least + (most - least) * Random(f"{limits.seed} {index} {name}").random(), 3)

    pointed = between("cursor", 0, 100) < limits.cursor_percent
    shift = limits.shift_percent / 100
    warmer = limits.colour_temperature_k
    return Variation(
        colour_temperature_k=round(WHITE_K + between("colour", -warmer, warmer)),
        brightness=between("brightness", 1 - limits.dimming_percent / 100, 1),
        background=between("background", 0, limits.background_percent / 100),
        cursor_x=between("cursor_x", 0.02, 0.98) if pointed else None,
        cursor_y=between("cursor_y", 0.02, 0.98) if pointed else None,
        shift_x=between("shift_x", -shift, shift),
        shift_y=between("shift_y", -shift, shift),
        size=between("size", 1 - limits.shrink_percent / 100, 1),
    )
