"""Three box blurs down the columns of a picture, a narrow strip at a time.

A running sum makes the cost independent of the radius; going down instead of across lets neighbouring columns
be summed side by side; and a strip with its copies fits the processor's cache through all three passes.
"""

import numpy as np

from .compiled import Pixels, compiled, inlined

STRIP = 128
"""Columns worked on together."""


@compiled
def three_boxes(image: Pixels, radius: float) -> None:
    """Blur uint8 or uint16 (H, N) downwards in place, each pass rounded to whole grey levels.

    The box is 2 radius + 1 long, its two ends weighted by the radius's fraction; beyond the edges the first
    and last pixel repeat.
    """
    height, width = image.shape
    one, other = np.empty((height, STRIP), image.dtype), np.empty((height, STRIP), image.dtype)
    for left in range(0, width, STRIP):
        columns = min(STRIP, width - left)
        strip = image[:, left : left + columns]
        box_down(strip, one[:, :columns], radius)
        box_down(one[:, :columns], other[:, :columns], radius)
        box_down(other[:, :columns], strip, radius)


@inlined
def box_down(source: Pixels, target: Pixels, radius: float) -> None:
    """Box-blur (H, N) downwards into another array of that shape."""
    height, columns = source.shape
    whole = int(radius)
    weight = np.float32(1 / (2 * radius + 1))
    end_weight = np.float32((radius - whole) / (2 * radius + 1))
    last = height - 1
    total = np.zeros(STRIP, np.int32)
    for y in range(-whole - 1, whole):
        row = source[min(max(y, 0), last)]
        for i in range(columns):
            total[i] += row[i]
    for y in range(height):
        leaving, entering = source[max(y - whole - 1, 0)], source[min(y + whole, last)]
        beyond, result = source[min(y + whole + 1, last)], target[y]
        for i in range(columns):
            total[i] += np.int32(entering[i]) - np.int32(leaving[i])
            ends = np.float32(np.int32(leaving[i]) + np.int32(beyond[i]))
            value = np.float32(total[i]) * weight + ends * end_weight
            result[i] = np.int32(value + np.float32(0.5))
