"""One attempt to find an x-ray in a photo: register by features, refine by pixels, correlate."""

from dataclasses import dataclass

from matching.features.homographies import is_possible
from matching.features.keypoints import Features
from matching.features.prepared_photo import PreparedPhoto
from matching.features.reference import Reference
from matching.registration.agreement import Agreement, Flat, agreement, expected_of, lay_flat
from matching.registration.placement import Placement
from matching.registration.refinement import refined
from matching.registration.registration import register
from matching.registration.tone import toned
from matching.thresholds import THRESHOLDS

_WORSE = 0.005


@dataclass(frozen=True, eq=False)
class Finding:
    """A possible placement of an x-ray, and its support.

    Attributes:
        placement: From positions in the reference's frame to positions in the photo as looked at.
        inliers: Feature pairs that agree with it.
        flat: The photo laid flat by it.
        agreement: How the pixels agree.
    """

    placement: Placement
    inliers: int
    flat: Flat
    agreement: Agreement

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """Codes of the missing criteria for acceptance; empty if accepted."""
        short = {
            "few_pairs": self.inliers < THRESHOLDS.inliers,
            "low_score": self.agreement.score < THRESHOLDS.score,
            "few_blocks": self.agreement.usable < THRESHOLDS.blocks,
        }
        return tuple(reason for reason, is_short in short.items() if is_short)

    @property
    def is_clean(self) -> bool:
        """Whether it shows the x-ray, and nothing else."""
        return not self.shortfalls and not self.agreement.is_torn


def search(prepared: PreparedPhoto, reference: Reference) -> Finding | None:
    """Find an x-ray in a photo; None where no perspective is plausible."""
    return attempt(prepared, reference, reference.features, prepared.features)


def search_slowly(prepared: PreparedPhoto, reference: Reference) -> Finding | None:
    """Find an x-ray as `search` does, with features that are better and ten times as slow."""
    return attempt(prepared, reference, reference.slow_features, prepared.slow_features)


def search_surely(prepared: PreparedPhoto, reference: Reference) -> Finding | None:
    """Find an x-ray as `search` does; None also where fewer features agree than an x-ray that is shown must have.

    Most x-rays that are asked about are not in the photo, and this says so before any pixel is compared.
    """
    return attempt(prepared, reference, reference.features, prepared.features, int(THRESHOLDS.inliers))


def attempt(
    prepared: PreparedPhoto, reference: Reference, expected: Features, seen: Features, least: int = 0
) -> Finding | None:
    """Find an x-ray by given features of it and of the photo; None where no perspective is plausible.

    Args:
        prepared: The photo.
        reference: The x-ray.
        expected: Its features.
        seen: Features of the photo.
        least: Pairs of features that must agree on the perspective; with fewer, None.
    """
    height, width = reference.frame.shape
    placed = register(expected, (width, height), seen, prepared.size, least)
    if placed is None:
        return None
    first = Placement(placed.homography, prepared.size)
    shown = expected_of(reference)
    flat = at_first = lay_flat(shown, prepared.grey, first)
    # The photo's tone is known once it lies on the x-ray, and matters as soon as it lies there within a pixel.
    for as_seen in (lambda flat: flat, toned):
        better = refined(as_seen(flat)).of_frame((width / flat.size[0], height / flat.size[1]))
        flat = lay_flat(shown, prepared.grey, better)
    before, found = agreement(at_first), agreement(flat)
    if found.score < before.score - _WORSE or not is_possible(better.corners((width, height)), prepared.size):
        return Finding(first, placed.inliers, at_first, before)
    return Finding(better, placed.inliers, flat, found)
