"""A data set of drawn x-rays and a pile of modelled photos of them."""

from __future__ import annotations

import hashlib
import io
from base64 import b64encode
from pathlib import Path
from typing import Any

import numpy as np
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from PIL import Image

from dataset.images.encode import encode_image
from tests.matching.drawn import photo, xray
from tests.waiting import wait_until
from tests.webapp.clients import operator_client

API = "/api/v1"
XRAYS = 6
ROW = "{path},Male,60,Frontal,PA,1.0\n"


def xray_path(index: int) -> str:
    return f"Drawn-v1.0/train/patient{index:05d}/study1/view1_frontal.jpg"


def make_xrays(folder: Path, copies: dict[int, int] | None = None) -> Path:
    """Write the CSV and x-rays 1 to 6; ``copies`` says which are another patient's picture, saved again."""
    csv = folder / "Drawn-v1.0" / "train.csv"
    csv.parent.mkdir(parents=True)
    rows = "".join(ROW.format(path=xray_path(index)) for index in range(1, XRAYS + 1))
    csv.write_text(f"Path,Sex,Age,Frontal/Lateral,AP/PA,Edema\n{rows}")
    for index in range(1, XRAYS + 1):
        file = folder / xray_path(index)
        file.parent.mkdir(parents=True)
        shown = (copies or {}).get(index, index)
        file.write_bytes(encode_image(xray(shown), "jpeg", 92 if shown == index else 80))
    return csv


def photo_file(number: int, *, seed: int = 0, taken: str | None = None, model: str = "iPhone 8") -> bytes:
    """A photo as a camera app saves it."""
    exif = Image.Exif()
    exif[0x0110] = model
    if taken is not None:
        exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8769)[0xA405] = 28
    data = io.BytesIO()
    Image.fromarray(photo(number, 2, seed)).save(data, "JPEG", quality=90, exif=exif.tobytes())
    return data.getvalue()


def holiday() -> bytes:
    """A photo of no x-ray."""
    noise = np.random.default_rng(1).integers(0, 255, (60, 80), np.uint8)
    data = io.BytesIO()
    Image.fromarray(noise).resize((800, 600), Image.Resampling.BICUBIC).save(data, "JPEG")
    return data.getvalue()


class LoosePile:
    """A pile of a data set, spoken to as the page does."""

    def __init__(self, app: OpenAPI, folder: Path, copies: dict[int, int] | None = None) -> None:
        self.operator: FlaskClient = operator_client(app)
        csv = make_xrays(folder, copies)
        body = {"name": "Drawn", "csv": str(csv), "data_dir": str(folder)}
        self.dataset = self.operator.post(f"{API}/datasets", json=body).json["id"]
        self.id = self.begin().json["id"]

    def begin(self, **changes: Any) -> Any:
        return self.operator.post(
            f"{API}/loose", json={"dataset": self.dataset, "set": "iphone1k", **changes}
        )

    def send(self, data: bytes, name: str = "IMG_0001.JPG", digest: bytes | None = None) -> Any:
        value = b64encode(digest or hashlib.sha256(data).digest()).decode()
        return self.operator.post(
            f"{API}/loose/{self.id}/photos",
            query_string={"name": name},
            data=data,
            headers={"Content-Digest": f"sha-256=:{value}:", "Content-Type": "application/octet-stream"},
        )

    def read(self) -> Any:
        return self.operator.get(f"{API}/loose/{self.id}").json

    def looked_at(self) -> Any:
        """Wait until no photo waits; return them."""
        wait_until(lambda: "waiting" not in self.read()["counts"], "every photo looked at", patience_s=120)
        return self.read()["photos"]

    def decide(self, photo: int, **body: Any) -> Any:
        return self.operator.post(f"{API}/loose/{self.id}/photos/{photo}/assignment", json=body)

    def leave_out(self, photo: int) -> Any:
        return self.operator.post(f"{API}/loose/{self.id}/photos/{photo}/left-out", json={"person": "Ada"})
