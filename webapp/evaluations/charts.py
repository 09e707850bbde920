"""The diagrams of an evaluation: scores with intervals, scores by level, reliability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dataset.scoring.bootstrap import Estimate
from dataset.scoring.calibration import Bin
from webapp.report.svg import Scale, dots, drawing, tag, ticks

LINES = 3
"""Kinds of lines and marks that the style sheet tells apart."""
WIDTH = 720
LEFT, RIGHT = 230, 60
ROW = 26
LEVELS_HEIGHT, LEVELS_LEFT, LEVELS_BOTTOM, LEVELS_TOP = 300, 48, 40, 12
SQUARE, MARGIN = 240, 36
OWN_STYLE = """
svg { background: #fff; font: 12px system-ui, sans-serif; } text { fill: #454e58; }
.grid { stroke: #c9d0d8; } .line, .whisker, .dots { fill: none; stroke: #3f6fa6; stroke-width: 1.6; }
.set1 { stroke: #1f7a70; } .set2 { stroke: #6d4fa0; } .dots { stroke-width: 6; stroke-linecap: round; }
"""
"""For a diagram that is no part of a report."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a diagram of scores: a name and a score."""

    name: str
    estimate: Estimate


def scores_chart(rows: Sequence[Row], label: str) -> Markup:
    """Draw scores below each other, each with its interval."""
    low, high = _extent([row.estimate for row in rows])
    along = Scale(low, high, LEFT, WIDTH - RIGHT)
    bottom = ROW * len(rows) + 8
    parts = [
        tag("line", x1=along(at), x2=along(at), y1=0, y2=bottom, class_="grid") for at in ticks(low, high, 6)
    ]
    parts += [
        tag("text", f"{at:.2f}", x=along(at), y=bottom + 16, text_anchor="middle")
        for at in ticks(low, high, 6)
    ]
    for place, row in enumerate(rows):
        y = ROW * place + 18
        parts += [
            tag("text", row.name, x=LEFT - 12, y=y + 4, text_anchor="end"),
            _whisker(along, row.estimate, y),
            dots([(along(row.estimate.value), y)], "dots few"),
            tag("text", f"{row.estimate.value:.3f}", x=WIDTH - RIGHT + 12, y=y + 4),
        ]
    return drawing(WIDTH, bottom + 24, label, *parts)


def levels_chart(lines: Mapping[str, Mapping[int, Estimate]], label: str) -> Markup:
    """Draw scores by level, one line for each name; level 0 is the x-rays."""
    every = [estimate for line in lines.values() for estimate in line.values()]
    low, high = _extent(every)
    levels = sorted({level for line in lines.values() for level in line})
    along = Scale(levels[0], levels[-1], LEVELS_LEFT + 24, WIDTH - 200)
    up = Scale(low, high, LEVELS_HEIGHT - LEVELS_BOTTOM, LEVELS_TOP)
    parts = [
        *(
            tag("line", x1=LEVELS_LEFT, x2=WIDTH - 190, y1=up(at), y2=up(at), class_="grid")
            for at in ticks(low, high, 5)
        ),
        *(
            tag("text", f"{at:.2f}", x=LEVELS_LEFT - 8, y=up(at) + 4, text_anchor="end")
            for at in ticks(low, high, 5)
        ),
        *(
            tag(
                "text",
                f"level {level}" if level else "x-rays",
                x=along(level),
                y=LEVELS_HEIGHT - 16,
                text_anchor="middle",
            )
            for level in levels
        ),
    ]
    for place, (name, line) in enumerate(lines.items()):
        parts += _line(place, len(lines), name, line, along, up)
    return drawing(WIDTH, LEVELS_HEIGHT, label, *parts)


def _line(
    place: int, among: int, name: str, line: Mapping[int, Estimate], along: Scale, up: Scale
) -> list[Markup]:
    # Side by side, so that the intervals of several lines at one level can be told apart.
    shift = (place - (among - 1) / 2) * 6
    points = [(along(level) + shift, estimate) for level, estimate in sorted(line.items())]
    kind = f"set{place % LINES}"
    path = "L".join(f"{x:.1f} {up(estimate.value):.1f}" for x, estimate in points)
    whiskers = [
        tag("line", x1=x, x2=x, y1=up(each.low), y2=up(each.high), class_=f"whisker {kind}")
        for x, each in points
        if each.low is not None and each.high is not None
    ]
    y = LEVELS_TOP + 12 + 20 * place
    return [
        tag("path", d=f"M{path}", class_=f"line {kind}"),
        *whiskers,
        dots([(x, up(each.value)) for x, each in points], f"dots few {kind}"),
        tag("line", x1=WIDTH - 180, x2=WIDTH - 160, y1=y - 4, y2=y - 4, class_=f"line {kind}"),
        tag("text", name, x=WIDTH - 152, y=y),
    ]


def reliability_chart(bins: Sequence[Bin], label: str) -> Markup:
    """Draw the share of positives over the predictions; a calibrated model follows the diagonal."""
    along, up = Scale(0, 1, MARGIN, SQUARE - 8), Scale(0, 1, SQUARE - MARGIN, 8)
    points = [(along(each.predicted), up(each.observed)) for each in bins]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    marks = [
        part
        for at in (0, 0.5, 1)
        for part in (
            tag("text", f"{at:g}", x=along(at), y=SQUARE - 16, text_anchor="middle"),
            tag("text", f"{at:g}", x=MARGIN - 8, y=up(at) + 4, text_anchor="end"),
        )
    ]
    return drawing(
        SQUARE,
        SQUARE,
        label,
        tag("line", x1=along(0), y1=up(0), x2=along(1), y2=up(0), class_="grid"),
        tag("line", x1=along(0), y1=up(0), x2=along(0), y2=up(1), class_="grid"),
        tag("line", x1=along(0), y1=up(0), x2=along(1), y2=up(1), class_="grid"),
        *marks,
        tag("path", d=f"M{path}", class_="line set0"),
        dots(points, "dots few"),
    )


def standalone(drawing: Markup) -> str:
    """Return a diagram as a file of its own, on white."""
    head = Markup('<svg xmlns="http://www.w3.org/2000/svg"')
    opening, _, rest = drawing.partition(">")
    return f"{opening.replace('<svg', head, 1)}><style>{OWN_STYLE}</style>{rest}\n"


def _whisker(along: Scale, estimate: Estimate, y: float) -> Markup:
    if estimate.low is None or estimate.high is None:
        return Markup("")
    return tag("line", x1=along(estimate.low), x2=along(estimate.high), y1=y, y2=y, class_="whisker set0")


def _extent(estimates: Sequence[Estimate]) -> tuple[float, float]:
    ends = [end for each in estimates for end in (each.low, each.value, each.high) if end is not None]
    low, high = min(ends), max(ends)
    room = max(0.02, (high - low) * 0.06)
    return max(0.0, low - room), min(1.0, high + room)
