"""Pictures drawn for these tests: smooth, with edges, without symmetry."""

import numpy as np
from hypothesis import strategies as st

from transforms import ImageKind

PAPER = (
    "moire",
    "blur",
    "motion",
    "glare_matte",
    "glare_glossy",
    "tilt",
    "brightness_up",
    "brightness_down",
    "contrast_up",
    "contrast_down",
    "random-digital",
    "rotation",
    "translation",
    "exposure",
    "identity",
)


def picture(width, height, kind=ImageKind.GREY8):
    x, y = np.meshgrid(np.arange(width) / width, np.arange(height) / height)
    value = 0.45 + 0.25 * np.sin(7 * x + 3 * y) + 0.2 * np.cos(5 * y - 2 * x * y)
    value[height // 4 : height // 2, width // 5 : width // 3] = 0.95
    if kind is ImageKind.GREY16:
        return np.round(value * 65535).astype(np.uint16)
    grey = np.round(value * 255).astype(np.uint8)
    if kind is ImageKind.RGB8:
        return np.dstack([grey, grey // 2, 255 - grey])
    return grey


def psnr(one, other, top=255):
    error = np.mean((one.astype(float) - other) ** 2)
    return float("inf") if error == 0 else 10 * np.log10(top**2 / error)


names = st.sampled_from(PAPER)
levels = st.integers(1, 4)
kinds = st.sampled_from(list(ImageKind))
seeds = st.integers(0, 2**63)
sides = st.one_of(st.integers(1, 12), st.integers(1, 130))
