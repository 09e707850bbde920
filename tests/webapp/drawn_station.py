"""A station whose x-rays have shapes, and a phone that photographs them, or others by mistake."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from flask_openapi3 import OpenAPI

from tests.drawn_xrays import frontal
from tests.webapp.devices import Phone
from tests.webapp.station import Station
from tests.webapp.xrays import xray_path
from webapp.virtual.camera.frames import SimpleCamera, encode
from webapp.virtual.camera.screen import Pixels, fit

CAMERA = SimpleCamera(width=1280, height=960)


@cache
def drawn(index: int) -> Pixels:
    """The x-ray of an index, uint8 (700, 600)."""
    return np.asarray(
        cv2.resize(frontal(index), (600, 700), interpolation=cv2.INTER_AREA),
        np.uint8,
    )


class SeeingPhone(Phone):
    """A phone that photographs what it was asked for, or the x-ray ``sees``; every photo has noise of its own."""

    sees: int | None = None
    photos = 0

    def see(self, index: int, attempt: int) -> bytes:
        self.photos += 1
        scene = fit(drawn(self.sees or index), 1280, 960)
        return CAMERA.photograph(scene, np.random.default_rng(self.photos))


class DrawnStation(Station):
    """A station over drawn x-rays."""

    phone_kind = SeeingPhone
    phones: list[SeeingPhone]  # type: ignore[assignment]

    def __init__(self, app: OpenAPI, folder: Path, count: int, verification: str = "strict") -> None:
        self.verification = verification
        super().__init__(app, folder, count)
        for index in range(1, count + 1):
            (folder / xray_path(index)).write_bytes(encode(np.dstack([drawn(index)] * 3), 92))

    @property
    def phone(self) -> SeeingPhone:
        return self.phones[0]

    def open(self) -> DrawnStation:
        super().open()
        return self
