"""Small x-rays and photos for tests, each visibly different."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import simplejpeg

NAME = "Lab-v1.0"


def xray_path(index: int) -> str:
    return f"{NAME}/train/patient{index:05d}/study1/view1_frontal.jpg"


def jpeg(shade: int, size: tuple[int, int] = (48, 64)) -> bytes:
    """Return a small grey JPEG; different shades, different bytes."""
    height, width = size
    ramp = np.linspace(0, 255, width, dtype=np.uint8)[None, :, None].repeat(height, axis=0)
    ramp[: height // 2] = shade % 256
    ramp[-1, : 1 + shade % width] = 255
    return bytes(
        simplejpeg.encode_jpeg(np.ascontiguousarray(ramp), colorspace="GRAY", colorsubsampling="Gray")
    )


def make_dataset(folder: Path, count: int) -> Path:
    """Write ``count`` x-rays in CheXpert's layout; returns the CSV."""
    rows = [{"Path": xray_path(index), "Sex": "Female", "Edema": "1.0"} for index in range(1, count + 1)]
    for index, row in enumerate(rows, start=1):
        file = folder / row["Path"]
        file.parent.mkdir(parents=True)
        file.write_bytes(jpeg(index * 7))
    table = folder / NAME / "train.csv"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["Path", "Sex", "Edema"])
        writer.writeheader()
        writer.writerows(rows)
    return table
