"""The outcome of comparing a photo with an x-ray."""

from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

import numpy as np

from matching.features.homographies import Floats

Verdict = Literal["verified", "doubtful", "wrong"]

CODES = {
    "": "the photo shows this x-ray, all of it",
    "cut": "it shows this x-ray, but not all of it",
    "torn": "parts of it show this x-ray, parts something else",
    "mixed": "the x-ray that was shown before shines through it",
    "covered": "something lies in front of this x-ray",
    "off_screen": "it shows this x-ray, but the screen did not show all of it",
    "stretched": "it shows this x-ray out of proportion",
    "several": "it shows another x-ray beside this one",
    "ambiguous": "it shows this x-ray or another that is its copy",
    "unsure": "it may show this x-ray; neither look could tell",
    "overexposed": "the photo is too bright to tell whether it shows this x-ray",
    "few_features": "the x-ray has too little structure to tell",
    "black_screen": "the screen was black",
    "mirrored": "it shows this x-ray in a mirror",
    "not_this_xray": "it shows something else",
}
"""Every code and what it says."""


class MatchValues(TypedDict):
    """A match as JSON values; arrays are flat or by rows."""

    verdict: Verdict
    code: str
    score: float
    inliers: int
    blocks: int
    inside: float
    homography: list[float] | None
    corners: list[list[float]] | None
    reasons: list[str]
    shows: NotRequired[int | None]


@dataclass(frozen=True, eq=False)
class Match:
    """Result of comparing a photo with an x-ray.

    Attributes:
        verdict: ``verified``: this x-ray, all of it; ``doubtful``: perhaps, or not all of it; ``wrong``: no.
        code: Why it is not verified, one of `CODES`; empty when it is.
        score: Median correlation of blocks, 0..1.
        inliers: Feature pairs that agree on one perspective.
        blocks: Blocks that could be compared, 0..64.
        inside: Share of the x-ray that lies inside the photo, 0..1.
        homography: float64 (3, 3), positions in the x-ray to positions in the upright photo at full size, last
            element 1; None unless the x-ray, or a part of it, was found.
        corners: float64 (4, 2), where the x-ray's corners are in the photo: top left, top right, bottom right,
            bottom left; None with the homography.
        reasons: What fell short, as codes: ``few_pairs``, ``low_score``, ``few_blocks``, ``torn_rows``, ...
        shows: The rival that the photo shows instead, or as well; None where that was not found out.
    """

    verdict: Verdict
    code: str
    score: float
    inliers: int
    blocks: int
    inside: float
    homography: Floats | None
    corners: Floats | None
    reasons: tuple[str, ...] = ()
    shows: int | None = None

    def to_json(self) -> MatchValues:
        """Return a JSON object; numbers are rounded to their precision."""
        return {
            "verdict": self.verdict,
            "code": self.code,
            "score": round(self.score, 4),
            "inliers": self.inliers,
            "blocks": self.blocks,
            "inside": round(self.inside, 4),
            "homography": None
            if self.homography is None
            else [float(value) for value in self.homography.flat],
            "corners": None
            if self.corners is None
            else [[round(float(v), 2) for v in p] for p in self.corners],
            "reasons": list(self.reasons),
            "shows": self.shows,
        }

    @classmethod
    def from_json(cls, value: MatchValues) -> "Match":
        """Read the output of `to_json`.

        Raises:
            KeyError: Something is missing.
            ValueError: An array has another shape.
        """
        homography, corners = value["homography"], value["corners"]
        return cls(
            value["verdict"],
            value["code"],
            float(value["score"]),
            int(value["inliers"]),
            int(value["blocks"]),
            float(value["inside"]),
            None if homography is None else np.array(homography, np.float64).reshape(3, 3),
            None if corners is None else np.array(corners, np.float64).reshape(4, 2),
            tuple(value["reasons"]),
            value.get("shows"),
        )
