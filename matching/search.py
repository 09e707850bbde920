"""One attempt to find an x-ray in a photo: place it by features, settle the place by pixels, see how they agree."""

from dataclasses import dataclass

from matching.agreement import Agreement, agreement, lay_flat
from matching.keypoints import Features
from matching.planes import Floats, frame, is_possible, moved
from matching.reference import Reference
from matching.refinement import refined
from matching.registration import register
from matching.sight import Sight
from matching.thresholds import THRESHOLDS

_ROUNDS = 2
_WORSE = 0.005


@dataclass(frozen=True, eq=False)
class Finding:
    """Where an x-ray seems to be, and what speaks for it.

    Attributes:
        homography: float64 (3, 3), positions in the reference's frame to positions in the photo as looked at.
        inliers: Feature pairs that agree with it.
        agreement: How the pixels agree.
    """

    homography: Floats
    inliers: int
    agreement: Agreement

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """What it lacks to be accepted, as codes; nothing if nothing."""
        short = {
            "few_pairs": self.inliers < THRESHOLDS.inliers,
            "low_score": self.agreement.score < THRESHOLDS.score,
            "few_blocks": self.agreement.usable < THRESHOLDS.blocks,
        }
        return tuple(reason for reason, is_short in short.items() if is_short)

    @property
    def is_clean(self) -> bool:
        """Whether it shows the x-ray, and nothing but it."""
        return not self.shortfalls and not self.agreement.is_torn


def search(sight: Sight, reference: Reference) -> Finding | None:
    """Find an x-ray in a photo; None where no perspective is possible."""
    return _attempt(sight, reference, reference.features, sight.features)


def search_slowly(sight: Sight, reference: Reference) -> Finding | None:
    """The same with features that are ten times as slow to find, and better."""
    return _attempt(sight, reference, reference.slow_features, sight.slow_features)


def _attempt(sight: Sight, reference: Reference, expected: Features, seen: Features) -> Finding | None:
    height, width = reference.frame.shape
    placed = register(expected, (width, height), seen, sight.size)
    if placed is None:
        return None
    homography, flat = placed.homography, lay_flat(reference.frame, sight.grey, placed.homography)
    first = agreement(flat)
    for _ in range(_ROUNDS):
        homography = refined(homography, reference.frame, flat)
        flat = lay_flat(reference.frame, sight.grey, homography)
    found = agreement(flat)
    corners = moved(homography, frame((width, height)))
    if found.score < first.score - _WORSE or not is_possible(corners, sight.size):
        return Finding(placed.homography, placed.inliers, first)
    return Finding(homography, placed.inliers, found)
