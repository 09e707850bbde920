"""Exposure: an S-shaped curve that darkens dark tones and brightens bright ones.

    out = top / (1 + exp(gain (cutoff - value / top)))

as scikit-image's `adjust_sigmoid`. The paper's code uses gain 5 at every level; here that is level 1, and each
further level adds 2.5, which drives more of the picture towards black and white.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from ..base import Transform
from ..parameters import Fraction, Params, parameters
from ..registry import register
from ..rendering import Image, Size
from ..tone import table_for, through_table

GAIN = {1: 5.0, 2: 7.5, 3: 10.0, 4: 12.5}


@parameters
class ExposureParams(Params):
    """Parameters of the curve.

    Attributes:
        cutoff: grey value, as a share of the largest, that becomes the middle.
        gain: steepness.
    """

    cutoff: Fraction = 0.5
    gain: Annotated[float, Field(ge=0, le=100)] = 5.0


@register
@dataclass(frozen=True)
class Exposure(Transform[ExposureParams]):
    """The S-shaped curve."""

    name = "exposure"
    summary = "An S-shaped tone curve: dark parts darker, bright parts brighter."
    params_type = ExposureParams

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> ExposureParams:  # noqa: ARG002
        return ExposureParams(cutoff=0.5, gain=GAIN[level])

    def _apply(self, image: Image, params: ExposureParams) -> Image:
        top = np.iinfo(image.dtype).max
        share = np.arange(top + 1) / top
        curve = 1 / (1 + np.exp(params.gain * (params.cutoff - share)))
        return through_table(image, table_for(image, curve * top))
