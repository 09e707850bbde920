"""Comparison of photos with x-rays: features, homography, correlation, quality. Knows neither files nor tables.

    import matching
    reference = matching.make_reference(xray)                    # once an x-ray; to_bytes() for a cache
    match = matching.verify(photo, reference)                    # grey, upright, any size
    match.verdict, match.code, match.corners
    quality = matching.measure_quality(photo, reference, match)
    quality.tilt, quality.warnings, matching.advice(match, quality)

Arrays in, values out; OpenCV's threads are the caller's business (`cv2.setNumThreads(1)` in a worker).
"""

from matching.aiming import AimResult, aim
from matching.evidence.evidence import Context, OnDemand
from matching.evidence.rivals import SCREEN, DisplayedScreen
from matching.features.homographies import Size
from matching.features.prepared_photo import LONG_SIDE, PreparedPhoto, prepare_photo
from matching.features.reference import VERSION, BadReference, Reference, make_reference
from matching.focal_length import View, fit_focal_length
from matching.guidance import ADVICE_CODES, Advice, advice
from matching.limits import LIMITS, Limit
from matching.match import CODES, Match
from matching.quality.quality import Quality, measure_quality
from matching.quality.tilt import tilt_of
from matching.thresholds import THRESHOLDS
from matching.verification import verify, which

__all__ = [
    "ADVICE_CODES",
    "CODES",
    "LIMITS",
    "LONG_SIDE",
    "SCREEN",
    "THRESHOLDS",
    "VERSION",
    "Advice",
    "AimResult",
    "BadReference",
    "Context",
    "DisplayedScreen",
    "Limit",
    "Match",
    "OnDemand",
    "PreparedPhoto",
    "Quality",
    "Reference",
    "Size",
    "View",
    "advice",
    "aim",
    "fit_focal_length",
    "make_reference",
    "measure_quality",
    "prepare_photo",
    "tilt_of",
    "verify",
    "which",
]
