"""Files of 16-bit colour, which only OpenCV decodes at full depth."""

import cv2
import numpy as np

from dataset.errors import ImageError
from dataset.images.header import Pixels
from dataset.images.modes import from_deep_colour


def read_deep_colour(data: bytes) -> Pixels:
    """Decode 16-bit RGB or RGBA; grey keeps its 16 bits, actual colour gets 8.

    Raises:
        ImageError: It cannot be decoded so.
    """
    flags = cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION
    colour = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if colour is None or colour.dtype != np.uint16 or colour.ndim != 3:
        raise ImageError("its 16-bit colours cannot be decoded", "damaged")
    order = [2, 1, 0, 3][: colour.shape[2]]
    return from_deep_colour(colour[..., order].astype(np.uint16))
