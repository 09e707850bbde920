"""Light in a photo that its x-ray does not explain, and whether the x-ray is still to be seen there.

A reflection lies over the x-ray and leaves its structure; a window takes its place. A window's own edges and letters
outweigh the x-ray in every small patch that holds one, so all of a bright or dark area is asked at once.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.quality.photometry import at_light_size, unexplained_light
from matching.registration.agreement import Flat, Structure, within

_UNEXPLAINED = 0.03
"""Light, of the photo's own range, that counts half in the fit of what the x-ray explains."""
_FEWEST = 200
_OUTLINES = (0.06, 0.35)
"""Light, of the photo's range, from which on a pixel belongs to an area; the second parts windows from reflections."""
_STRONG, _HIDING = 0.2, 0.5
"""Mean light of an area, of the photo's range: more than most reflections add, and so much that it hides the x-ray."""
_LEAST = 0.012
_KEPT, _CLEAR = 0.85, 0.24
"""Contrast of the x-ray that a reflection leaves at least, as a share of the light that it adds, and what is enough."""
_NEAR = (7, 7)
_NOISE = 1.0
_EDGE = np.ones((5, 5), np.uint8)
"""What is left out along an area's outline, which is an edge of its own."""
_LEAST_TELLING, _TELLING = 60.0, 400.0
"""Structure, in pixels of which the x-ray explains half, by which its absence can be told at all, and its presence."""


def light_left(flat: Flat) -> Structure:
    """Return the light that nothing explains, float32 of the photo's range, as large as the x-ray; 0 where unknown."""
    expected, seen = at_light_size(within(flat.shown)), at_light_size(within(flat.taken))
    whole = at_light_size(within(flat.inside).astype(np.uint8) * 255) > 0.99
    if np.count_nonzero(whole) < _FEWEST:
        return np.zeros(within(flat.shown).shape, np.float32)
    low, high = np.percentile(seen[whole], (2, 98))
    span = max(float(high - low), 0.05)
    left = unexplained_light(expected, seen, whole, _UNEXPLAINED * span, _UNEXPLAINED * span) / span
    return np.asarray(cv2.resize(left, flat.size, interpolation=cv2.INTER_LINEAR), np.float32)


def replaced(flat: Flat, light: Structure) -> float:
    """Return the largest area, as a share of the x-ray, that has other light and too little of the x-ray's structure.

    Args:
        flat: The photo laid flat on its x-ray.
        light: What `light_left` gave.
    """
    expected, seen = within(flat.expected), within(flat.seen)
    gain = float((expected * seen).sum() / max(float((expected * expected).sum()), 1e-6))
    expected = expected * np.float32(max(gain, 1e-3))
    # Each pixel counts by how little else is near it, so that neither letters nor moiré drown the x-ray.
    calm = 1 / (cv2.boxFilter(seen * seen + expected * expected, -1, _NEAR) + _NOISE)
    strength, both = expected * expected * calm, expected * seen * calm
    largest = 0.0
    for area, other in _areas(light, within(flat.inside)):
        inner = cv2.erode(area, _EDGE) > 0
        told = float(strength[inner].sum())
        gone = told >= _LEAST_TELLING and float(both[inner].sum()) < min(_KEPT * other, _CLEAR) * told
        if gone or (told < _TELLING and other > _HIDING):
            largest = max(largest, float(np.mean(area)))
    return largest


def _areas(light: Structure, inside: NDArray[np.bool_]) -> list[tuple[NDArray[np.uint8], float]]:
    """Return connected areas that are much brighter or darker than explained: masks of 0 and 1, and by how much."""
    found = []
    for beyond in (side * light > outline for outline in _OUTLINES for side in (1, -1)):
        if np.count_nonzero(beyond) < _LEAST * beyond.size:
            continue  # no area can be large enough
        count, labels, facts, _ = cv2.connectedComponentsWithStats(
            (beyond & inside).astype(np.uint8), connectivity=4
        )
        for label in range(1, count):
            if facts[label, cv2.CC_STAT_AREA] >= _LEAST * labels.size:
                area = labels == label
                other = abs(float(light[area].mean()))
                if other > _STRONG:
                    found.append((area.astype(np.uint8), other))
    return found
