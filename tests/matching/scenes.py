"""Photos to verify, taken once a test run: drawn x-rays before the software camera."""

from __future__ import annotations

import dataclasses
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

import matching
import transforms
from dataset.phantoms import draw_patient, draw_xray
from tests.drawn_xrays import frontal

Grey = NDArray[np.uint8]
SECOND_EXPOSURE = 1000
"""Patient 1001 is patient 1 another day: breathing less deeply, standing otherwise, placed and exposed anew."""
LENS = {"iphone8": True, "monitor_1080p_24in": True}


@cache
def xray(patient: int) -> Grey:
    if patient < SECOND_EXPOSURE:
        return frontal(patient)
    drawn = draw_patient(patient % SECOND_EXPOSURE)
    body = dataclasses.replace(
        drawn.body,
        lung_height=drawn.body.lung_height * 0.94,
        dome_right=drawn.body.dome_right * 1.15,
        shoulder=drawn.body.shoulder + 0.5,
        rib_slope=drawn.body.rib_slope * 1.06,
    )
    return draw_xray(dataclasses.replace(drawn, number=patient, body=body), "frontal")


@cache
def reference(patient: int) -> matching.Reference:
    return matching.make_reference(xray(patient))


@cache
def params(level: int) -> transforms.Params:
    """Where the camera stands at that level; a lens that bends nothing, so that a perspective is the whole truth."""
    camera = transforms.get("screen_photo", **LENS)
    drawn = camera.sample(level, xray(1).shape[::-1], np.random.default_rng([5, level]))
    return dataclasses.replace(drawn, lens=dataclasses.replace(drawn.lens, k1=0.0, k2=0.0))


def photograph(picture: Grey, level: int) -> Grey:
    taken = transforms.get("screen_photo", **LENS).apply(picture, params(level))
    return np.asarray(cv2.cvtColor(taken, cv2.COLOR_RGB2GRAY), np.uint8)


@cache
def photo(patient: int, level: int) -> Grey:
    """Patient's x-ray, brought to the size of patient 1's so that one pose serves all."""
    height, width = xray(1).shape
    return photograph(cv2.resize(xray(patient), (width, height), interpolation=cv2.INTER_AREA), level)


@cache
def truth(level: int) -> NDArray[np.float64]:
    """From positions in x-ray 1 to positions in its photo."""
    camera = transforms.get("screen_photo", **LENS)
    rendering = camera.render(np.zeros_like(xray(1)), params(level))
    assert rendering.homography is not None
    return rendering.homography
