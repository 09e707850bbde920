"""Camera models: from the screen to a photo.

The simple model bends, blurs and dirties the picture enough that a photo is never the x-ray's own bytes and
that checks by pixels have something to overcome.  It makes no claim to realism; a physical model takes its
place by implementing `Camera`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import simplejpeg

from webapp.virtual.camera.screen import Pixels


class Camera(Protocol):
    """The interface of a camera model."""

    def photograph(self, scene: Pixels, rng: np.random.Generator) -> bytes:
        """Take a photo.

        Args:
            scene: uint8 (H, W) or (H, W, 3), what the camera sees.
            rng: The only source of randomness.

        Returns:
            The photo as a JPEG, PNG or WebP file.
        """
        ...


@dataclass(frozen=True, slots=True)
class SimpleCamera:
    """A camera on a tripod, slightly misaligned.

    Attributes:
        width: Of the photo, pixels.
        height: Of the photo, pixels.
        tilt: How far each corner of the screen strays at most, as a fraction of the photo's side.
        blur: Standard deviation of the lens blur, pixels.
        vignette: How much darker the corners are than the centre, 0..1.
        noise: Standard deviation of the sensor noise, grey values.
        quality: JPEG quality, 1..100.
    """

    width: int = 1600
    height: int = 1200
    tilt: float = 0.015
    blur: float = 0.8
    vignette: float = 0.25
    noise: float = 3.0
    quality: int = 90

    def photograph(self, scene: Pixels, rng: np.random.Generator) -> bytes:
        """Project, blur, darken the corners, add noise, compress."""
        seen = self._project(scene, rng)
        sharp = seen.astype(np.float32) * self._falloff()
        light = np.asarray(cv2.GaussianBlur(sharp, (0, 0), self.blur) if self.blur else sharp, np.float32)
        light += rng.normal(0, self.noise, light.shape[:2]).astype(np.float32) if self.noise else 0
        grey = np.clip(light, 0, 255).astype(np.uint8)
        return encode(np.dstack([grey] * 3), self.quality)

    def _project(self, scene: Pixels, rng: np.random.Generator) -> Pixels:
        grey = scene if scene.ndim == 2 else cv2.cvtColor(scene, cv2.COLOR_RGB2GRAY)
        tall, wide = grey.shape
        scale = min(self.width / wide, self.height / tall)
        centre = np.array([self.width, self.height]) / 2
        half = np.array([wide, tall]) * scale / 2
        corners = centre + half * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
        corners += rng.uniform(-self.tilt, self.tilt, (4, 2)) * (self.width, self.height)
        screen = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
        matrix = cv2.getPerspectiveTransform(screen, corners.astype(np.float32))
        return np.asarray(cv2.warpPerspective(grey, matrix, (self.width, self.height)), np.uint8)

    def _falloff(self) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        y, x = np.ogrid[-1 : 1 : self.height * 1j, -1 : 1 : self.width * 1j]
        return np.asarray(1 - self.vignette * (x**2 + y**2) / 2, np.float32)


def encode(image: Pixels, quality: int) -> bytes:
    """Compress uint8 (H, W, 3) RGB to a JPEG with the usual chroma subsampling of phones."""
    pixels = np.ascontiguousarray(image)
    return bytes(simplejpeg.encode_jpeg(pixels, quality, colorspace="RGB", colorsubsampling="420"))
