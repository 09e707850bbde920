"""Storage and sending of the photo: JPEG, and a messenger's smaller second JPEG."""

from typing import Annotated

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...parameters import parameters

BLOCK = 16
"""Rows of a JPEG's blocks where colour has half the resolution."""

ROWS = 16 * BLOCK
"""Rows that are compressed at a time."""


@parameters
class Delivery:
    """Compression of the delivered photo.

    Attributes:
        jpeg_quality: Quality of the phone's own JPEG, 1..100; 0 stores without loss.
        messenger_long_side: A messenger reduces the longer side to this many px; 0: not sent by messenger.
        messenger_quality: Quality of its JPEG, 1..100.
    """

    jpeg_quality: Annotated[int, Field(ge=0, le=100)] = 92
    messenger_long_side: Annotated[int, Field(ge=0, le=16_384)] = 0
    messenger_quality: Annotated[int, Field(ge=1, le=100)] = 75

    def scale(self, size: tuple[int, int]) -> float:
        """Return the factor from the camera's pixels to the delivered ones."""
        longest = max(size)
        return min(1.0, self.messenger_long_side / longest) if self.messenger_long_side else 1.0

    def size(self, size: tuple[int, int]) -> tuple[int, int]:
        """Return the width and height as delivered."""
        s = self.scale(size)
        return max(1, round(size[0] * s)), max(1, round(size[1] * s))


def delivered(photo: NDArray[np.uint8], delivery: Delivery) -> NDArray[np.uint8]:
    """Return the photo (H, W, 3) after its compression; overwrites the given array."""
    if delivery.jpeg_quality:
        _through_jpeg(photo, delivery.jpeg_quality)
    if delivery.messenger_long_side:
        size = delivery.size((photo.shape[1], photo.shape[0]))
        photo = np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)
        _through_jpeg(photo, delivery.messenger_quality)
    return photo


def _through_jpeg(photo: NDArray[np.uint8], quality: int) -> None:
    """Compress and decode in place, with colour at half resolution as phones do (4:2:0).

    A JPEG knows nothing but its blocks, and enlarging colour needs only their neighbours: strips of whole blocks
    with one more on either side give what the whole picture would, with neither its file nor its copy in memory.
    """
    above = photo[:0]
    for top in range(0, len(photo), ROWS):
        end = min(top + ROWS, len(photo))
        strip = np.concatenate([above, photo[top : end + BLOCK]])
        ahead, above = len(above), photo[end - BLOCK : end].copy()
        photo[top:end] = _recompressed(strip, quality)[ahead : ahead + end - top]


def _recompressed(picture: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    cv2.cvtColor(picture, cv2.COLOR_RGB2BGR, dst=picture)
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise RuntimeError("OpenCV could not write the photo as JPEG")
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR_RGB), np.uint8)
