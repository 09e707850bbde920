"""One photo: wait until the camera's frames are fresh, press the shutter, compress, hash."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from PIL import Image

from dataset.json_values import JsonObject
from webapp.virtual.camera.frames import Camera
from webapp.virtual.camera.screen import Pixels


class Finder(Protocol):
    """The camera stream: `viewfinder.Viewfinder` or a stand-in."""

    def wait_for_frames(self, count: int, timeout: float) -> None:
        """Wait for ``count`` new frames, for each at most ``timeout`` seconds."""
        ...

    def see(self) -> Pixels:
        """Return the frame that the camera delivers now."""
        ...


@dataclass(frozen=True, slots=True)
class Freshness:
    """The session's delays between the command and the shutter."""

    frames: int = 5
    frame_timeout_s: float = 0.5
    settle_s: float = 0.2

    @staticmethod
    def of(settings: Mapping[str, Any]) -> Freshness:
        """Parse it from the answer to ``hello``."""
        return Freshness(
            settings["fresh_frames"], settings["frame_timeout_ms"] / 1000, settings["settle_ms"] / 1000
        )

    def with_care(self, command: Mapping[str, Any]) -> Freshness:
        """Return it with a command's own values, where it has any."""
        frames, settle_ms = command.get("fresh_frames"), command.get("settle_ms")
        return replace(
            self,
            frames=self.frames if frames is None else frames,
            settle_s=self.settle_s if settle_ms is None else settle_ms / 1000,
        )


@dataclass(frozen=True, slots=True)
class Shot:
    """The bytes of a photo, and its fields in `captured`."""

    data: bytes
    sha256: str
    type: str
    camera: JsonObject = field(default_factory=dict)


@dataclass(slots=True)
class Shutter:
    """The camera of a phone, with its latency.

    Attributes:
        finder: Where the frames come from.
        camera: What turns them into a photo.
        delay_s: From pressing the shutter to the exposure, as a phone's autofocus takes.
        rng: Of the camera's noise.
    """

    finder: Finder
    camera: Camera
    delay_s: float = 0.0
    rng: np.random.Generator = field(default_factory=np.random.default_rng)

    def shoot(self, freshness: Freshness) -> Shot:
        """Take a photo; only frames after the settle time count as fresh.

        Raises:
            ValueError: There is nothing to be seen.
        """
        time.sleep(freshness.settle_s)
        self.finder.wait_for_frames(freshness.frames, freshness.frame_timeout_s)
        time.sleep(self.delay_s)
        taken_at = time.time()
        data = self.camera.photograph(self.finder.see(), self.rng)
        with Image.open(io.BytesIO(data)) as photo:
            kind, (width, height) = photo.get_format_mimetype(), photo.size
        granted: JsonObject = {"width": width, "height": height, "settings": {}, "taken_at": taken_at}
        return Shot(data, hashlib.sha256(data).hexdigest(), kind or "application/octet-stream", granted)

    def glance(self) -> bytes:
        """Return the camera's current view as an image file, without waiting.

        Raises:
            ValueError: There is nothing to be seen.
        """
        return self.camera.photograph(self.finder.see(), self.rng)
