"""SVG drawing: elements, scales, ticks.

Colours come from the page's style sheet by class, so that the same drawing is dark on a screen and light on paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape


def tag(name: str, *inside: str | Markup, **attributes: object) -> Markup:
    """Return an element; ``class_`` and ``text_anchor`` set attributes. Text is escaped, numbers are shortened."""
    named = (
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _short(value))
        for key, value in attributes.items()
        if value is not None
    )
    opening = Markup("<{}{}").format(name, Markup("").join(named))
    content = Markup("").join(escape(part) for part in inside)
    return opening + (Markup(">") + content + Markup("</{}>").format(name) if content else Markup("/>"))


def drawing(width: float, height: float, label: str, *inside: Markup, class_: str = "") -> Markup:
    """Return a whole picture; ``label`` describes it in a sentence for those who cannot see it."""
    return tag(
        "svg",
        tag("title", label),
        *inside,
        class_=class_ or None,
        viewBox=f"0 0 {_short(width)} {_short(height)}",
        role="img",
        aria_label=label,
    )


def dots(positions: Iterable[tuple[float, float]], class_: str) -> Markup:
    """Return many dots as one path: zero-length strokes with the line caps of the class."""
    path = "".join(f"M{_short(x)} {_short(y)}h0" for x, y in positions)
    return tag("path", d=path, class_=class_) if path else Markup("")


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from values ``low..high`` to ``start..end``; an empty range maps to the middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the position of a value."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, about: int) -> list[float]:
    """Return about so many round numbers from ``low`` to ``high``."""
    if not high > low:
        return [low]
    extent = high - low
    magnitude = 10.0 ** math.floor(math.log10(extent / max(1, about)))
    step = min((magnitude * times for times in (1, 2, 5, 10)), key=lambda step: abs(extent / step - about))
    first = math.ceil(low / step - 1e-9)
    count = math.floor(high / step + 1e-9) - first + 1
    return [round((first + number) * step, 10) for number in range(count)]


def _short(value: object) -> str:
    if isinstance(value, float):
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
    return str(value)
