"""Photos by a camera without faults, so that each fault can be added alone: an x-ray warped onto a black wall."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

import matching
from tests.matching.scenes import Grey, reference, xray
from transforms import geometry
from transforms.camera.optics.pose import Pose, Viewpoint, plane_to_photo

SIZE = (1280, 960)
FOCAL_35MM = 27.0
FOCAL_PX = FOCAL_35MM / np.hypot(36, 24) * np.hypot(*SIZE)
PATIENT = 1
PITCH_MM = 0.25

Floats = NDArray[np.float64]


def homography(pose: Pose, xray_size: tuple[int, int] | None = None) -> Floats:
    """From positions in the x-ray, which hangs before the camera, to positions in the photo."""
    size = xray_size or (xray(PATIENT).shape[1], xray(PATIENT).shape[0])
    return geometry.from_pixel_centres(plane_to_photo(Viewpoint(pose, SIZE, FOCAL_PX), size, PITCH_MM))


def distance(fill: float) -> float:
    """How far away the x-ray's height fills that share of the photo's."""
    return float(FOCAL_PX * xray(PATIENT).shape[0] * PITCH_MM / (SIZE[1] * fill))


def pose(fill: float = 0.9, **angles: float) -> Pose:
    return Pose(distance_mm=distance(fill), **angles)


@cache
def photo(at: Pose) -> Grey:
    matrix = geometry.between_pixel_centres(homography(at))
    return np.asarray(cv2.warpPerspective(xray(PATIENT), matrix, SIZE, flags=cv2.INTER_AREA), np.uint8)


def found(at: Pose) -> matching.Match:
    """What a perfect registration of that photo says."""
    h = homography(at)
    corners = geometry.move_points(h, geometry.frame(reference(PATIENT).size))
    return matching.Match("verified", "", 1.0, 500, 64, 1.0, h, corners)


def quality(picture: Grey, at: Pose) -> matching.Quality:
    return matching.measure_quality(picture, reference(PATIENT), found(at), focal_35mm=FOCAL_35MM)
