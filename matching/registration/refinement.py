"""Refinement of a placement from the accuracy of features to that of pixels.

Features lie where there is contrast, not where the x-ray is, and each is off by a pixel or so. Once the photo lies
nearly flat on the x-ray, the small differences that are left say how to move it (Lucas and Kanade 1981): every edge of
the whole x-ray, its border included, has its say across its own direction. Nine numbers are fitted: the eight of a
perspective, and the bend of the lens. It brings the corners of a photo 1920 pixels long from 9 to 4 pixels (p90).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats, scaled
from matching.registration.agreement import MARGIN, Flat, Structure
from matching.registration.placement import MOST_BENT, Placement, centres

_AROUND = (41, 41)
_FAINT = 4.0
"""Variance, grey levels squared, below which structure counts less and less."""
_BLANK = 0.01
"""Variance, grey levels squared, below which a photo shows nothing but rounding."""
_DAMPING = 1e-6
_STEP = 2
"""Every second pixel of both directions has a say: structure is smooth, and the sums cost a quarter."""
_USED = np.s_[1:-1:_STEP, 1:-1:_STEP]


def refined(flat: Flat) -> Placement:
    """Return a placement improved by one step; the same one where the pictures are uninformative.

    Args:
        flat: The photo as it was laid flat, off by at most a pixel or two.

    Returns:
        From positions in a frame of ``flat.size``.
    """
    steps = _steps(flat)
    if steps is None or not np.isfinite(steps).all():
        return flat.placement
    width, height = flat.size
    half = max(width, height) / 2
    # Positions about the middle, in half long sides: in pixels the eight numbers would differ by orders of magnitude,
    # and the normal equations would be ill-conditioned (Hartley 1997).
    from_middle = np.array([[1 / half, 0, -width / 2 / half], [0, 1 / half, -height / 2 / half], [0, 0, 1]])
    shift = np.append(steps[:8], 1.0).reshape(3, 3) + np.diag([1.0, 1.0, 0.0])
    better = scaled(flat.placement.homography @ np.linalg.inv(from_middle) @ shift @ from_middle, 1.0, 1.0)
    bend = float(np.clip(flat.placement.bend + steps[8], -MOST_BENT, MOST_BENT))
    return Placement(better, flat.placement.photo_size, bend)


def _steps(flat: Flat) -> Floats | None:
    """Return the increments of the first eight elements of a homography about the middle, and of the bend.

    Where structure E of the x-ray is seen displaced by d, the photo shows E - d . grad E; to first order in the eight
    numbers, d = (h0 u + h1 v + h2 - u (h6 u + h7 v), h3 u + h4 v + h5 - v (h6 u + h7 v)).
    """
    width, height = flat.size
    half = max(width, height) / 2
    weight, gain = _weights(flat)
    root = np.sqrt(weight)
    u = ((_centres(width) - width / 2) / half)[None, :]
    v = ((_centres(height) - height / 2) / half)[:, None]
    expected, per_side = flat.expected, np.float32(half / 2)  # a difference over two pixels
    across = (expected[_USED[0], 2::_STEP] - expected[_USED[0], :-2:_STEP]) * per_side * root
    down = (expected[2::_STEP, _USED[1]] - expected[:-2:_STEP, _USED[1]]) * per_side * root
    outward = -(across * u + down * v)
    bent_x, bent_y = _bent(flat)
    bent = across * (bent_x / np.float32(half)) + down * (bent_y / np.float32(half))
    parts = (across * u, across * v, across, down * u, down * v, down, outward * u, outward * v, bent)
    slopes = np.stack(parts).reshape(len(parts), -1)
    left = ((expected[_USED] - gain * flat.seen[_USED]) * root).ravel()
    normal = (slopes @ slopes.T).astype(np.float64)
    trace = float(np.trace(normal))
    if not np.isfinite(trace) or trace <= 0:
        return None
    return np.asarray(
        np.linalg.solve(normal + _DAMPING * trace * np.eye(len(parts)), slopes @ left), np.float64
    )


def _centres(length: int) -> NDArray[np.float32]:
    """Return the centres, in the frame, of the pixels that are used."""
    return centres(length, MARGIN, _STEP)


def _bent(flat: Flat) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return how a lens with bend 1 moves each pixel of the frame, mapped back from the photo to the frame."""
    place = flat.placement
    x, y = place.positions(flat.size, MARGIN, _STEP)
    h = place.homography.astype(np.float32)
    depth = h[2, 0] * _centres(flat.size[0])[None, :] + h[2, 1] * _centres(flat.size[1])[:, None] + h[2, 2]
    right_x, right_y = (h[0, 0] - h[2, 0] * x) / depth, (h[1, 0] - h[2, 0] * y) / depth
    below_x, below_y = (h[0, 1] - h[2, 1] * x) / depth, (h[1, 1] - h[2, 1] * y) / depth
    across, down = x - np.float32(place.middle[0]), y - np.float32(place.middle[1])
    squared = (across * across + down * down) / np.float32(place.radius**2)
    # The determinant of the placement's Jacobian; Cramer's rule below takes the shift back from photo to frame.
    area = right_x * below_y - below_x * right_y
    area = np.where(np.abs(area) < 1e-6, np.float32(1e-6), area)
    across, down = across * squared / area, down * squared / area
    return below_y * across - below_x * down, right_x * down - right_y * across


def _weights(flat: Flat) -> tuple[Structure, Structure]:
    """Return the weight of each used pixel (local agreement, whatever the contrast), and the photo's contrast."""
    expected, seen = flat.expected, flat.seen
    products = (expected * expected, seen * seen, expected * seen)
    here, there, both = (cv2.boxFilter(product, -1, _AROUND)[_USED] for product in products)
    # Rounding leaves a flat picture with a variance a little below nothing, and one NaN would spoil every number.
    here, there = np.maximum(here, 0), np.maximum(there, 0)
    agrees = np.clip(both / np.sqrt(np.maximum(here * there, 1e-6)), 0, 1)
    told = flat.inside[_USED] & (there > _BLANK)
    weight = np.where(told, agrees**2 / (here + _FAINT * flat.contrast**2), 0).astype(np.float32)
    return weight, np.sqrt(here / np.maximum(there, 1e-6)).astype(np.float32)
