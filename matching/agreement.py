"""Do the pixels agree, block by block, once the photo lies flat on the x-ray?

Feature pairs alone do not tell two x-rays of one patient apart: the same ribs and the same tube give dozens. Nor does
a correlation of whole pictures: all chests are alike. The correlation of fine structure in small blocks does, and its
median forgives what a reflection or a pointer spoils.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.planes import Floats, Grey, onto_xray, scaled

SIDE = 320
"""Long side at which blocks are compared: coarser than most blur and moiré, finer than ribs."""
GRID = 8
ROWS = 16
_FINE, _COARSE = 1.0, 8.0
_FLAT = 2.0
"""Standard deviation, grey levels, below which a block of the x-ray has nothing to compare."""
_INSIDE = 0.95


@dataclass(frozen=True, eq=False)
class Agreement:
    """Correlations of blocks.

    Attributes:
        blocks: float64 (8, 8), -1..1; NaN where the x-ray is flat or the photo ends.
        rows: float64 (16, 16), the same in a finer grid, for torn photos.
    """

    blocks: Floats
    rows: Floats

    @property
    def usable(self) -> int:
        """How many blocks could be compared."""
        return int(np.isfinite(self.blocks).sum())

    @property
    def score(self) -> float:
        """Median of the blocks that could be compared, 0 without any."""
        return float(np.nanmedian(self.blocks)) if self.usable else 0.0


def agreement(reference: Grey, photo: Grey, homography: Floats) -> Agreement:
    """Compare a photo with the x-ray it may show.

    Args:
        reference: uint8 (h, w), the x-ray's small frame.
        photo: uint8 (H, W).
        homography: From positions in that frame to positions in the photo.
    """
    height, width = reference.shape
    factor = SIDE / max(height, width)
    size = (max(GRID, round(width * factor)), max(GRID, round(height * factor)))
    small = np.asarray(cv2.resize(reference, size, interpolation=cv2.INTER_AREA), np.uint8)
    flat, inside = onto_xray(photo, scaled(homography, (size[0] / width, size[1] / height), 1.0), size)
    expected, seen = _fine_structure(small), _fine_structure(flat)
    return Agreement(_correlations(expected, seen, inside, GRID), _correlations(expected, seen, inside, ROWS))


def _fine_structure(grey: Grey) -> NDArray[np.float32]:
    picture = grey.astype(np.float32)
    fine = cv2.GaussianBlur(picture, (0, 0), _FINE)
    return np.asarray(fine - cv2.GaussianBlur(picture, (0, 0), _COARSE), np.float32)


def _correlations(
    expected: NDArray[np.float32], seen: NDArray[np.float32], inside: NDArray[np.bool_], grid: int
) -> Floats:
    whole = np.ones_like(expected)
    count = _sums(whole, grid)
    mean_e, mean_s = _sums(expected, grid) / count, _sums(seen, grid) / count
    var_e = np.maximum(_sums(expected * expected, grid) / count - mean_e**2, 0)
    var_s = np.maximum(_sums(seen * seen, grid) / count - mean_s**2, 0)
    together = _sums(expected * seen, grid) / count - mean_e * mean_s
    share = _sums(inside.astype(np.float32), grid) / count
    usable = (var_e > _FLAT**2) & (share > _INSIDE)
    correlation = np.clip(together / np.sqrt(np.maximum(var_e * var_s, 1e-6)), -1, 1)
    return np.where(usable, correlation, np.nan)


def _sums(picture: NDArray[np.float32], grid: int) -> Floats:
    """Sums over the blocks of a grid, float64 (grid, grid)."""
    rows = np.linspace(0, picture.shape[0], grid + 1).round().astype(int)[:-1]
    columns = np.linspace(0, picture.shape[1], grid + 1).round().astype(int)[:-1]
    over_rows = np.add.reduceat(picture.astype(np.float64), rows, axis=0)
    return np.asarray(np.add.reduceat(over_rows, columns, axis=1), np.float64)
