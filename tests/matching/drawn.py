"""Drawn x-rays and modelled photos of them, small and made once."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

import transforms
from matching import Reference, make_reference
from tests.drawn_xrays import frontal

Grey = NDArray[np.uint8]


@cache
def xray(number: int) -> Grey:
    """Return a drawn x-ray of about 640 pixels."""
    drawn = frontal(number)
    height, width = drawn.shape
    factor = 640 / max(height, width)
    size = (round(width * factor), round(height * factor))
    return np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_AREA), np.uint8)


@cache
def reference(number: int) -> Reference:
    """Return the reference of a drawn x-ray."""
    return make_reference(xray(number))


@cache
def photo(number: int, level: int = 2, seed: int = 0) -> Grey:
    """Return a modelled phone photo of a drawn x-ray, grey."""
    picture, camera = xray(number), transforms.get("screen_photo")
    size = (picture.shape[1], picture.shape[0])
    params = camera.sample(level=level, size=size, rng=np.random.default_rng([seed, number, level]))
    return np.asarray(cv2.cvtColor(camera.apply(picture, params), cv2.COLOR_RGB2GRAY), np.uint8)
