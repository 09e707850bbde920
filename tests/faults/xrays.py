"""Small x-rays that no camera could confuse: random blocks, each another pattern."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pandas as pd
from PIL import Image

from webapp.virtual.camera.screen import Pixels

NAME = "Blocks-v1.0"
WIDTH, HEIGHT = 120, 144


def draw(index: int) -> Pixels:
    """The x-ray of an index, uint8 (HEIGHT, WIDTH)."""
    blocks = np.random.default_rng(index).integers(20, 236, (12, 10)).astype(np.uint8)
    return np.asarray(cv2.resize(blocks, (WIDTH, HEIGHT), interpolation=cv2.INTER_NEAREST), np.uint8)


def make_xrays(folder: Path, count: int) -> Path:
    """Write ``count`` x-rays in CheXpert's layout below ``folder``; returns the CSV."""
    paths = [f"{NAME}/train/patient{i:05d}/study1/view1_frontal.png" for i in range(1, count + 1)]
    for index, path in enumerate(paths, start=1):
        (folder / path).parent.mkdir(parents=True)
        Image.fromarray(draw(index)).save(folder / path)
    csv = folder / NAME / "train.csv"
    pd.DataFrame({"Path": paths}).to_csv(csv, index=False)
    return csv
