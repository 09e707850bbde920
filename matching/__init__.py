"""Does this photo show that x-ray: features, homography, correlation, quality. Knows neither files nor tables.

    import matching
    reference = matching.make_reference(xray)                    # once an x-ray; to_bytes() for a cache
    match = matching.verify(photo, reference)                    # grey, upright, any size
    match.verdict, match.code, match.corners

Arrays in, values out; OpenCV's threads are the caller's business (`cv2.setNumThreads(1)` in a worker).
"""

from matching.match import CODES, Match
from matching.reference import VERSION, BadReference, Reference, make_reference
from matching.thresholds import THRESHOLDS
from matching.verify import LONG_SIDE, verify, which

__all__ = [
    "CODES",
    "LONG_SIDE",
    "THRESHOLDS",
    "VERSION",
    "BadReference",
    "Match",
    "Reference",
    "make_reference",
    "verify",
    "which",
]
