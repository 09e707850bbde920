"""Statistics as an SVG plot: the labels of each observation, as bars of their shares.

The picture stands alone: colours are attributes, so that it looks the same in a page, a paper and a file manager.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from dataset.statistics.counting import PartCounts, Statistics
from dataset.statistics.tables import Blank, columns, in_paper_order, label_groups, share, values

COLOURS = {"positive": "#b4452f", "uncertain": "#e0a63a", "negative": "#b9c3cc", "blank": "#eceff1"}
"""Told apart by lightness too, for a print in grey."""
WIDTH, NAMES, BAR, ROW, TOP, GAP = 760, 190, 430, 20, 58, 24
INK, PALE = "#1b2127", "#5b6670"


def plot(statistics: Statistics, blank: Blank = "negative") -> str:
    """Return the plot; of sets with the same labels there is one panel."""
    panels: list[str] = []
    bottom = 0
    for names, part in label_groups(statistics):
        panels += _panel(statistics, names or statistics.name, part, blank, bottom)
        bottom += TOP + ROW * len(part.observations) + GAP
    bottom = bottom or GAP
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom}" width="{WIDTH}" '
            f'height="{bottom}" font-family="sans-serif" font-size="12" role="img">',
            f"<title>{escape(statistics.name)}: labels of each observation, in percent</title>",
            f'<rect width="{WIDTH}" height="{bottom}" fill="#ffffff"/>',
            *panels,
            "</svg>\n",
        )
    )


def _panel(statistics: Statistics, names: str, part: PartCounts, blank: Blank, top: int) -> Iterator[str]:
    total = part.studies if statistics.unit == "studies" else part.images
    yield _words(12, top + 22, f"{names} ({total} {statistics.unit})", INK, bold=True)
    for number, name in enumerate(columns(blank)):
        yield _rect(NAMES + 110 * number, top + 34, 10, COLOURS[name], name, 10)
        yield _words(NAMES + 110 * number + 15, top + 43, name, PALE)
    for row, counts in enumerate(in_paper_order(part)):
        y = top + TOP + ROW * row
        yield _words(NAMES - 8, y + 12, counts.observation, INK, anchor="end")
        x = float(NAMES)
        for name, value in zip(columns(blank), values(counts, blank), strict=True):
            width = BAR * value / total if total else 0.0
            told = f"{counts.observation}, {name}: {value} ({share(value, total)} %)"
            yield _rect(x, y, width, COLOURS[name], told, ROW - 5)
            x += width
        yield _words(NAMES + BAR + 8, y + 12, f"{share(counts.positive, total)} % positive", PALE)


def _rect(x: float, y: float, width: float, colour: str, told: str, height: int) -> str:
    title = f"<title>{escape(told)}</title>"
    place = f'x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height}"'
    return f'<rect {place} fill="{colour}">{title}</rect>'


def _words(x: float, y: float, text: str, colour: str, *, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="{colour}" text-anchor="{anchor}"{weight}>{escape(text)}</text>'
