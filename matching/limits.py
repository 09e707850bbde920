"""The quality measures of a photo, with their units and the limits of warning and refusal, in one table.

Photos with moiré, reflections and tilt are what the data set is made of. So a warning says that something could be
done better, and a refusal only that what the x-ray showed is lost. `docs/quality.md` holds the same table with how
each limit was found; a test compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Judgement = Literal["good", "warn", "reject"]
Sense = Literal["below", "above", "beyond"]
"""Which values are bad: those below a limit, above it, or (of either sign) farther from zero."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One measure with its limits.

    Attributes:
        name: Its name in code, JSON and tables.
        unit: Unit; "share" is 0..1.
        sense: Which side of a limit is bad.
        warn: From here on a person is told.
        reject: From here on the photo is not usable; None: never for this reason alone.
        code: What a warning or refusal is called; several measures may share one.
        meaning: What the number says, in one line.
        reason: Where the limits come from, in one line.
    """

    name: str
    unit: str
    sense: Sense
    warn: float
    reject: float | None
    code: str
    meaning: str
    reason: str

    def judge(self, value: float) -> Judgement:
        """Judge a measured value; one that could not be measured (NaN) is not held against a photo."""
        if self.reject is not None and self._is_past(value, self.reject):
            return "reject"
        return "warn" if self._is_past(value, self.warn) else "good"

    def _is_past(self, value: float, limit: float) -> bool:
        if self.sense == "below":
            return value < limit
        return (abs(value) if self.sense == "beyond" else value) > limit


_ROWS = (
    Limit(
        "coverage",
        "share",
        "below",
        0.998,
        0.985,
        "corner_outside",
        "share of the x-ray that lies inside the photo",
        "a lens bends an edge by up to 1 %; a cut corner of 12 % x 25 % is 1.5 %",
    ),
    Limit(
        "fill",
        "share",
        "below",
        0.65,
        0.3,
        "move_closer",
        "the x-ray's extent in the photo's width or height, whichever it fills more",
        "hand-held photos fill 0.74 and more; at 0.3 a phone's video of 1080 px leaves the 320 px that models take",
    ),
    Limit(
        "area",
        "share",
        "below",
        0.2,
        0.06,
        "move_closer",
        "share of the photo that the x-ray takes",
        "a square x-ray at the limits of fill in a photo of 16:9",
    ),
    Limit(
        "scale",
        "photo px per x-ray px",
        "below",
        0.35,
        0.1,
        "low_resolution",
        "size of the x-ray in the photo against its own",
        "below 0.1 an x-ray of 3,000 px has less than the 320 px that models take",
    ),
    Limit(
        "off_centre_x",
        "share of the width",
        "beyond",
        0.12,
        0.3,
        "off_centre",
        "how far right of the photo's middle the x-ray's middle lies (left: negative)",
        "hands miss by up to 0.1; beyond 0.3 nothing but a distant x-ray fits",
    ),
    Limit(
        "off_centre_y",
        "share of the height",
        "beyond",
        0.12,
        0.3,
        "off_centre",
        "how far below the photo's middle it lies (above: negative)",
        "as above",
    ),
    Limit(
        "yaw",
        "degrees",
        "beyond",
        12.0,
        30.0,
        "tilted",
        "seen from the right (left: negative)",
        "at 12 the far edge of an x-ray that fills the photo is a sixth shorter than the near one, at 30 two fifths",
    ),
    Limit(
        "pitch",
        "degrees",
        "beyond",
        12.0,
        30.0,
        "tilted",
        "seen from above (below: negative)",
        "as above",
    ),
    Limit(
        "tilt",
        "degrees",
        "above",
        14.0,
        35.0,
        "tilted",
        "angle between the line of sight and the screen's perpendicular",
        "yaw and pitch together",
    ),
    Limit(
        "roll",
        "degrees",
        "beyond",
        4.0,
        25.0,
        "turn",
        "the x-ray is turned clockwise in the photo, beyond the nearest quarter turn (counterclockwise: negative)",
        "x-rays themselves lie up to 4 askew; beyond 25 it is neither upright nor sideways",
    ),
    Limit(
        "sharpness",
        "ratio",
        "below",
        0.35,
        0.2,
        "blurred",
        "contrast of fine structure against that of coarse, relative to the x-ray at 640 px",
        "0.35 is a blur of 2 px at 640 px (1 px at the 320 px of models), 0.2 one of 3 px",
    ),
    Limit(
        "glare",
        "share",
        "above",
        0.02,
        0.25,
        "glare",
        "share of the x-ray that is brighter by 0.08 of white than its tone and the screen explain",
        "photos without a reflection stay below 0.01; a quarter of the x-ray is about a lung",
    ),
    Limit(
        "contrast",
        "ratio",
        "below",
        0.5,
        0.2,
        "low_contrast",
        "the x-ray's range of grey (5 % to 95 %) in the photo against its own",
        "careful photos keep 0.7 and more; a fifth leaves some 40 of 256 grey levels",
    ),
    Limit(
        "exposure",
        "ratio",
        "below",
        0.5,
        0.2,
        "too_dark",
        "the brightest 5 % in the photo against the x-ray's own",
        "phones expose for 0.6 and more at all levels; at 0.2 lungs are black",
    ),
    Limit(
        "clipped",
        "share",
        "above",
        0.05,
        0.3,
        "overexposed",
        "share of the x-ray that is white in the photo but not in the x-ray",
        "modelled photos of all levels stay below 0.04",
    ),
    Limit(
        "moire",
        "ratio",
        "above",
        0.5,
        None,
        "moire",
        "amplitude of regular stripes against that of the x-ray's own structure of the same size",
        "at 0.5 stripes are half as strong as ribs, and seen at once; never refused, since photos of screens have them",
    ),
)

LIMITS: Mapping[str, Limit] = MappingProxyType({row.name: row for row in _ROWS})
"""Every measure by its name, geometry first, then light."""
