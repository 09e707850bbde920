"""A photo warped to the small frame of its x-ray, so that both can be compared pixel by pixel."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats, Grey, frame, moved, onto_xray, scaled
from matching.features.reference import Reference

_FINER_THAN_FRAME = 1.2
"""A photo with more pixels than this per pixel of the frame is reduced first, else sampling would make noise of it."""
_EDGE_PX = 5


@dataclass(frozen=True, eq=False)
class AlignedPhoto:
    """Photo and x-ray in the same pixel grid.

    Attributes:
        xray: The x-ray; what depends on it alone is computed once.
        seen: uint8 (h, w), the photo there.
        inside: bool (h, w), which pixels lie in the photo, not at its very edge.
        homography: float64 (3, 3), positions in the frame to positions in the photo as it was given.
    """

    xray: Reference
    seen: Grey
    inside: NDArray[np.bool_]
    homography: Floats

    @property
    def expected(self) -> Grey:
        """The x-ray's small frame, uint8 (h, w)."""
        return self.xray.frame


def align_photo(photo: Grey, reference: Reference, homography: Floats, scale: float = 1.0) -> AlignedPhoto:
    """Warp a photo to the frame of its x-ray.

    Args:
        photo: uint8 (H, W), upright.
        reference: The x-ray.
        homography: Positions in the x-ray to positions in the photo at full size.
        scale: Full-size pixels per pixel of ``photo``.
    """
    height, width = reference.frame.shape
    onto = scaled(homography, 1 / reference.scale, 1 / scale)
    corners = moved(onto, frame((width, height))).astype(np.float32)
    finer = (float(cv2.contourArea(corners)) / (width * height)) ** 0.5
    sampled, sampling = photo, onto
    if finer > _FINER_THAN_FRAME:
        size = tuple(max(1, round(side / finer)) for side in photo.shape[::-1])
        sampled = np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)
        sampling = scaled(onto, 1, (size[0] / photo.shape[1], size[1] / photo.shape[0]))
    seen, inside = onto_xray(sampled, sampling, (width, height))
    kernel = np.ones((_EDGE_PX, _EDGE_PX), np.uint8)
    kept = cv2.erode(inside.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return AlignedPhoto(reference, seen, kept > 0, onto)
