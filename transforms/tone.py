"""Grey values through a lookup table, which is all that brightness, contrast and exposure need.

The arithmetic is Pillow's `ImageEnhance` (a blend in 32-bit floats, cut off to whole numbers), so tables of
8-bit pictures give its very values. A 16-bit picture gets a table of 65,536 entries and loses no depth.
"""

from typing import Any, cast

import cv2
import numpy as np
import stringzilla
from numpy.typing import NDArray

from .rendering import Image

Table = Image
"""(256,) uint8 or (65536,) uint16, by the depth of the picture."""


def table_for(image: Image, values: NDArray[Any]) -> Table:
    """Round and clip values to a table for a picture of its depth."""
    return cast(Table, values.astype(image.dtype))


def blend_table(image: Image, background: float, factor: float) -> Table:
    """Return the table of `background + factor * (value - background)`, clipped to the range.

    Args:
        image: only its depth counts.
        background: grey value that stays as it is: 0 for brightness, the mean for contrast.
        factor: below 1 towards the background, above 1 away from it.
    """
    top = np.iinfo(image.dtype).max
    start = np.float32(background)
    mixed = start + np.float32(factor) * (np.arange(top + 1, dtype=np.float32) - start)
    return table_for(image, np.clip(mixed, 0, top))


def brightness_table(image: Image, factor: float) -> Table:
    """Return the table that multiplies grey values by a factor."""
    return blend_table(image, 0.0, factor)


def contrast_table(image: Image, factor: float) -> Table:
    """Return the table that scales the distance of grey values from the picture's mean."""
    return blend_table(image, mean_grey(image), factor)


def mean_grey(image: Image) -> int:
    """Return the mean grey value, rounded; of a colour picture the mean luma (ITU-R 601-2, rounded as in Pillow)."""
    pixels = image.shape[0] * image.shape[1]
    if image.ndim == 2:
        return int(cv2.sumElems(image)[0] / pixels + 0.5)
    from .kernels.luma import luma_sum

    return int(luma_sum(image) / pixels + 0.5)


def through_table(image: Image, table: Table) -> Image:
    """Replace every grey value by its entry, in a new array."""
    if image.dtype == np.uint8:
        result = image.copy()
        _replace(result, table)
        return result
    return cast(Image, np.take(table, image, mode="clip"))


def replace_through_table(image: Image, table: Table) -> None:
    """Replace every grey value by its entry in place; `image` may be a part of a picture."""
    image[...] = through_table(image, table)


def _replace(image: Image, table: Table) -> None:
    # 64 bytes at a time, which is as fast as copying; `cv2.LUT` takes eight times as long.
    stringzilla.translate(image.data, table.data, inplace=True)
