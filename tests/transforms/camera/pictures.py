"""Pictures whose photo is easy to measure."""

import dataclasses
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Floats = NDArray[np.float64]


def with_parts(params: Any, **parts: dict[str, Any]) -> Any:
    """Parameters with some fields of some stages changed: with_parts(p, lens={"k1": 0.1})."""
    return dataclasses.replace(
        params,
        **{part: dataclasses.replace(getattr(params, part), **fields) for part, fields in parts.items()},
    )


def smooth(width: int, height: int, seed: int = 0) -> Grey:
    """Random blobs over the whole range of grey."""
    noise = np.random.default_rng(seed).integers(0, 256, (height, width)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 3)
    return np.asarray(cv2.normalize(soft, None, 0, 255, cv2.NORM_MINMAX), np.uint8)


def discs(width: int, height: int, radius: int = 7, margin: float = 0.12) -> tuple[Grey, Floats]:
    """Bright discs on black near the corners and in the middle, and their centres (continuous positions)."""
    picture = np.zeros((height, width), np.uint8)
    xs, ys = (margin, 0.5, 1 - margin), (margin, 0.5, 1 - margin)
    centres = np.array([(round(x * width), round(y * height)) for y in ys for x in xs])
    for x, y in centres:
        cv2.circle(picture, (int(x), int(y)), radius, 255, -1, cv2.LINE_AA)
    return picture, centres + 0.5


def centroid(picture: NDArray[Any], near: Floats, reach: int) -> Floats:
    """Centre of the light within `reach` px of a position, in linear light less its surroundings."""
    x0, y0 = (int(v) - reach for v in near)
    window = np.asarray(picture[y0 : y0 + 2 * reach + 1, x0 : x0 + 2 * reach + 1], float) ** 2.2
    window = np.clip(window - np.percentile(window, 30) - 0.05 * window.max(), 0, None)
    y, x = np.indices(window.shape)
    return np.array([(window * x).sum(), (window * y).sum()]) / window.sum() + [x0 + 0.5, y0 + 0.5]


def strongest_wave(signal: NDArray[Any]) -> float:
    """Frequency, cycles a sample, of the strongest wave in a series: a windowed, finely sampled spectrum."""
    series = np.asarray(signal, float)
    window = np.hanning(len(series))
    spectrum = np.abs(np.fft.rfft((series - np.average(series, weights=window)) * window, 1 << 16))
    return float(np.argmax(spectrum)) / (1 << 16)


def alias(frequency: float, sampling: float = 1.0) -> float:
    """What a wave sampled at `sampling` samples a px is mistaken for."""
    return abs(frequency - sampling * round(frequency / sampling))
