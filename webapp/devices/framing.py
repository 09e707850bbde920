"""The display as a phone sees it, to tell whether phone or display have moved since the session before.

X-rays have different proportions, so that where their corners lie in the picture says little by itself. The
place on the screen is what is compared: where the new x-ray's corners would have been seen then.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from capture.state.layouts import Drawn
from capture.storage import Sighting

MOST_MOVED = 0.03
"""By so much of the picture's width or height a corner may be elsewhere: focusing alone moves it by a third of that."""
SETTLED = 0.005
Point = tuple[float, float]


def framing_of(drawn: Drawn | None, corners: Sequence[Point] | None) -> Sighting | None:
    """Return a phone's framing as JSON values: where the x-ray is on the screen, and where in the picture."""
    if drawn is None or corners is None or len(corners) != 4:
        return None
    (across, down), (left, top, width, height) = drawn
    shown = [left / across, top / down, width / across, height / down]
    return {"shown": shown, "seen": [list(corner) for corner in corners]}


def distance(before: Sighting, now: Sighting) -> float:
    """Return by how much the corners lie elsewhere than they would have, as a fraction of the picture's sides."""
    left, top, width, height = now["shown"]
    places = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    expected = (_seen_at(before, place) for place in places)
    return max(hypot(x - there[0], y - there[1]) for (x, y), there in zip(now["seen"], expected, strict=True))


def _seen_at(framing: Sighting, place: Point) -> Point:
    """Return where a place on the screen is seen: the perspective that takes the x-ray's rectangle to its corners."""
    left, top, width, height = framing["shown"]
    u, v = (place[0] - left) / width, (place[1] - top) / height
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = framing["seen"]
    ax, ay, bx, by = x1 - x2, y1 - y2, x3 - x2, y3 - y2
    sx, sy = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    area = ax * by - ay * bx
    if not area:
        return x0, y0
    g, h = (sx * by - sy * bx) / area, (ax * sy - ay * sx) / area
    depth = g * u + h * v + 1
    x = (x1 - x0 + g * x1) * u + (x3 - x0 + h * x3) * v + x0
    y = (y1 - y0 + g * y1) * u + (y3 - y0 + h * y3) * v + y0
    return (x / depth, y / depth) if depth else (x0, y0)
