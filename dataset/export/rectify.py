"""Rectification: the x-ray in a photo, warped back to the x-ray's own frame.

Pixel for pixel it then shows what the x-ray shows, as the camera saw it: a pair for whoever learns to undo the
camera, and a photo that every annotation of the x-ray fits as it is.  Where the photo is finer than the frame it is
sampled several times a pixel and averaged, since leaving pixels out would turn moiré into other moiré.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from dataset import images  # its decoders are imported when they are called
from dataset.errors import ExportError, ImageError
from dataset.export.frames import Floats, Size, between_pixel_centres, covered, frame, matrix, moved
from dataset.export.photo_file import QUALITY, archived_bytes
from dataset.images import MAX_PIXELS, Pixels

MOST_A_SIDE = 32_000
"""What OpenCV can warp."""


@dataclass(frozen=True, slots=True)
class RectifiedPicture:
    """A rectified x-ray, ready to be written as ``.jpg``.

    Attributes:
        data: The JPEG's bytes.
        covered: The share of the x-ray, 0 to 1, that the photo shows; the rest is black.
        archived_sha256: The SHA-256 of the archived photo.
    """

    data: bytes
    covered: float
    archived_sha256: str


def rectified_size(xray: Size, longest: int | None = None) -> Size:
    """Return a rectified picture's (width, height): the x-ray's, or reduced to a longer side of ``longest``."""
    if longest is None or max(xray) <= longest:
        return xray
    scale = longest / max(xray)
    return max(1, round(xray[0] * scale)), max(1, round(xray[1] * scale))


def rectify_photo(
    file: Path, sha256: str | None, homography: Sequence[float], xray: Size, size: Size
) -> RectifiedPicture:
    """Make the rectified JPEG of an archived photo.

    Args:
        file: The archived photo.
        sha256: What its digest must be, where known.
        homography: From the x-ray to the photo, both upright and full size, row by row.
        xray: (width, height) of the x-ray.
        size: (width, height) that the picture is to have.

    Raises:
        ExportError: It is missing, is not what was archived, or is damaged.
    """
    data, digest = archived_bytes(file, sha256)
    try:
        photo = images.depth_to_8bit(images.read_image(data))
        picture = rectify(photo, homography, xray, size)
        jpeg = images.encode_image(picture, "jpeg", QUALITY)
    except ImageError as error:
        raise ExportError(f"{file}: {error}") from error
    share = covered(homography, (0, 0, *xray), (photo.shape[1], photo.shape[0]))
    return RectifiedPicture(jpeg, share, digest)


def rectify(photo: Pixels, homography: Sequence[float], xray: Size, size: Size) -> Pixels:
    """Warp the x-ray in a photo back to its own frame.

    Args:
        photo: uint8 (H, W) or (H, W, 3), or uint16 (H, W), upright.
        homography: From the x-ray to the photo, row by row.
        xray: (width, height) of the x-ray.
        size: (width, height) of the outcome.

    Returns:
        Of the photo's type, of ``size``; black where the photo does not show the x-ray.

    Raises:
        ExportError: A side is longer than can be warped.
    """
    if max(*photo.shape[:2], *size) > MOST_A_SIDE:
        raise ExportError(f"pictures of more than {MOST_A_SIDE:,} pixels a side cannot be rectified")
    scaled = matrix(homography) @ _scaling(xray[0] / size[0], xray[1] / size[1])
    times = _samples(scaled, size)
    to_photo = between_pixel_centres(scaled @ _scaling(1 / times, 1 / times))
    fine = cv2.warpPerspective(
        photo, to_photo, (size[0] * times, size[1] * times), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    )
    whole = fine if times == 1 else cv2.resize(fine, size, interpolation=cv2.INTER_AREA)
    return cast(Pixels, whole)


def _samples(to_photo: Floats, size: Size) -> int:
    """Return how often per pixel, along each side, the photo is sampled: as often as it has pixels there."""
    corners = moved(to_photo.ravel().tolist(), frame(size))
    lengths = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    finest = round(float((lengths / [size[0], size[1], size[0], size[1]]).max()))
    most = min(MOST_A_SIDE // max(size), int((MAX_PIXELS / (size[0] * size[1])) ** 0.5))
    return max(1, min(finest, most))


def _scaling(x: float, y: float) -> Floats:
    return np.diag([x, y, 1.0])
