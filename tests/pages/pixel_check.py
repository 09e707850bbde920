"""Identification of photos from pixels, by code that shares nothing with the lab's own.

The homographies of the places where the camera stood are known here, so the photo is turned back onto the display's
pixels and compared with what the display should have shown for every x-ray.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.pages.lab_server import LabServer
from tests.pages.pump import SCREEN, Scene

LEAST_CORRELATION = 0.8


class Xrays:
    """The x-rays of a data set as the display shows each."""

    _SIZE = (SCREEN[0] // 8, SCREEN[1] // 8)

    def __init__(self, paths: list[Path]) -> None:
        self._templates = np.stack([self._normalised(self._on_screen(path)) for path in paths])

    @classmethod
    def of(cls, csv: Path) -> Xrays:
        """Return those of a CSV that lies in its data set's folder."""
        rows = csv.read_text().splitlines()[1:]
        return cls([csv.parent.parent / row.split(",")[0] for row in rows])

    def which(self, photo: bytes, homographies: Sequence[NDArray[Any]]) -> tuple[int, float]:
        """Return the index (1..N) of the x-ray that a photo shows, and the correlation with it.

        Args:
            photo: A whole image file.
            homographies: Screen to photo positions, of every place the camera may have stood at.
        """
        pixels = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_GRAYSCALE)
        seen = [
            self._normalised(cv2.warpPerspective(pixels, np.linalg.inv(to_photo), SCREEN))
            for to_photo in homographies
        ]
        scores = (self._templates @ np.stack(seen).T).max(axis=1)
        best = int(np.argmax(scores))
        return best + 1, float(scores[best])

    def _on_screen(self, path: Path) -> NDArray[Any]:
        xray = Image.open(path).convert("L")
        scale = min(SCREEN[0] / xray.width, SCREEN[1] / xray.height)
        size = (round(xray.width * scale), round(xray.height * scale))
        screen = Image.new("L", SCREEN)
        screen.paste(xray.resize(size), ((SCREEN[0] - size[0]) // 2, (SCREEN[1] - size[1]) // 2))
        return np.asarray(screen)

    def _normalised(self, image: NDArray[Any]) -> NDArray[np.float64]:
        pixels = cv2.resize(image, self._SIZE, interpolation=cv2.INTER_AREA).astype(np.float64).ravel()
        pixels = pixels - pixels.mean()
        return pixels / (np.linalg.norm(pixels) or 1.0)


def stored_photos(server: LabServer, session: str) -> list[dict[str, Any]]:
    """Return every kept photo of a session, accepted or not."""
    photos: list[dict[str, Any]] = server.call("GET", f"/sessions/{session}/photos?limit=500")["photos"]
    return photos


def misfiled(server: LabServer, session: str, xrays: Xrays, scene: Scene) -> list[str]:
    """Return what is wrong with the accepted photos, judged by their pixels: empty when every one is its x-ray."""
    wrong = []
    for photo in stored_photos(server, session):
        if photo["state"] != "accepted":
            continue
        seen, score = xrays.which(server.fetch(photo["url"]), scene.homographies)
        if seen != photo["index"] or score < LEAST_CORRELATION:
            wrong.append(f"{photo['name']} shows x-ray {seen} (correlation {score:.3f})")
    return wrong


def check_complete(
    scene: Scene, server: LabServer, session: str, xrays: Xrays, count: int, first: int = 1
) -> None:
    """One accepted photo of each x-ray, none of them of another."""
    accepted = [photo["index"] for photo in stored_photos(server, session) if photo["state"] == "accepted"]
    assert sorted(set(accepted)) == list(range(first, first + count))
    assert len(accepted) == count
    assert misfiled(server, session, xrays, scene) == []
