"""A scatter plot of one measure in the order of the x-rays, with a histogram beside it.

The order shows what a mere histogram hides: a tripod that slipped at one x-ray and stayed so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product

from markupsafe import Markup

from capture.plan import SessionPlan
from capture.reasons import number
from matching.limits import Limit
from webapp.report.measurements import Point
from webapp.report.svg import Scale, dots, drawing, tag, ticks
from webapp.report.words import title, value_text

WIDTH, HEIGHT = 460, 208
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 10, 22
BARS = 62
"""Width of the histogram."""
GAP = 8
BINS = 24
FEW = 100
"""Fewer photos get larger dots."""
MARKS = 3
"""Kinds of dots, so many sets can be told apart."""
NEAR = 0.35
"""A limit is drawn where it lies within this share of the values' extent."""


def scatter_plot(points: Sequence[Point], limit: Limit, plan: SessionPlan) -> Markup:
    """Draw a measure.

    Args:
        points: The values, at least one.
        limit: Its limits and unit.
        plan: The session's: its x-rays, and its sets, each with a mark of its own.
    """
    values = [point.value for point in points]
    low, high = _extent(values, limit)
    up = Scale(low, high, HEIGHT - BOTTOM, TOP)
    along = Scale(plan.first, plan.last, LEFT + 4, WIDTH - RIGHT - BARS - GAP)
    parts = [_grid(up, limit), _limits(up, limit)]
    for judgement, place in product(("good", "warn", "reject"), range(MARKS)):
        chosen = [p for p in points if p.judgement == judgement and _mark(p, plan) == place]
        positions = ((along(p.photo.index), up(p.value)) for p in chosen)
        parts.append(dots(positions, f"dots set{place} {judgement}{' few' if len(points) < FEW else ''}"))
    parts += [_histogram(values, up, limit), _indices(along, plan.first, plan.last)]
    return drawing(WIDTH, HEIGHT, _label(points, limit), *parts)


def limits_drawn(limit: Limit) -> list[tuple[str, float]]:
    """Draw the limits as lines: ``beyond`` has them on both sides."""
    signs = (1, -1) if limit.sense == "beyond" else (1,)
    named = [("warn", limit.warn), ("reject", limit.reject)]
    return [(name, sign * value) for name, value in named if value is not None for sign in signs]


def _extent(values: Sequence[float], limit: Limit) -> tuple[float, float]:
    """Return the range from the least to the greatest value, including nearby limits, with a margin."""
    low, high = min(values), max(values)
    reach = max(high - low, abs(limit.warn) * 0.25, 1e-6) * NEAR
    near = [value for _, value in limits_drawn(limit) if low - reach <= value <= high + reach]
    low, high = min([low, *near]), max([high, *near])
    air = max(high - low, abs(limit.warn) * 0.25, 1e-6) * 0.06
    bottom = max(low - air, 0.0) if low >= 0 else low - air
    return bottom, high + air


def _mark(point: Point, plan: SessionPlan) -> int:
    return plan.sets.index(point.photo.set) % MARKS if point.photo.set in plan.sets else 0


def _grid(up: Scale, limit: Limit) -> Markup:
    return Markup("").join(
        tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=up(value), y2=up(value), class_="grid")
        + tag(
            "text", _tick_text(value, limit), x=LEFT - 6, y=up(value) + 4, text_anchor="end", class_="small"
        )
        for value in ticks(up.low, up.high, 4)
    )


def _tick_text(value: float, limit: Limit) -> str:
    if limit.unit.startswith("share"):
        return f"{100 * value:.4g} %"
    return f"{value:g}°" if limit.unit == "degrees" else f"{value:g}"


def _limits(up: Scale, limit: Limit) -> Markup:
    return Markup("").join(
        tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=up(value), y2=up(value), class_=f"limit {name}")
        for name, value in limits_drawn(limit)
        if up.low <= value <= up.high
    )


def _histogram(values: Sequence[float], up: Scale, limit: Limit) -> Markup:
    size = (up.high - up.low) / BINS
    bins = Counter(min(BINS - 1, int((value - up.low) / size)) for value in values)
    longest = max(bins.values())
    left, thick = WIDTH - RIGHT - BARS, (up.start - up.end) / BINS
    return Markup("").join(
        tag(
            "rect",
            tag("title", f"{number(count)} photos"),
            x=left,
            y=up(up.low + (place + 1) * size) + 0.5,
            width=max(1.0, count / longest * BARS),
            height=max(0.5, thick - 1),
            class_=f"bar {limit.judge(up.low + (place + 0.5) * size)}",
        )
        for place, count in sorted(bins.items())
    )


def _indices(along: Scale, first: int, last: int) -> Markup:
    shown = {first: "start", last: "end"} if last > first else {first: "middle"}
    return Markup("").join(
        tag("text", number(index), x=along(index), y=HEIGHT - 5, text_anchor=anchor, class_="small")
        for index, anchor in shown.items()
    )


def _label(points: Sequence[Point], limit: Limit) -> str:
    judged = Counter(point.judgement for point in points)
    least, most = min(point.value for point in points), max(point.value for point in points)
    return (
        f"{title(limit.name)} of {number(len(points))} photos, from {value_text(least, limit)} to "
        f"{value_text(most, limit)}; {judged['warn']} with a warning, {judged['reject']} beyond the limit"
    )
