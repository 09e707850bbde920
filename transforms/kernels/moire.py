"""Moiré in one pass: double, draw the lines, halve, a few rows at a time.

The doubled picture exists only as a dozen rows in a ring, so the working set stays in the processor's cache
whatever the size of the x-ray. Doubling and halving use Pillow's Lanczos filter (three lobes), horizontally
and then vertically, rounded to whole grey levels in between, as Pillow does.

Doubled rows are kept in planar order, even columns first and then odd ones, so that every inner loop runs
over neighbouring values.
"""

import numpy as np
from numpy.typing import NDArray

from .compiled import Pixels, compiled, inlined
from .stripes import even_lines, sharp_lines

UP_TAPS, DOWN_TAPS = 6, 12
EDGE = 3
"""Columns at either end whose filter the picture's edge cuts."""

Work = tuple[
    NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]
]


def work_for(width: int, channels: int, lines: int) -> Work:
    """Return the memory that the kernel needs for pictures of that width and that many sets of lines."""
    return (
        np.zeros((channels, 8, 2 * width), np.float32),
        np.zeros((channels, 16, width), np.float32),
        np.empty((lines, 2 * width), np.float32),
        np.empty(width, np.float32),
        np.empty(2 * width, np.float32),
    )


@inlined
def double_row(
    source: NDArray[np.float32],
    starts: NDArray[np.int64],
    weights: NDArray[np.float32],
    top: np.float32,
    doubled: NDArray[np.float32],
) -> None:
    """Resize one row (W,) to twice its width (2 W,), planar; `starts` and `weights` per doubled column."""
    width = source.size
    edge = min(EDGE, width)
    for odd in range(2):
        for i in range(2 * edge):
            j = i if i < edge else width - 1 - (i - edge)
            column = 2 * j + odd
            total = np.float32(0)
            for k in range(UP_TAPS):
                at = min(starts[column] + k, width - 1)
                total += source[at] * weights[column, k]
            doubled[odd * width + j] = min(max(np.floor(total + np.float32(0.5)), np.float32(0)), top)
        if width <= 2 * EDGE:
            continue
        w = weights[2 * EDGE + odd]
        near, result = source[odd:], doubled[odd * width + EDGE :]
        for i in range(width - 2 * EDGE):
            first = near[i] * w[0] + near[i + 1] * w[1] + near[i + 2] * w[2]
            second = near[i + 3] * w[3] + near[i + 4] * w[4] + near[i + 5] * w[5]
            result[i] = min(max(np.floor(first + second + np.float32(0.5)), np.float32(0)), top)


@inlined
def halve_row(
    doubled: NDArray[np.float32],
    starts: NDArray[np.int64],
    weights: NDArray[np.float32],
    top: np.float32,
    halved: NDArray[np.float32],
) -> None:
    """Resize one planar row (2 W,) to half its width (W,); `starts` and `weights` per halved column."""
    width = halved.size
    edge = min(EDGE, width)
    for i in range(2 * edge):
        j = i if i < edge else width - 1 - (i - edge)
        total = np.float32(0)
        for k in range(DOWN_TAPS):
            at = min(starts[j] + k, 2 * width - 1)
            total += doubled[(at & 1) * width + (at >> 1)] * weights[j, k]
        halved[j] = min(max(np.floor(total + np.float32(0.5)), np.float32(0)), top)
    if width <= 2 * EDGE:
        return
    w = weights[EDGE]
    # Indices count from zero: numba would test for negative ones at every pixel.
    even, odd, result = doubled[1:width], doubled[width:], halved[EDGE:]
    for i in range(width - 2 * EDGE):
        first = odd[i] * w[0] + even[i] * w[1] + odd[i + 1] * w[2] + even[i + 1] * w[3]
        second = odd[i + 2] * w[4] + even[i + 2] * w[5] + odd[i + 3] * w[6] + even[i + 3] * w[7]
        third = odd[i + 4] * w[8] + even[i + 4] * w[9] + odd[i + 5] * w[10] + even[i + 5] * w[11]
        result[i] = min(max(np.floor(first + second + third + np.float32(0.5)), np.float32(0)), top)


@inlined
def up_column(
    ring: NDArray[np.float32],
    start: int,
    w: NDArray[np.float32],
    top: np.float32,
    result: NDArray[np.float32],
) -> None:
    """Return the weighted sum of six rows of a ring (8, N), beginning with row `start`."""
    r0, r1, r2 = ring[start & 7], ring[(start + 1) & 7], ring[(start + 2) & 7]
    r3, r4, r5 = ring[(start + 3) & 7], ring[(start + 4) & 7], ring[(start + 5) & 7]
    for i in range(result.size):
        total = r0[i] * w[0] + r1[i] * w[1] + r2[i] * w[2] + r3[i] * w[3] + r4[i] * w[4] + r5[i] * w[5]
        result[i] = min(max(np.floor(total + np.float32(0.5)), np.float32(0)), top)


