"""Precomputed reference of an x-ray for comparison with photos: made once, a few hundred kilobytes.

Verification, quality and the search in a pile all work on this and never on the x-ray itself, which may have
sixteen bits, forty megapixels, or lie on a slow disk.
"""

import io
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats, Grey, Size
from matching.features.keypoints import REFERENCE_FEATURES, Features, find_features, find_slow_features
from matching.thresholds import THRESHOLDS

VERSION = 2
"""Of the record; part of a cache's key, since an older record is refused."""

LONG_SIDE = 640
_SLOW_FEATURES = 1000
_CLIPPED_PERCENT = (0.1, 99.9)
_FAINT, _LIKE_A_SCREEN, _BLANK = 128.0, 64.0, 12.0
"""Grey levels between the darkest and the brightest: below the first features are looked for in full contrast, below
the second a photo may look like one of an empty screen, and below the last there is only noise to find."""


class BadReference(ValueError):
    """Bytes that are no reference of an x-ray, or one of another version."""


@dataclass(frozen=True, eq=False)
class Reference:
    """One x-ray, prepared for comparison.

    Attributes:
        size: (width, height) of the x-ray itself.
        frame: uint8 (h, w), the x-ray at 640 pixels on its long side, in the grey levels that a display shows.
        features: ORB features of the frame, in its positions; found in full contrast.
    """

    size: Size
    frame: Grey
    features: Features

    @property
    def scale(self) -> Floats:
        """Pixels of the x-ray per pixel of the frame, float64 (x, y)."""
        height, width = self.frame.shape
        return np.array([self.size[0] / width, self.size[1] / height])

    @property
    def has_texture(self) -> bool:
        """Whether there are features enough to verify a photo by."""
        return len(self.features) >= THRESHOLDS.features

    @cached_property
    def is_faint(self) -> bool:
        """Whether it has so little contrast that a photo of it looks like one of a blank screen."""
        low, high = np.percentile(self.frame, _CLIPPED_PERCENT)
        return bool(high - low < _LIKE_A_SCREEN)

    @cached_property
    def slow_features(self) -> Features:
        """SIFT features of the frame, for the second attempt; computed on first access."""
        return find_slow_features(_clear(self.frame), _SLOW_FEATURES)

    @cached_property
    def mirrored(self) -> "Reference":
        """The mirror image of the x-ray."""
        flipped = np.ascontiguousarray(self.frame[:, ::-1])
        return Reference(self.size, flipped, find_features(_clear(flipped), REFERENCE_FEATURES))

    def to_bytes(self) -> bytes:
        """Serialise for a cache; equal references give equal bytes."""
        kept, picture = cv2.imencode(".png", self.frame)
        if not kept:
            raise RuntimeError("OpenCV cannot write PNG")
        out = io.BytesIO()
        np.savez(
            out,
            version=np.array(VERSION),
            size=np.array(self.size),
            frame=picture,
            points=self.features.points,
            descriptors=self.features.descriptors,
        )
        return out.getvalue()

    @classmethod
    def from_bytes(cls, record: bytes) -> "Reference":
        """Read the output of `to_bytes`.

        Raises:
            BadReference: The bytes are damaged, something else, or of another version.
        """
        try:
            with np.load(io.BytesIO(record), allow_pickle=False) as parts:
                if int(parts["version"]) != VERSION:
                    raise BadReference(f"the record has version {int(parts['version'])}, not {VERSION}")
                frame = cv2.imdecode(parts["frame"], cv2.IMREAD_GRAYSCALE)
                width, height = (int(length) for length in parts["size"])
                features = Features(parts["points"], parts["descriptors"])
        except BadReference:
            raise
        except Exception as error:
            raise BadReference(f"not a record of an x-ray ({error})") from error
        if frame is None:
            raise BadReference("not a record of an x-ray (its picture is damaged)")
        return cls((width, height), np.asarray(frame, np.uint8), features)


def make_reference(xray: NDArray[np.uint8] | NDArray[np.uint16]) -> Reference:
    """Compute the reference of an x-ray.

    Args:
        xray: uint8 or uint16 (H, W), upright as shown; sixteen bits are stretched to what they use.

    Raises:
        ValueError: Another kind of array, or an empty one.
    """
    if xray.ndim != 2 or xray.dtype not in (np.uint8, np.uint16) or not xray.size:
        raise ValueError(f"an x-ray is uint8 or uint16 (H, W), not {xray.dtype} {xray.shape}")
    height, width = xray.shape
    frame = _eight_bits(_enlarged(reduced(xray, LONG_SIDE), LONG_SIDE))
    return Reference((width, height), frame, find_features(_clear(frame), REFERENCE_FEATURES))


def reduced(picture: NDArray[Any], side: int) -> NDArray[Any]:
    """Reduce the picture to a long side of at most ``side`` pixels, of the same kind; never enlarge it."""
    height, width = picture.shape
    factor = side / max(height, width)
    if factor >= 1:
        return picture
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def _enlarged(picture: NDArray[Any], side: int) -> NDArray[Any]:
    """Enlarge the picture smoothly to a long side of at least ``side`` pixels, as browsers do."""
    height, width = picture.shape
    factor = side / max(height, width)
    if factor <= 1:
        return picture
    return cv2.resize(
        picture, (round(width * factor), round(height * factor)), interpolation=cv2.INTER_LINEAR
    )


def _clear(frame: Grey) -> Grey:
    """Stretch a frame of little contrast to full contrast; return any other unchanged."""
    low, high = np.percentile(frame, _CLIPPED_PERCENT)
    if not _BLANK <= high - low < _FAINT:
        return frame
    return _stretched(frame, low, high)


def _eight_bits(picture: NDArray[np.uint8] | NDArray[np.uint16]) -> Grey:
    if picture.dtype == np.uint8:
        return np.ascontiguousarray(picture, np.uint8)
    return _stretched(picture, *np.percentile(picture, _CLIPPED_PERCENT))


def _stretched(picture: NDArray[Any], low: float, high: float) -> Grey:
    stretched = (picture.astype(np.float32) - low) * (255 / max(high - low, 1.0))
    return np.asarray(np.clip(np.rint(stretched), 0, 255), np.uint8)
