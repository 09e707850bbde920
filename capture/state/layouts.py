"""The layout of the picture, as the display measured it, and whether the x-ray was visible as intended.

A display that reports nothing is taken at its word that it has painted: the report is optional in the protocol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from dataset.json_values import JsonObject

MARGIN_PX = 1.0
"""Browsers round the picture's edges to pixels of the monitor."""
MOST_STRETCHED = 0.01
MOST_ZOOMED = 0.01


@dataclass(frozen=True, slots=True)
class Layout:
    """The display's measurement of its picture; lengths in CSS px except ``natural``.

    Attributes:
        screen: (width, height) of the page.
        pixel_ratio: Pixels of the monitor per CSS px.
        rectangle: (left, top, width, height) of the picture as laid out.
        natural: (width, height) of the picture as the server sent it, px.
        fullscreen: The page fills the screen.
        zoom: By how much the page is enlarged over its layout, as by two fingers.
        visible: The page is in front.
        covered_by: What lies over the picture, empty for nothing.
        variation: What the display drew of the `capture.state.variation.Variation` that it was sent, empty for none.
    """

    screen: tuple[float, float]
    rectangle: tuple[float, float, float, float]
    natural: tuple[int, int]
    pixel_ratio: float = 1.0
    fullscreen: bool = False
    zoom: float = 1.0
    visible: bool = True
    covered_by: str = ""
    variation: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """Return the journalled form."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }

    @property
    def fault(self) -> str:
        """The reason why the x-ray was not visible as intended, as a clause; empty if it was."""
        if not self.visible:
            return "the display's page was not in front"
        if self.covered_by:
            return "something lay over the x-ray on the display's page"
        if abs(self.zoom - 1) > MOST_ZOOMED:
            return "the display's page was zoomed in"
        if not self._is_inside:
            return "the x-ray ran off the screen"
        return "the x-ray was out of proportion on the screen" if self._is_stretched else ""

    @property
    def _is_inside(self) -> bool:
        left, top, width, height = self.rectangle
        right, bottom = left + width - self.screen[0], top + height - self.screen[1]
        return min(width, height) > 0 and max(-left, -top, right, bottom) <= MARGIN_PX

    @property
    def _is_stretched(self) -> bool:
        # Sides that are rounded to whole pixels make a narrow picture look stretched.
        _, _, width, height = self.rectangle
        across, down = width * self.natural[1], height * self.natural[0]
        rounding = MARGIN_PX * max(self.natural)
        return abs(across - down) > MOST_STRETCHED * max(across, down) + rounding


class Drawn(NamedTuple):
    """Position of an x-ray on a display: its page's (width, height), the picture's (left, top, width, height)."""

    screen: tuple[float, float]
    rectangle: tuple[float, float, float, float]


def drawn_by(layout: Mapping[str, Any]) -> Drawn | None:
    """Return the x-ray's position from a journalled layout; None where the display did not report it."""
    if not layout:
        return None
    (across, down), (left, top, width, height) = layout["screen"], layout["rectangle"]
    return Drawn((across, down), (left, top, width, height))
