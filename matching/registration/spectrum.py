"""Spectrum of a picture's rows and columns, in a time that hardly depends on its size."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_KEPT = 8


def spectrum(picture: NDArray[np.float32]) -> NDArray[np.complex64]:
    """Return what `numpy.fft.rfft2` gives for a picture, complex64 (h, w // 2 + 1).

    The width of an x-ray is any number, and of a prime one a fast transform takes four times as long as the product
    with a matrix does, which takes the same time for all.
    """
    rows = np.asarray(picture, np.float32) @ _waves(picture.shape[1])
    return np.asarray(np.fft.fft(rows.view(np.complex64), axis=0), np.complex64)


@lru_cache(_KEPT)
def _waves(length: int) -> NDArray[np.float32]:
    """Return a cosine and a negative sine of each frequency by turns, float32 (length, 2 * (length // 2 + 1))."""
    # Whole turns are taken out before the angle is rounded.
    turns = np.arange(length)[:, None] * np.arange(length // 2 + 1) % length
    return np.asarray(np.exp(-2j * np.pi * turns / length).astype(np.complex64).view(np.float32), np.float32)
