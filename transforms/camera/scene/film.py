"""An x-ray as a film: grey value to optical density by the characteristic curve, density to transmission.

Hurter and Driffield's curve relates density to the logarithm of exposure: toe, straight part, shoulder. Dark
grey values are strongly exposed film. What is seen on a light box is the transmission 10^-D, coloured by the
base: blue on purpose, yellow with age.
"""

import math
from typing import Annotated

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...camera.optics.mosaic import Float32
from ...parameters import Fraction, parameters

BLUE_BASE = (0.30, 0.13, 0.0)
"""Density in red, green and blue that a fully blue base adds (an estimate)."""

YELLOWED = (0.0, 0.04, 0.30)
"""Density that age adds at most (an estimate)."""


@parameters
class Film:
    """A developed film.

    Attributes:
        long_side_mm: Its longer side; 432 mm is 17 inches.
        d_min: Density of base and fog.
        d_max: Density of fully exposed film.
        gradient: Slope of the straight part, density a decade of exposure.
        log_range: Decades of exposure from white to black of the source.
        speed_point: Exposure, decades from the middle of that range, at which the curve is half way up.
        blue_base: Strength of the base's blue, 0..1.
        yellowing: 0 fresh, 1 decades in a warm archive.
    """

    long_side_mm: Annotated[float, Field(ge=20, le=2000)] = 430.0
    d_min: Annotated[float, Field(ge=0, le=1)] = 0.2
    d_max: Annotated[float, Field(ge=1, le=5)] = 3.0
    gradient: Annotated[float, Field(gt=0, le=8)] = 2.2
    log_range: Annotated[float, Field(gt=0, le=5)] = 1.8
    speed_point: Annotated[float, Field(ge=-2, le=2)] = 0.24
    blue_base: Fraction = 0.0
    yellowing: Fraction = 0.0


def density(film: Film, levels: int = 256) -> NDArray[np.float64]:
    """Return the optical density of each grey value: d_min + (d_max - d_min) / (1 + 10^(s (h - log E))).

    log E = (1/2 - v) log_range for a grey value v of 0..1, h the speed point, and s = 4 gradient / ((d_max -
    d_min) ln 10), which gives the straight part its gradient (logistic form of the H&D curve).
    """
    log_exposure = (0.5 - np.linspace(0, 1, levels)) * film.log_range
    span = film.d_max - film.d_min
    slope = 4 * film.gradient / (span * math.log(10))
    curve: NDArray[np.float64] = film.d_min + span / (1 + 10 ** (slope * (film.speed_point - log_exposure)))
    return curve


def base_tint(film: Film) -> NDArray[np.float64]:
    """Return the transmission (3,) of the base in red, green and blue, beyond its neutral density."""
    tint: NDArray[np.float64] = 10 ** -(
        film.blue_base * np.array(BLUE_BASE) + film.yellowing * np.array(YELLOWED)
    )
    return tint


def transmission(densities: Float32) -> Float32:
    """Return the share of light let through (h, w) by film of given densities, before its base's colour, in place."""
    densities *= np.float32(-math.log(10))
    return np.asarray(cv2.exp(densities, dst=densities), np.float32)