@inlined
def down_column(
    ring: NDArray[np.float32],
    start: int,
    w: NDArray[np.float32],
    top: np.float32,
    result: NDArray[np.float32],
) -> None:
    """Return the weighted sum of twelve rows of a ring (16, N), beginning with row `start`."""
    r0, r1, r2 = ring[start & 15], ring[(start + 1) & 15], ring[(start + 2) & 15]
    r3, r4, r5 = ring[(start + 3) & 15], ring[(start + 4) & 15], ring[(start + 5) & 15]
    r6, r7, r8 = ring[(start + 6) & 15], ring[(start + 7) & 15], ring[(start + 8) & 15]
    r9, r10, r11 = ring[(start + 9) & 15], ring[(start + 10) & 15], ring[(start + 11) & 15]
    for i in range(result.size):
        first = r0[i] * w[0] + r1[i] * w[1] + r2[i] * w[2] + r3[i] * w[3] + r4[i] * w[4] + r5[i] * w[5]
        second = r6[i] * w[6] + r7[i] * w[7] + r8[i] * w[8] + r9[i] * w[9] + r10[i] * w[10] + r11[i] * w[11]
        result[i] = min(max(np.floor(first + second + np.float32(0.5)), np.float32(0)), top)


@inlined
def draw_lines(
    row: NDArray[np.float32], covered: NDArray[np.float32], alpha: np.float32, colour: np.float32
) -> None:
    """Lay lines of one colour over a row, rounded to whole grey levels."""
    for i in range(row.size):
        row[i] = np.floor(row[i] + (colour - row[i]) * (covered[i] * alpha) + np.float32(0.5))


@inlined
def load_row(image: Pixels, y: int, c: int, row: NDArray[np.float32]) -> None:
    """Copy one channel of a row into a planar buffer."""
    for x in range(row.size):
        row[x] = image[y, x, c]


@inlined
def store_row(row: NDArray[np.float32], image: Pixels, y: int, c: int) -> None:
    """Copy a planar buffer back into one channel of a row."""
    for x in range(row.size):
        image[y, x, c] = row[x]


@compiled
def moire(
    image: Pixels,
    result: Pixels,
    columns_up: tuple[NDArray[np.int64], NDArray[np.float32]],
    rows_up: tuple[NDArray[np.int64], NDArray[np.float32]],
    columns_down: tuple[NDArray[np.int64], NDArray[np.float32]],
    rows_down: tuple[NDArray[np.int64], NDArray[np.float32]],
    turns: NDArray[np.float64],
    squeezes: NDArray[np.float64],
    to_fields: NDArray[np.float64],
    field: NDArray[np.float64],
    even: bool,
    alpha: np.float32,
    colour: np.float32,
    top: np.float32,
    work: Work,
) -> None:
    """Draw moiré on a picture.

    Args:
        image: uint8 or uint16 (H, W, C).
        result: the same, written.
        columns_up: filter of each of the 2 W doubled columns: first source column, (2 W, 6) weights.
        rows_up: the same for rows.
        columns_down: filter of each halved column: first doubled column, (W, 12) weights.
        rows_down: the same for rows.
        turns: (L, 6), see `sharp_lines`, one a set of lines.
        squeezes: (L, 8), see `sharp_lines`.
        to_fields: (L, 3, 3), see `even_lines`.
        field: (3,), see `sharp_lines`.
        even: draw lines by coverage instead of by nearest pixel.
        alpha: opacity of the lines, 0..1.
        colour: grey value of the lines.
        top: largest grey value.
        work: memory to work in, see `work_for`.
    """
    height, channels = image.shape[0], image.shape[2]
    sources, halves, covered, plain, row = work
    read, made = 0, 0
    for y in range(height):
        while made < min(rows_down[0][y] + DOWN_TAPS, 2 * height):
            while read < min(rows_up[0][made] + UP_TAPS, height):
                for c in range(channels):
                    load_row(image, read, c, plain)
                    double_row(plain, columns_up[0], columns_up[1], top, sources[c, read & 7])
                read += 1
            for i in range(turns.shape[0]):
                if even:
                    even_lines(covered[i], made, to_fields[i], field)
                else:
                    sharp_lines(covered[i], made, turns[i], squeezes[i], field)
            for c in range(channels):
                up_column(sources[c], rows_up[0][made], rows_up[1][made], top, row)
                for i in range(turns.shape[0]):
                    draw_lines(row, covered[i], alpha, colour)
                halve_row(row, columns_down[0], columns_down[1], top, halves[c, made & 15])
            made += 1
        for c in range(channels):
            down_column(halves[c], rows_down[0][y], rows_down[1][y], top, plain)
            store_row(plain, result, y, c)
