"""Feedback on one camera frame while somebody aims a phone: the x-ray's position, and advice."""

import math
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats
from matching.features.reference import Reference
from matching.guidance import HINTS, Advice, advice
from matching.match import Match, Verdict
from matching.quality.quality import Quality, measure_quality
from matching.verification import verify


class AimValues(TypedDict):
    """A result as the answer to a phone."""

    corners: list[tuple[float, float]] | None
    code: str
    side: str
    degrees: int
    good: bool
    quality: dict[str, float | str]
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class AimResult:
    """Result for one frame.

    Attributes:
        corners: float64 (4, 2), the x-ray's corners as shares of the frame's width and height (below 0 or above 1
            where they lie outside): top left, top right, bottom right, bottom left; None where it was not found.
        advice: What to do, the most urgent first; never empty.
        match: Whether it is the x-ray.
        quality: What was measured, in pixels of the frame.
        good: Whether photos may be taken so.
    """

    corners: Floats | None
    advice: tuple[Advice, ...]
    match: Match
    quality: Quality
    good: bool

    def to_json(self) -> AimValues:
        """Return everything but the sentence, as the answer to a phone."""
        first = self.advice[0]
        return {
            "corners": None
            if self.corners is None
            else [(round(float(x), 4), round(float(y), 4)) for x, y in self.corners],
            "code": first.code,
            "side": first.side,
            "degrees": first.degrees,
            "good": self.good,
            "quality": self.quality.to_json(),
            "verdict": self.match.verdict,
        }


def aim(frame: NDArray[np.uint8], reference: Reference, focal_35mm: float | None = None) -> AimResult:
    """Analyse one frame.

    Args:
        frame: uint8 (H, W), grey and upright, 1280 pixels on the long side at most to be fast.
        reference: The x-ray on the display.
        focal_35mm: 35 mm equivalent of the focal length; None: as phones have it.

    Raises:
        ValueError: Another kind of array, or an empty one.
    """
    match = verify(frame, reference)
    quality = measure_quality(frame, reference, match, focal_35mm=focal_35mm)
    # A frame is smaller than the photo will be: its pixels are not to be blamed.
    given = tuple(advice(match, replace(quality, scale=math.nan)))
    size = np.array(frame.shape[::-1], float)
    corners = None if match.corners is None else match.corners / size
    good = match.verdict == "verified" and all(
        one.code in HINTS or one.code == "framed_well" for one in given
    )
    return AimResult(corners, given, match, quality, good)
