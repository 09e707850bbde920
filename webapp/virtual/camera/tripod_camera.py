"""The virtual phone's default camera: the physical model of a phone on a tripod before a monitor.

Its photos have what real ones have and a drawn distortion lacks: moiré from subpixels, reflections, shading, noise
that grows with the light. Whatever is built on photos is tried against these, so the model is aimed once, at a
screen of the size that is met first, and then takes a photo in some hundredths of a second.
"""

from __future__ import annotations

import numpy as np

from transforms.fixed_camera import FixedCamera, lens_for
from webapp.virtual.camera.frames import encode
from webapp.virtual.camera.screen import Pixels

USUAL_SCREEN = (1920, 1080)


class TripodCamera:
    """A camera of `transforms` in front of the screen.

    Args:
        phone: Name of a camera profile, ``nokia6`` say.
        size: (width, height) of the photos in pixels, at most 1.1 megapixels.
        level: 1 (tripod, dark room) to 4 (in a hurry, by the window).
        seed: Of where it stands and of the room; its noise comes with every photo.
        quality: JPEG quality, 1..100.
        screen: (width, height) of the screen it is made ready for; another is met with some seconds' delay.

    Raises:
        TransformError: No such profile, or too large a photo.
    """

    def __init__(
        self,
        phone: str,
        size: tuple[int, int],
        level: int = 1,
        seed: int = 0,
        quality: int = 90,
        screen: tuple[int, int] = USUAL_SCREEN,
    ) -> None:
        self._phone, self._size, self._level, self._seed = phone, size, level, seed
        self._quality = quality
        self._lens = self._aimed_at(screen)
        self._lens.shoot(np.zeros(screen[::-1], np.uint8), 0)  # compiles what is not compiled yet

    def photograph(self, scene: Pixels, rng: np.random.Generator) -> bytes:
        """Take a photo; ``rng`` gives it its noise."""
        tall, wide = scene.shape[:2]
        if self._lens.screen_size != (wide, tall):
            self._lens = self._aimed_at((wide, tall))
        return encode(self._lens.shoot(scene, int(rng.integers(2**31))), self._quality)

    def _aimed_at(self, screen: tuple[int, int]) -> FixedCamera:
        return lens_for(self._phone, screen, self._size, level=self._level, seed=self._seed)
