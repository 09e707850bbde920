"""Camera shake during the exposure: a short path of the picture over the sensor.

The path is centred, so that a moved photo has the same homography as a still one; what it does to the
subpixels' frequency is its Fourier transform, and what it does to the x-ray is a convolution with it.
"""

import math
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...parameters import Fraction, parameters

STEPS = 24


@parameters
class HandMotion:
    """Hand motion as an angular speed.

    Attributes:
        speed_deg_s: Speed of the drift; 0 is a tripod.
        direction_deg: Its direction in the photo, 0 to the right, 90 down.
        tremor: Sideways swing as a share of the drift's length, 0..1.
        tremor_cycles: Swings during the exposure.
    """

    speed_deg_s: Annotated[float, Field(ge=0, le=90)] = 0.0
    direction_deg: Annotated[float, Field(ge=-360, le=360)] = 0.0
    tremor: Fraction = 0.0
    tremor_cycles: Annotated[float, Field(ge=0, le=10)] = 0.5


def path(motion: HandMotion, exposure_s: float, focal_px: float) -> NDArray[np.float64]:
    """Return displacements (N, 2) in photo px, equally spaced in time, mean zero; one zero row without motion."""
    length = math.radians(motion.speed_deg_s) * exposure_s * focal_px
    if length < 0.02:
        return np.zeros((1, 2))
    t = (np.arange(STEPS) + 0.5) / STEPS - 0.5
    along, across = length * t, length * motion.tremor / 2 * np.sin(2 * np.pi * motion.tremor_cycles * t)
    a = math.radians(motion.direction_deg)
    points = np.outer(along, [math.cos(a), math.sin(a)]) + np.outer(across, [-math.sin(a), math.cos(a)])
    centred: NDArray[np.float64] = points - points.mean(axis=0)
    return centred


def motion_otf(
    fx: NDArray[np.float64], fy: NDArray[np.float64], points: NDArray[np.float64]
) -> NDArray[np.complex128]:
    """Return the mean of exp(-2 pi i f.p) over the path, for frequencies in cycles per photo px."""
    # In single precision, whose sines numpy computes many at a time.
    turn_x, turn_y = (-2 * np.pi * fx).astype(np.float32), (-2 * np.pi * fy).astype(np.float32)
    total = np.zeros(fx.shape, np.complex128)
    for dx, dy in points.astype(np.float32):
        angle = turn_x * dx + turn_y * dy
        total.real += np.cos(angle)
        total.imag += np.sin(angle)
    return total / len(points)
