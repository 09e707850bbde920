"""Statistics of photos as the literature defines them: edge response, photon transfer, spectral peaks, colour."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
OVERSAMPLING = 4
"""Bins of an edge's profile in a pixel, as in ISO 12233."""


def edge_response(picture: Floats) -> tuple[Floats, Floats]:
    """Return frequencies (cycles a pixel) and modulation of a slanted edge, which is nearly upright (ISO 12233).

    Args:
        picture: Linear light (H, W) with one edge, which crosses the first row and the last.
    """
    rows, columns = np.indices(picture.shape, np.float64)
    across = np.gradient(picture, axis=1)
    # The place of the edge in each row; squared, so that noise far from the edge weighs little.
    places = (across**2 * columns).sum(axis=1) / (across**2).sum(axis=1)
    slope, start = np.polyfit(np.arange(len(picture)), places, 1)
    distance = (columns - start - slope * rows) / np.hypot(1, slope)
    half = int(min(abs(distance[:, 0]).min(), abs(distance[:, -1]).min())) - 1
    inside = np.abs(distance) < half
    bins = np.floor((distance[inside] + half) * OVERSAMPLING).astype(int)
    counts = np.bincount(bins, minlength=2 * half * OVERSAMPLING)
    profile = np.bincount(bins, picture[inside], 2 * half * OVERSAMPLING) / np.maximum(counts, 1)
    line = np.diff(profile) * np.hanning(len(profile) - 1)
    modulation = np.abs(np.fft.rfft(line))
    frequencies = np.asarray(np.fft.rfftfreq(len(line), 1 / OVERSAMPLING), np.float64)
    # Differences of neighbours, and bins of a quarter of a pixel, blur by themselves.
    own = np.sinc(frequencies / OVERSAMPLING) ** 2
    upto = frequencies <= 1
    return frequencies[upto], (modulation / modulation[0] / own)[upto]


def mtf50(frequencies: Floats, modulation: Floats) -> float:
    """Return the first frequency at which half the modulation is left; nan if there is none."""
    below = np.flatnonzero(modulation < 0.5)
    if not len(below) or below[0] == 0:
        return float("nan")
    at = below[0]
    share = (modulation[at - 1] - 0.5) / (modulation[at - 1] - modulation[at])
    return float(frequencies[at - 1] + share * (frequencies[at] - frequencies[at - 1]))


def photon_transfer(pairs: Sequence[tuple[Floats, Floats]]) -> tuple[float, float]:
    """Return slope and intercept of variance against mean, from pairs of exposures of the same flat field.

    The difference of a pair has twice the variance of one, and nothing of what is fixed in the sensor.
    """
    means = [(first.mean() + second.mean()) / 2 for first, second in pairs]
    variances = [(first - second).var() / 2 for first, second in pairs]
    # A variance is known to a share of itself.
    slope, intercept = np.polyfit(means, variances, 1, w=1 / np.array(variances))
    return float(slope), float(intercept)


def strongest_wave(picture: Floats) -> tuple[Floats, float]:
    """Return the strongest periodic pattern of a picture, and by how many decibels it exceeds the median power.

    Returns:
        Frequency (x, y) in cycles a pixel, x not negative; and decibels.
    """
    power = wave_power(picture)
    at = np.unravel_index(int(power.argmax()), power.shape)
    frequency = np.array([np.fft.rfftfreq(picture.shape[1])[at[1]], np.fft.fftfreq(picture.shape[0])[at[0]]])
    return frequency, float(10 * np.log10(power.max() / np.median(power[power > 0])))


def wave_power(picture: Floats) -> Floats:
    """Return the power spectrum (H, W / 2 + 1) of what a blur of 8 px takes away, windowed; slow changes are 0."""
    residual = picture - cv2.GaussianBlur(picture, (0, 0), 8)
    window = np.outer(np.hanning(picture.shape[0]), np.hanning(picture.shape[1]))
    power: Floats = np.abs(np.fft.rfft2(residual * window)) ** 2
    slow = np.hypot(np.fft.fftfreq(picture.shape[0])[:, None], np.fft.rfftfreq(picture.shape[1])) < 0.02
    power[slow] = 0
    return power


def aliases(frequency: Floats, sampling: float) -> Floats:
    """Return where a frequency (x, y) appears after sampling so often a pixel: the nearest of all its aliases."""
    folded: Floats = frequency - sampling * np.round(frequency / sampling)
    return folded


def linear(photo: NDArray[np.uint8]) -> Floats:
    """Return sRGB's grey values as light from 0 to 1."""
    value = photo.astype(np.float64) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def colour_of(photo: NDArray[np.uint8]) -> Floats:
    """Return the mean colour (L*, a*, b*) of a piece of a photo."""
    mean = photo.reshape(-1, 3).mean(axis=0).astype(np.float32) / 255
    lab: Floats = cv2.cvtColor(mean[None, None], cv2.COLOR_RGB2Lab)[0, 0].astype(np.float64)
    return lab
