"""Perspective with cubic interpolation, a row at a time in three steps.

First where every pixel of the row comes from; then its sixteen neighbours, some side by side in one word; then their
weighted sum. The first and the last step are vector code, for they touch nothing but rows of their own; what jumps
about in the picture is the loads of the second. The picture comes with a margin, so that no neighbour is missing.
"""

import numpy as np
from numpy.typing import NDArray

from .compiled import Pixels, compiled, inlined

MARGIN = 2
"""Pixels to add around a picture: how far the sixteen neighbours of a pixel inside it reach beyond the edge."""
TAPS = 4
WHOLE = 1e-6
"""Share of the largest grey value added before cutting to a whole number, against rounding errors."""

Weights = tuple[np.float32, np.float32, np.float32, np.float32]
Words = NDArray[np.uint32]
"""Neighbouring values side by side: four of 8 bits, or two of 16, the first in the lowest bits."""

Work = tuple[NDArray[np.float64], NDArray[np.uint64], NDArray[np.float32], NDArray[np.float32], Words, Pixels]


def work_for(image: Pixels, columns: int) -> Work:
    """Return the memory that the kernel needs for a picture (H, W, C) and that many columns of output."""
    channels = image.shape[2]
    return (
        np.empty(columns, np.float64),
        np.empty(columns, np.uint64),
        np.empty((2, columns), np.float32),
        np.empty(columns, np.float32),
        np.empty((channels * TAPS * image.itemsize // 4, TAPS, columns), np.uint32),
        np.empty((channels, columns), image.dtype),
    )


@inlined
def cubic_weights(t: np.float32) -> Weights:
    """Return the weights of four neighbours for position t, 0 <= t < 1, from the second to the third; a = -1."""
    s = np.float32(1) - t
    return -t * s * s, np.float32(1) + t * t * (t - np.float32(2)), t * (np.float32(1) + t * s), -t * t * s


@inlined
def row_places(
    back: NDArray[np.float64],
    y: int,
    width: int,
    height: int,
    at: NDArray[np.float64],
    part: NDArray[np.float32],
    inside: NDArray[np.float32],
) -> None:
    """Compute the source positions of the pixels of output row y.

    Args:
        back: (3, 3) from output to source positions.
        y: the row.
        width: of the source, without its margin.
        height: of the source, without its margin.
        at: (N,), filled: index of the first of the sixteen neighbours, a whole number, in the picture with margin.
        part: (2, N), filled: place between the second and the third neighbour, x and y, 0..1.
        inside: (N,), filled: 1 where the pixel's centre lies in the source, 0 elsewhere.
    """
    b00, b10, b20 = back[0, 0], back[1, 0], back[2, 0]
    cy = y + 0.5
    start_x = back[0, 1] * cy + back[0, 2]
    start_y = back[1, 1] * cy + back[1, 2]
    start_depth = back[2, 1] * cy + back[2, 2]
    part_x, part_y, stride = part[0], part[1], width + 2.0 * MARGIN
    right, bottom = width - 0.5, height - 0.5
    for x in range(at.size):
        cx = x + 0.5
        depth = b20 * cx + start_depth
        per_depth = 1.0 / depth
        sx, sy = (b00 * cx + start_x) * per_depth, (b10 * cx + start_y) * per_depth
        within = (depth > 0) & (sx >= 0) & (sx < width) & (sy >= 0) & (sy < height)
        # Outside too there is something to load, which then counts nothing.
        sx, sy = min(max(sx - 0.5, -1.0), right), min(max(sy - 0.5, -1.0), bottom)
        left, upper = np.floor(sx), np.floor(sy)
        part_x[x], part_y[x] = sx - left, sy - upper
        at[x] = (upper + 1.0) * stride + (left + 1.0)
        inside[x] = np.float32(1) if within else np.float32(0)


@inlined
def load_neighbours(words: Words, first: NDArray[np.uint64], down: int, found: Words) -> None:
    """Load one word of each of the four rows that a pixel's neighbours lie in.

    Args:
        words: words beginning at every single value of the picture, overlapping each other.
        first: (N,), where those of the first row begin.
        down: distance of rows.
        found: (4, N), filled.
    """
    d1, d2, d3 = np.uint64(down), np.uint64(2 * down), np.uint64(3 * down)
    f0, f1, f2, f3 = found[0], found[1], found[2], found[3]
    for x in range(first.size):
        at = first[x]
        f0[x], f1[x], f2[x], f3[x] = words[at], words[at + d1], words[at + d2], words[at + d3]


@inlined
def weigh(
    found: Words,
    channels: int,
    c: int,
    part: NDArray[np.float32],
    inside: NDArray[np.float32],
    top: np.float32,
    result: Pixels,
) -> None:
    """Compute one channel of a row from the neighbours of its pixels.

    Args:
        found: (K, 4, N), the K words that hold the neighbours with all their channels, of each of the four rows.
        channels: of the picture.
        c: the channel.
        part: see `row_places`.
        inside: see `row_places`.
        top: largest grey value.
        result: (N,), filled.
    """
    # A row's words hold value `c` of its neighbours at these places, in the order of memory.
    n0, n1, n2, n3 = c, c + channels, c + 2 * channels, c + 3 * channels
    held = channels * TAPS // found.shape[0]
    f0, f1, f2, f3 = found[n0 // held], found[n1 // held], found[n2 // held], found[n3 // held]
    bits, white = 32 // held, np.uint32(top)
    b0, b1 = np.uint32(n0 % held * bits), np.uint32(n1 % held * bits)
    b2, b3 = np.uint32(n2 % held * bits), np.uint32(n3 % held * bits)
    # A shift that is seen to stay within 32 bits keeps numba from doing this in words of 64.
    last = np.uint32(31)
    for x in range(result.size):
        wx, wy = cubic_weights(part[0, x]), cubic_weights(part[1, x])
        s0 = s1 = s2 = s3 = np.float32(0)
        for j in range(TAPS):
            s0 += np.float32(np.int32(f0[j, x] >> (b0 & last) & white)) * wy[j]
            s1 += np.float32(np.int32(f1[j, x] >> (b1 & last) & white)) * wy[j]
            s2 += np.float32(np.int32(f2[j, x] >> (b2 & last) & white)) * wy[j]
            s3 += np.float32(np.int32(f3[j, x] >> (b3 & last) & white)) * wy[j]
        value = s0 * wx[0] + s1 * wx[1] + s2 * wx[2] + s3 * wx[3] + top * np.float32(WHOLE)
        result[x] = np.int32(min(max(value, np.float32(0)), top) * inside[x])


@inlined
def interleave(planes: Pixels, result: Pixels) -> None:
    """Make a row of RGB (N, 3) of its three channels (3, N)."""
    red, green, blue = planes[0], planes[1], planes[2]
    for x in range(red.size):
        result[x, 0], result[x, 1], result[x, 2] = red[x], green[x], blue[x]


@compiled
def cubic_perspective(
    image: Pixels,
    words: Words,
    result: Pixels,
    back: NDArray[np.float64],
    top: np.float32,
    work: Work,
) -> None:
    """Draw uint8 or uint16 (H, W, 1 or 3) in perspective, black around it.

    Args:
        image: the source with a margin of `MARGIN`, C-contiguous.
        words: its memory as words, one beginning at every value.
        result: the output, any height and width.
        back: (3, 3) from output to source positions; its depth is positive before the camera.
        top: largest grey value.
        work: memory to work in, see `work_for`.
    """
    height, width, channels = image.shape
    columns, down = result.shape[1], width * channels
    at, first, part, inside, found, planes = work
    held = 4 // image.itemsize
    for y in range(result.shape[0]):
        row_places(back, y, width - 2 * MARGIN, height - 2 * MARGIN, at, part, inside)
        for x in range(columns):
            # By way of a signed number, which is what processors convert to.
            first[x] = np.uint64(np.int64(at[x]) * channels)
        for k in range(found.shape[0]):
            load_neighbours(words[k * held :], first, down, found[k])
        for c in range(channels):
            weigh(found, channels, c, part, inside, top, planes[c])
        if channels == 1:
            for x in range(columns):
                result[y, x, 0] = planes[0, x]
        else:
            interleave(planes, result[y])
