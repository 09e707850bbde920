"""Pictures with display faults: ghosts, bands, windows, hands, zoomed or stretched, a second x-ray.

Each is what the camera of `benchmarks.verification` then photographs. Strengths are drawn from those listed; the lowest
of each is the one from which on nothing may be filed.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Rng = np.random.Generator

STRENGTHS: dict[str, tuple[float, ...]] = {
    "blend": (0.1, 0.15, 0.2, 0.3, 0.5),
    "soft edge": (0.1, 0.2, 0.3),
    "band": (0.05, 0.08, 0.13, 0.2),
    "window": (0.05, 0.1, 0.2),
    "hand": (0.05, 0.1, 0.2),
    "zoom": (1.03, 1.05, 1.1, 1.15),
    "stretch": (1.05, 1.1, 1.3, 1.78),
    "two": (1.0,),
}
SCREEN = 16 / 9
_SOFT = 0.35
_TITLE_PX = 30


def spoil(kind: str, strength: float, xray: Grey, before: Grey, rng: Rng) -> Grey:
    """Return what the screen showed instead of ``xray``; ``before`` is the x-ray that it showed before."""
    return np.ascontiguousarray(_SPOIL[kind](strength, xray, before, rng))


def as_displayed(before: Grey, shape: tuple[int, ...]) -> Grey:
    """Return another x-ray where the display drew it, seen through the outline of one of ``shape``."""
    height, width = shape[:2]
    factor = min(height * SCREEN / before.shape[1], height / before.shape[0])
    size = (max(1, round(before.shape[1] * factor)), max(1, round(before.shape[0] * factor)))
    drawn = cv2.resize(before, size, interpolation=cv2.INTER_AREA)
    move = np.array([[1, 0, (width - size[0]) / 2], [0, 1, (height - size[1]) / 2]], np.float64)
    return np.asarray(cv2.warpAffine(drawn, move, (width, height)), np.uint8)


def _blend(share: float, xray: Grey, before: Grey, _rng: Rng) -> Grey:
    return ((1 - share) * xray + share * as_displayed(before, xray.shape)).astype(np.uint8)


def _soft_edge(share: float, xray: Grey, before: Grey, rng: Rng) -> Grey:
    rows = (np.arange(len(xray)) + 0.5) / len(xray)
    own = np.clip((rows - share + _SOFT / 2) / _SOFT, 0, 1)[:, None]
    own = own if rng.random() < 0.5 else own[::-1]
    return (own * xray + (1 - own) * as_displayed(before, xray.shape)).astype(np.uint8)


def _band(share: float, xray: Grey, before: Grey, rng: Rng) -> Grey:
    turns = int(rng.integers(4))
    picture, other = np.rot90(xray, turns).copy(), np.rot90(as_displayed(before, xray.shape), turns)
    rows = round(share * len(picture))
    picture[:rows] = other[:rows]
    return np.rot90(picture, -turns)


def _window(share: float, xray: Grey, before: Grey, rng: Rng) -> Grey:
    picture, (height, width) = xray.copy(), xray.shape
    across = min(width, round((share * height * width * rng.uniform(0.5, 2)) ** 0.5))
    down = min(height, round(share * height * width / across))
    left, top = int(rng.integers(0, width - across + 1)), int(rng.integers(0, height - down + 1))
    window = picture[top : top + down, left : left + across]
    if rng.random() < 0.25:
        window[:] = cv2.resize(before, (across, down), interpolation=cv2.INTER_AREA)
    else:
        window[:] = rng.choice([25, 120, 235])
    window[:_TITLE_PX] = rng.choice([60, 200])
    return picture


def _hand(share: float, xray: Grey, _before: Grey, rng: Rng) -> Grey:
    (height, width), mask = xray.shape, np.zeros(xray.shape, np.uint8)
    radius = (share * height * width / 2.2) ** 0.5
    along = rng.uniform(0.2, 0.8)
    edges = [(along * width, height), (along * width, 0), (0, along * height), (width, along * height)]
    wrist = np.array(edges[int(rng.integers(4))])
    cv2.circle(mask, tuple(wrist.astype(int).tolist()), int(radius * 1.1), 255, -1)
    towards = np.arctan2(height / 2 - wrist[1], width / 2 - wrist[0])
    for finger in (-0.5, -0.17, 0.17, 0.5):
        tip = wrist + radius * 1.75 * np.array([np.cos(towards + finger), np.sin(towards + finger)])
        cv2.line(
            mask, tuple(wrist.astype(int).tolist()), tuple(tip.astype(int).tolist()), 255, int(radius * 0.28)
        )
    skin = 60 + 500 * cv2.GaussianBlur(rng.normal(0, 1, xray.shape).astype(np.float32), (0, 0), 25)
    return np.where(mask > 0, np.clip(skin, 10, 140), xray).astype(np.uint8)


def _zoom(factor: float, xray: Grey, _before: Grey, _rng: Rng) -> Grey:
    lost = round(len(xray) * (1 - 1 / factor) / 2)
    return xray[lost : len(xray) - lost]


def _stretch(factor: float, xray: Grey, _before: Grey, rng: Rng) -> Grey:
    by = factor if rng.random() < 0.7 else 1 / factor
    return np.asarray(cv2.resize(xray, (round(xray.shape[1] * by), len(xray))), np.uint8)


def _two(_strength: float, xray: Grey, before: Grey, rng: Rng) -> Grey:
    across = max(1, round(before.shape[1] * len(xray) / len(before)))
    other = np.asarray(cv2.resize(before, (across, len(xray)), interpolation=cv2.INTER_AREA), np.uint8)
    gap = np.zeros((len(xray), int(rng.integers(0, 60))), np.uint8)
    return np.hstack([xray, gap, other] if rng.random() < 0.5 else [other, gap, xray])


_SPOIL: dict[str, Callable[[float, Grey, Grey, Rng], Grey]] = {
    "blend": _blend,
    "soft edge": _soft_edge,
    "band": _band,
    "window": _window,
    "hand": _hand,
    "zoom": _zoom,
    "stretch": _stretch,
    "two": _two,
}
