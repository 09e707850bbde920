"""White laid over a picture, with an opacity that is the product of a column and a row."""

import numpy as np
from numpy.typing import NDArray

from .compiled import Pixels, compiled


@compiled
def whiten(
    image: Pixels,
    rows: tuple[int, int],
    columns: tuple[int, int],
    across: NDArray[np.float32],
    down: NDArray[np.float32],
    most: np.float32,
) -> None:
    """Lay white over some rows and columns, first..last + 1, of uint8 or uint16 (H, N), in place.

    Opacity is min(most, across[x] * down[y]) of 255; of an 8-bit picture it is cut to a whole number, as
    in a mask of 8 bits, while 16-bit pictures keep its fraction.
    """
    white = np.float32(255.0) if image.itemsize == 1 else np.float32(65535.0)
    reached = across[columns[0] : columns[1]]
    for y in range(rows[0], rows[1]):
        strength = down[y]
        row = image[y, columns[0] : columns[1]]
        for x in range(row.size):
            alpha = min(most, reached[x] * strength)
            if image.itemsize == 1:
                alpha = np.floor(alpha)
            value = np.float32(row[x])
            row[x] = np.int32(value + (white - value) * (alpha * np.float32(1 / 255)) + np.float32(0.5))
