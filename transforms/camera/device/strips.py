"""Colour conversion without a second copy of a large picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

ROWS = 256


def convert(photo: NDArray[np.uint8], code: int) -> None:
    """Convert a picture (H, W, 3) to another colour space of three channels, in place, a strip at a time.

    Args:
        photo: The picture; overwritten.
        code: OpenCV's code of the conversion.
    """
    for top in range(0, len(photo), ROWS):
        photo[top : top + ROWS] = cv2.cvtColor(photo[top : top + ROWS], code)
