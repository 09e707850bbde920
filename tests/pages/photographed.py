"""A data root with a finished session, made in seconds: drawn x-rays, photos of them, what a check found in each."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from flask_openapi3 import OpenAPI
from numpy.typing import NDArray

from capture.facts import VerdictGiven
from tests.pages.lab_server import TOKEN
from tests.waiting import wait_until
from tests.webapp.clients import operator_client
from tests.webapp.devices import Display, Phone
from tests.webapp.pixels import InlinePixels
from webapp.app import close_app, create_app
from webapp.settings import Settings

Pixels = NDArray[np.uint8]
SET = "nokia10k"
MODEST_SIZE = (1200, 900)


@dataclass(frozen=True)
class Shot:
    """A photo of one x-ray.

    Attributes:
        pixels: uint8 (H, W) or (H, W, 3) in BGR order.
        homography: float64 (3, 3), x-ray px to photo px; None where the check did not find the x-ray.
        measures: What else the check found.
    """

    pixels: Pixels
    homography: NDArray[np.float64] | None
    measures: dict[str, Any]


Camera = Callable[[int, Pixels], Shot]


def tilted(index: int, xray: Pixels) -> Shot:
    """Photograph an x-ray from the side; quick, and where it went is known."""
    height, width = xray.shape
    wide, high = MODEST_SIZE
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[300, 90], [900, 60 + 4 * index], [880, 800], [320, 850]], np.float32)
    homography = cv2.getPerspectiveTransform(corners, seen)
    shift = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])  # between pixel centres, as OpenCV counts
    pixels = cv2.warpPerspective(xray, shift @ homography @ np.linalg.inv(shift), (wide, high))
    return Shot(np.asarray(pixels, np.uint8), homography, {"match": {"verdict": "verified", "score": 0.91}})


def make_photographed(root: Path, table: Path, count: int, camera: Camera = tilted) -> str:
    """Have a session over the first ``count`` x-rays of ``table`` in a new data root; returns its id."""
    settings = Settings(
        data_root=root, csv=table, operator_token=TOKEN, async_mode="threading", disk_reserve_mb=0, workers=1
    )
    app = create_app(settings, pixels=InlinePixels(), with_demo=False)
    try:
        return _photograph(app, xrays_of(table, count), camera)
    finally:
        close_app(app)


def _photograph(app: OpenAPI, xrays: list[Pixels], camera: Camera) -> str:
    operator = operator_client(app, TOKEN)
    (dataset,) = operator.get("/api/v1/datasets").json["datasets"]
    subset = {"dataset": dataset["id"], "first": 1, "last": len(xrays), "sets": [SET]}
    made = operator.post("/api/v1/sessions", json={**subset, "settings": {"verification": "off"}})
    session = str(made.json["session"])
    shots = {index: camera(index, xray) for index, xray in enumerate(xrays, 1)}
    codes = operator.get(f"/api/v1/sessions/{session}/invitations").json
    display = Display(app, codes["display"]["code"])
    display.hello()
    phone = Seeing(app, codes["phone"]["code"], shots).come()
    operator.post(f"/api/v1/sessions/{session}/start")
    for index in shots:
        display.show_next(index)
        phone.upload(phone.shoot(index))
    display.show_next(None)
    address = f"/api/v1/sessions/{session}/photos?state=accepted&limit=500"
    wait_until(lambda: len(operator.get(address).json["photos"]) == len(shots), "all verdicts")
    wait_until(lambda: operator.get(f"/api/v1/sessions/{session}").json["phase"] == "finished", "the end")
    for photo in operator.get(address).json["photos"]:
        _tell_measures(app, photo, shots[photo["index"]])
    return session


class Seeing(Phone):
    """A phone that photographs what stands before it."""

    def __init__(self, app: OpenAPI, code: str, shots: dict[int, Shot]) -> None:
        super().__init__(app, code, "Nokia 6.1")
        self._shots = shots

    def see(self, index: int, attempt: int) -> bytes:
        """Return the photo as a JPEG."""
        return bytes(cv2.imencode(".jpg", self._shots[index].pixels)[1])


def _tell_measures(app: OpenAPI, photo: dict[str, Any], shot: Shot) -> None:
    found = {} if shot.homography is None else {"homography": shot.homography.ravel().tolist()}
    key = (photo["set"], photo["index"], photo["attempt"], photo["name"])
    fact = VerdictGiven(photo["kept_at"], *key, "accepted", "", "", {**shot.measures, **found})
    app.extensions["services"].storage.journal.append(photo["session"], [fact])


def xrays_of(table: Path, count: int) -> list[Pixels]:
    """Return the first x-rays of a data set."""
    rows = csv.DictReader(table.read_text().splitlines())
    files = [table.parent.parent / row["Path"] for row in rows][:count]
    return [np.asarray(cv2.imread(str(file), cv2.IMREAD_GRAYSCALE), np.uint8) for file in files]
