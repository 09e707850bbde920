"""Parts of a withheld set, and their scores."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

Part = Literal["clean", "photos"]
PARTS: tuple[Part, ...] = ("clean", "photos")


class PartScore(TypedDict):
    """The score of one part of a set.

    Attributes:
        mean_auroc: Mean of the contest's five observations, or of those that can be scored.
        low: Lower end of its interval over patients.
        high: Upper end.
        studies: How many were scored.
        observations: How many the mean is of.
    """

    mean_auroc: float
    low: float | None
    high: float | None
    studies: int
    observations: int
