"""Identification of photos from their pixels alone, to check what a session has filed.

Every photo is compared with every x-ray, drawn as the camera would see it from straight ahead: both made small,
freed of slow changes of light (vignetting) and of noise, shifted against each other a little (the camera never
stands quite straight), and correlated.  This knows the simple camera's geometry and is no substitute for
matching real photos.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from webapp.virtual.camera.screen import Pixels, decode, fit

_WIDTH, _HEIGHT, _SHIFT = 160, 120, 5
_FINE, _COARSE = 1.2, 8.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """Likeness of a photo to x-rays.

    Attributes:
        best: Position of the x-ray that it shows most likely, 0-based.
        correlation: With that one, -1..1.
        runner_up: The highest correlation with any other, -1..1.
    """

    best: int
    correlation: float
    runner_up: float


class Recogniser:
    """Knows some x-rays by sight.

    Args:
        xrays: uint8 (H, W) or (H, W, 3).
        screen: Width and height of the screen they were shown on.
    """

    def __init__(self, xrays: Sequence[Pixels], screen: tuple[int, int] = (1920, 1080)) -> None:
        self._known = [_essence(fit(_grey(xray), *screen))[_SHIFT:-_SHIFT, _SHIFT:-_SHIFT] for xray in xrays]

    def look(self, photo: bytes) -> Likeness:
        """Compare a photo (an image file) with every x-ray.

        Raises:
            ValueError: The bytes are not a whole image.
        """
        seen = _essence(_grey(decode(photo)))
        likeness = np.array(
            [cv2.matchTemplate(seen, known, cv2.TM_CCOEFF_NORMED).max() for known in self._known]
        )
        best = int(likeness.argmax())
        others = np.delete(likeness, best)
        return Likeness(best, float(likeness[best]), float(others.max()) if others.size else -1.0)


def _grey(image: Pixels) -> Pixels:
    return image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def _essence(image: Pixels) -> NDArray[np.float32]:
    small = cv2.resize(fit(image, 4 * _WIDTH, 4 * _HEIGHT), (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA)
    light = small.astype(np.float32)
    return np.asarray(
        cv2.GaussianBlur(light, (0, 0), _FINE) - cv2.GaussianBlur(light, (0, 0), _COARSE), np.float32
    )
