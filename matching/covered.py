"""What lies in front of an x-ray, or where its display drew it cut off: a window, a hand, a toast, a zoomed page.

A reflection lies over the x-ray, adds light and leaves its structure; a window or a hand takes its place. So an area
without the x-ray's structure is looked for, or one that is darker than the x-ray; and the x-ray's border is where the
picture must end.
"""

import cv2
import numpy as np

from matching.agreement import MARGIN, Flat, within
from matching.light import at_light_size, unexplained_light
from matching.patches import Tiling, own
from matching.planes import Floats
from matching.thresholds import THRESHOLDS

_TILING = Tiling(28, 10)
_UNEXPLAINED = 0.03
"""Light, of the photo's own range, that counts half in the fit of what the x-ray explains."""
_FEWEST = 200
_CORE = 14
"""Side, px, of the middle of a patch: its light is told there, beside no edge."""
_REFLECTED = 0.6
"""What a patch counts that is brighter than the x-ray explains: a reflection does that more often than a window."""
_INNER, _OUTER, _ALONG = 12, 5, 32
"""How far, px, the strip at a border reaches inwards and outwards, and how long its pieces are."""
_FINE, _COARSE = 1.0, 4.0
_BORDERED = 9.0
"""Variance, grey levels squared, from which on a piece of a border can be compared."""
_PIECES = 3
_SHIFT = 1


def covered(flat: Flat) -> float:
    """Return the largest connected area that shows something else, as a share of the x-ray, 0..1.

    Where the x-ray has no structure only a lack of light tells: what a glass mirrors takes no light away. Other such
    places connect areas, and do not count themselves.
    """
    if min(flat.size) < _TILING.side:
        return 0.0
    correlation, textured = own(flat, _TILING)
    light = _light(flat, correlation.shape)
    seen = textured & (correlation > THRESHOLDS.shown_score)
    foreign = (textured & (correlation < THRESHOLDS.foreign_score)) | ((light < -THRESHOLDS.darker) & ~seen)
    connected = (foreign | ~textured).astype(np.uint8)
    count, labels = cv2.connectedComponents(connected, connectivity=4)
    counted = np.where(light > THRESHOLDS.brighter, _REFLECTED, 1.0)
    areas = np.bincount(labels[foreign], counted[foreign], minlength=count)
    return float(areas.max(initial=0) / foreign.size)


def _light(flat: Flat, grid: tuple[int, ...]) -> Floats:
    """Return the light of each patch's middle that nothing explains, of the photo's range; 0 where nobody can tell."""
    expected, seen = at_light_size(within(flat.shown)), at_light_size(within(flat.taken))
    whole = at_light_size(within(flat.inside).astype(np.uint8) * 255) > 0.99
    if np.count_nonzero(whole) < _FEWEST:
        return np.zeros(grid)
    low, high = np.percentile(seen[whole], (2, 98))
    span = max(float(high - low), 0.05)
    left = unexplained_light(expected, seen, whole, _UNEXPLAINED * span, _UNEXPLAINED * span) / span
    full = cv2.resize(cv2.blur(left, (3, 3)), flat.size, interpolation=cv2.INTER_LINEAR)
    middle, step = _TILING.side // 2, _TILING.step
    cores = cv2.blur(full, (_CORE, _CORE))[middle::step, middle::step]
    return np.asarray(cores[: grid[0], : grid[1]], np.float64)


def border(flat: Flat) -> float:
    """Return how well the x-ray's border lies where the picture ends, -1..1: of the worst side."""
    shown, taken = _edges(flat.shown), _edges(flat.taken)
    sides = [_side(*(np.rot90(part, turns) for part in (shown, taken, flat.inside))) for turns in range(4)]
    return min(sides)


def _edges(grey: np.ndarray) -> np.ndarray:
    picture = grey.astype(np.float32)
    fine = cv2.GaussianBlur(picture, (0, 0), _FINE)
    return np.asarray(fine - cv2.GaussianBlur(picture, (0, 0), _COARSE), np.float32)


def _side(shown: np.ndarray, taken: np.ndarray, inside: np.ndarray) -> float:
    """Median correlation of the pieces of the upper border, 1 with too few to tell."""
    pieces = []
    for left in range(MARGIN, shown.shape[1] - MARGIN - _ALONG + 1, _ALONG // 2):
        across = slice(left, left + _ALONG)
        expected = shown[MARGIN - _OUTER : MARGIN + _INNER, across]
        if expected.var() < _BORDERED:
            continue
        found = [
            _correlation(expected, taken[rows, across])
            for shift in range(-_SHIFT, _SHIFT + 1)
            if inside[rows := slice(MARGIN - _OUTER + shift, MARGIN + _INNER + shift), across].all()
        ]
        if found:
            pieces.append(max(found))
    return float(np.median(pieces)) if len(pieces) >= _PIECES else 1.0


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    a, b = first - first.mean(), second - second.mean()
    return float((a * b).sum() / np.sqrt(max(float((a * a).sum() * (b * b).sum()), 1e-6)))
