"""Photometric measures of a photo: contrast, exposure, clipping and glare.

The screen's and the phone's tone curves, the screen's unevenness and the lens's vignetting are all unknown, and all
smooth. They are fitted together, robustly; what is then still brighter than explained, over an area, is glare.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats, moved, scaled
from matching.quality.aligned_photo import AlignedPhoto

_SIDE = 80
"""Long side at which light is compared: reflections are broad, moiré and misplaced edges are not."""
_FEWEST = 200
_SMALLEST_PX = 32
_GLARE = 0.08
_SPREAD = 9
_ROUNDS = 6
_BRIGHTER, _DARKER = 0.03, 0.09
"""Residuals, of white, that count half. The brighter ones count less, since they are what is looked for."""
_STIFFNESS = 1e-4
_WHITE_SEEN, _WHITE_EXPECTED = 253, 250
_MIDDLE = 0.34


@dataclass(frozen=True, slots=True)
class Photometry:
    """Measures and units as in `LIMITS`.

    Attributes:
        glare_side: Where on the x-ray, as the photo shows it: "left", "right", "top", "bottom", "centre"; "" without.
    """

    contrast: float
    exposure: float
    clipped: float
    glare: float
    glare_side: str


def measure_light(flat: AlignedPhoto) -> Photometry | None:
    """Measure the light; None where too little of the x-ray is in the photo."""
    expected, seen = at_light_size(flat.expected), at_light_size(flat.seen)
    whole = at_light_size(flat.inside.astype(np.uint8) * 255) > 0.99
    if min(flat.expected.shape) < _SMALLEST_PX or np.count_nonzero(whole) < _FEWEST:
        return None
    low, high = np.percentile(expected[whole], (5, 95))
    low_seen, high_seen = np.percentile(seen[whole], (5, 95))
    burnt = (flat.seen >= _WHITE_SEEN) & (flat.expected < _WHITE_EXPECTED) & flat.inside
    glare = _glare(expected, seen, whole)
    return Photometry(
        contrast=float((high_seen - low_seen) / max(high - low, 0.02)),
        exposure=float(high_seen / max(high, 0.02)),
        clipped=np.count_nonzero(burnt) / np.count_nonzero(flat.inside),
        glare=float(np.mean(glare[whole])),
        glare_side=_side(glare, flat),
    )


def at_light_size(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the picture at the size at which light is compared, 0..1."""
    height, width = picture.shape
    factor = _SIDE / max(height, width)
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    return np.asarray(
        cv2.resize(picture.astype(np.float32) / 255, size, interpolation=cv2.INTER_AREA), np.float32
    )


def _glare(
    expected: NDArray[np.float32], seen: NDArray[np.float32], whole: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return where the photo is brighter than explained, bool of the same shape."""
    brighter = unexplained_light(expected, seen, whole, _BRIGHTER, _DARKER)
    share = cv2.blur(whole.astype(np.float32), (_SPREAD, _SPREAD))
    spread = cv2.blur(brighter, (_SPREAD, _SPREAD)) / np.maximum(share, 0.2)
    return (spread > _GLARE) & whole


def unexplained_light(
    expected: NDArray[np.float32],
    seen: NDArray[np.float32],
    whole: NDArray[np.bool_],
    brighter: float,
    darker: float,
) -> NDArray[np.float32]:
    """Return the light that tone curve, screen and lens do not explain; 0 where the mask ``whole`` is not set.

    Args:
        expected: float32 (h, w), the x-ray, 0..1.
        seen: float32 (h, w), the photo.
        whole: bool (h, w), what is to be explained.
        brighter: An excess of light that counts half in the fit.
        darker: A lack of light that counts half.
    """
    model = _model(expected)[whole]
    values = seen[whole].astype(np.float64)
    weights = np.ones(len(values))
    stiff = len(values) * _STIFFNESS * np.diag([0, 0.01, 0.01, 0.01, 1, 1, 1, 1, 1])
    residual = values
    for _ in range(_ROUNDS):
        weighted = model * weights[:, None]
        residual = values - model @ np.linalg.solve(weighted.T @ model + stiff, weighted.T @ values)
        weights = 1 / (1 + (residual / np.where(residual > 0, brighter, darker)) ** 2)
    unexplained = np.zeros(seen.shape, np.float32)
    unexplained[whole] = residual
    return unexplained


def _model(expected: NDArray[np.float32]) -> Floats:
    """Return the columns of the fit, (h, w, 9): a cubic tone curve, and a gain quadratic in the position."""
    height, width = expected.shape
    y, x = np.mgrid[0:height, 0:width]
    x, y = (x + 0.5) / width * 2 - 1, (y + 0.5) / height * 2 - 1
    r = expected.astype(np.float64)
    tone = [np.ones_like(r), r, r**2, r**3]
    return np.stack([*tone, r * x, r * y, r * x * x, r * y * y, r * x * y], axis=-1)


def _side(glare: NDArray[np.bool_], flat: AlignedPhoto) -> str:
    rows, columns = np.nonzero(glare)
    if not len(rows):
        return ""
    height, width = flat.expected.shape
    onto = scaled(flat.homography, (glare.shape[1] / width, glare.shape[0] / height), 1)
    middle = [(columns.mean() + 0.5, rows.mean() + 0.5), (glare.shape[1] / 2, glare.shape[0] / 2)]
    ends = [(0, 0), (glare.shape[1], 0), (glare.shape[1], glare.shape[0]), (0, glare.shape[0])]
    at, centre = moved(onto, middle)
    x, y = (at - centre) / (np.ptp(moved(onto, ends), axis=0) / 2)
    if max(abs(x), abs(y)) < _MIDDLE:
        return "centre"
    if abs(x) >= abs(y):
        return "right" if x > 0 else "left"
    return "bottom" if y > 0 else "top"
