"""Overlapping square patches of a photo laid flat, and what of each is explained by the x-ray.

A median over the whole x-ray forgives what half of it shows. What lies in front of it, or shines through it, is told
patch by patch.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.agreement import Flat, Structure, within
from matching.planes import Floats

_TEXTURED = 6.0
"""Variance, grey levels squared, from which on a patch of an x-ray can be compared."""
_WHOLE = 0.98
_BLUR = 1.5
"""Standard deviation, px, of the blur that a photo may have beside its x-ray."""
_LEAST_RIVAL = 1.0
_NOISE = 0.05

Grid = tuple[int, int]
"""(rows, columns) of patches."""


@dataclass(frozen=True, slots=True)
class Tiling:
    """Patches of ``side`` px, one every ``step`` px."""

    side: int
    step: int

    def cut(self, picture: Structure) -> tuple[NDArray[np.float32], Grid]:
        """Return all patches, float32 (patches, side * side), and how they lie."""
        windows = np.lib.stride_tricks.sliding_window_view(picture, (self.side, self.side))
        chosen = windows[:: self.step, :: self.step]
        return chosen.reshape(-1, self.side**2), (chosen.shape[0], chosen.shape[1])


def own(flat: Flat, tiling: Tiling) -> tuple[Floats, NDArray[np.bool_]]:
    """Correlate each patch of the photo with the x-ray.

    Returns:
        float64 (rows, columns), -1..1, and bool of the same shape: which can be compared at all.
    """
    expected, grid = tiling.cut(within(flat.expected))
    seen, _ = tiling.cut(within(flat.seen))
    inside, _ = tiling.cut(within(flat.inside).astype(np.float32))
    expected = expected - expected.mean(axis=1, keepdims=True)
    seen = seen - seen.mean(axis=1, keepdims=True)
    strength = np.einsum("ij,ij->i", expected, expected) / tiling.side**2
    power = np.einsum("ij,ij->i", seen, seen) / tiling.side**2
    both = np.einsum("ij,ij->i", expected, seen) / tiling.side**2
    correlation = both / np.sqrt(np.maximum(strength * power, 1e-6))
    textured = (strength > _TEXTURED) & (inside.mean(axis=1) > _WHOLE)
    return correlation.reshape(grid).astype(np.float64), textured.reshape(grid)


def of_rival(flat: Flat, rival: Structure, tiling: Tiling) -> Floats:
    """Correlate what the x-ray does not explain of each patch with another x-ray.

    From both, the photo and the rival, whatever the x-ray explains is taken first, also where it is blurred or lies a
    little beside its place; so what two x-rays share counts for neither.

    Args:
        flat: The photo laid flat on its x-ray.
        rival: float32 (h, w), structure of the other x-ray where the display would have drawn it, without the margin.
        tiling: The patches.

    Returns:
        float64 (rows, columns), -1..1; NaN where the rival has nothing of its own or the photo ends.
    """
    expected = within(flat.expected)
    parts = (
        np.ones_like(expected),
        expected,
        cv2.GaussianBlur(expected, (0, 0), _BLUR),
        cv2.Sobel(expected, cv2.CV_32F, 1, 0) / 8,
        cv2.Sobel(expected, cv2.CV_32F, 0, 1) / 8,
    )
    seen, grid = tiling.cut(within(flat.seen))
    explaining = np.stack([tiling.cut(np.asarray(part, np.float32))[0] for part in parts], axis=-1)
    left = _left(np.stack([seen, tiling.cut(rival)[0]], axis=-1), explaining)
    photo, other = left[..., 0], left[..., 1]
    inside, _ = tiling.cut(within(flat.inside).astype(np.float32))
    power, strength = (photo**2).mean(axis=1) + _NOISE, (other**2).mean(axis=1)
    correlation = (photo * other).mean(axis=1) / np.sqrt(np.maximum(power * strength, 1e-9))
    usable = (strength > _LEAST_RIVAL) & (inside.mean(axis=1) > _WHOLE)
    return np.where(usable, correlation, np.nan).reshape(grid).astype(np.float64)


def _left(pictures: NDArray[np.float32], explaining: NDArray[np.float32]) -> NDArray[np.float32]:
    """What ``explaining`` (patches, pixels, unknowns) leaves of ``pictures`` (patches, pixels, 2)."""
    columns = explaining.transpose(0, 2, 1)
    normal = columns @ explaining
    least = np.trace(normal, axis1=1, axis2=2)[:, None, None] * np.float32(1e-5) + np.float32(1e-3)
    solved = np.linalg.solve(normal + least * np.eye(normal.shape[1], dtype=np.float32), columns @ pictures)
    return np.asarray(pictures - explaining @ solved, np.float32)
