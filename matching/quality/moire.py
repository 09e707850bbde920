"""Strength of moiré: regular waves in the photo that are not in the x-ray.

Moiré bends and changes its period across a photo, so it is looked for in small tiles, where it is nearly one wave
and stands out of the spectrum as a narrow peak. Ribs are regular as well; so what the x-ray explains is subtracted
first, also where it lies a little beside its place or is blurred.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.reference import Reference
from matching.quality.aligned_photo import AlignedPhoto

_TILE = 64
_SHORTEST_PX, _LONGEST_PX = 3.0, 26.0
"""Periods of the waves that are counted, px of the frame."""
_STANDS_OUT = 20.0
"""A wave has so many times the mean power of its ring of the spectrum: noise gets there in one of 10^8."""
_NOISE_MEDIAN = 0.69
"""Median of the power of noise relative to its mean (ln 2)."""

_KEPT = 2
"""X-rays of which tiles are kept, four megabytes each: the frames of a phone that is aimed show the same one."""

_Stack = NDArray[np.float32]
_Places = tuple[tuple[int, int], ...]


def measure_moire(flat: AlignedPhoto) -> float:
    """Return the amplitude of regular waves relative to the x-ray's at the same periods; NaN if unmeasurable."""
    places = _places(flat.inside)
    if not places:
        return float("nan")
    xray = _tiles_of(flat.xray, places)
    unexplained, contrast = xray.regressed(_cut(flat.seen.astype(np.float32), places))
    total = float((xray.anatomy * contrast**2).sum())
    waves = float(_waves(_spectrum(unexplained * _WINDOW)).sum())
    return (waves / total) ** 0.5 if total > 0 else float("nan")


class _Tiles:
    """Tiles of an x-ray that explain a photo's: as they are, displaced and blurred.

    Attributes:
        anatomy: float32 (N,), the power of each tile at the periods of the waves that are counted.
    """

    def __init__(self, xray: Reference, places: _Places) -> None:
        expected = cv2.GaussianBlur(xray.frame.astype(np.float32), (0, 0), 0.6)
        regressors = [
            expected,
            cv2.Sobel(expected, cv2.CV_32F, 1, 0),
            cv2.Sobel(expected, cv2.CV_32F, 0, 1),
            cv2.Laplacian(expected, cv2.CV_32F),
        ]
        tiles = [_cut(np.asarray(part, np.float32), places) for part in regressors]
        self.anatomy = _spectrum(tiles[0] * _WINDOW)[:, _BAND].sum(axis=1)
        self._columns = np.stack(tiles, axis=-1).reshape(len(places), -1, len(tiles))
        self._weighted = np.ascontiguousarray((self._columns * _WINDOW.reshape(1, -1, 1)).transpose(0, 2, 1))
        normal = self._weighted @ self._columns
        least = np.trace(normal, axis1=1, axis2=2)[:, None, None] * 1e-6 + 1e-3
        self._normal = normal + least * np.eye(len(tiles), dtype=np.float32)

    def regressed(self, seen: _Stack) -> tuple[_Stack, NDArray[np.float32]]:
        """Return what the x-ray does not explain (N, 64, 64), and its contrast in the photo (N,)."""
        solved = np.linalg.solve(self._normal, self._weighted @ seen.reshape(len(seen), -1, 1))
        explained = (self._columns @ solved).reshape(seen.shape)
        return np.asarray(seen - explained, np.float32), np.asarray(solved[:, 0, 0], np.float32)


@lru_cache(_KEPT)
def _tiles_of(xray: Reference, places: _Places) -> _Tiles:
    return _Tiles(xray, places)


def _places(inside: NDArray[np.bool_]) -> _Places:
    """Return every second tile that lies in the photo, in a chessboard pattern."""
    height, width = inside.shape
    return tuple(
        (y, x)
        for y in range(0, height - _TILE + 1, _TILE)
        for x in range(0, width - _TILE + 1, _TILE)
        if (x + y) // _TILE % 2 == 0 and inside[y : y + _TILE, x : x + _TILE].all()
    )


def _cut(picture: _Stack, places: _Places) -> _Stack:
    """Return tiles (N, 64, 64), each less its windowed mean."""
    tiles = np.stack([picture[y : y + _TILE, x : x + _TILE] for y, x in places])
    means = (tiles * _WINDOW).sum(axis=(1, 2), keepdims=True) / _WINDOW.sum()
    return np.asarray(tiles - means, np.float32)


def _spectrum(tiles: _Stack) -> _Stack:
    return np.asarray(np.abs(np.fft.rfft2(tiles)) ** 2, np.float32)


def _waves(spectrum: _Stack) -> _Stack:
    """Return the power (N, 64, 33) that exceeds the spectrum around it."""
    rings = np.stack([_medians(spectrum[:, rows, columns]) for rows, columns in _RINGS], axis=1)
    around = rings[:, np.minimum(_RADIUS, len(_RINGS) - 1)] / _NOISE_MEDIAN
    return np.where((spectrum > _STANDS_OUT * around) & _BAND, spectrum - around, 0)


def _medians(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the median of each row, as NumPy does in three times the time."""
    count = values.shape[1]
    ordered = np.sort(values, axis=1)
    return np.asarray((ordered[:, (count - 1) // 2] + ordered[:, count // 2]) / 2, np.float32)


def _window() -> _Stack:
    side = np.hanning(_TILE + 2)[1:-1]
    return np.outer(side, side).astype(np.float32)


_WINDOW = _window()
_FREQUENCY = np.hypot(np.fft.fftfreq(_TILE)[:, None], np.fft.rfftfreq(_TILE)[None])
_BAND = (_FREQUENCY >= 1 / _LONGEST_PX) & (_FREQUENCY <= 1 / _SHORTEST_PX)
_RADIUS = np.rint(_FREQUENCY * _TILE).astype(int)
_RINGS = [np.nonzero(radius == _RADIUS) for radius in range(round(_TILE / _SHORTEST_PX) + 2)]
