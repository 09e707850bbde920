"""The work on one x-ray: the same function in a process pool, on a cluster, or called directly.

An image appears under its name whole or not at all.  Whatever goes wrong becomes a reason, never an exception that
would take other x-rays along.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import cv2

import transforms
from dataset.batch.confinement import UNCONFINED, Confinement
from dataset.batch.order import BatchOrder, XrayWork
from dataset.batch.truth import write_truth
from dataset.files import write_atomically
from dataset.images import read_image
from dataset.images.encode import encode_image, in_full_range
from dataset.images.header import Pixels
from transforms.pipeline import Step


class ImageAccount(TypedDict):
    """Metadata of an image; ``steps`` are the transforms in order, with the parameters drawn."""

    pipeline: str
    level: int
    width: int
    height: int
    size: int
    sha256: str
    homography: list[list[float]] | None
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Made:
    """A finished image: its path below the output folder, and its manifest entry (JSON values)."""

    index: int
    target: str
    account: ImageAccount


@dataclass(frozen=True, slots=True)
class Failed:
    """An image that could not be made, and the reason."""

    index: int
    path: str
    target: str
    reason: str


def make_images(
    out: Path, order: BatchOrder, xrays: Sequence[XrayWork], *, confinement: Confinement = UNCONFINED
) -> list[Made | Failed]:
    """Make all images of some x-rays."""
    cv2.setNumThreads(1)
    return [outcome for xray in xrays for outcome in _make_of_one(out, order, xray, confinement)]


def _make_of_one(
    out: Path, order: BatchOrder, xray: XrayWork, confinement: Confinement
) -> list[Made | Failed]:
    try:
        with confinement.decoding():
            decoded = read_image(xray.file)
        pixels = in_full_range(decoded, order.format)
    except Exception as error:
        return [Failed(xray.index, xray.path, target, _reason(error)) for target in xray.targets]
    return [
        _make(out, order, xray, variant, target, pixels)
        for variant, target in zip(order.variants, xray.targets, strict=True)
        if target
    ]


def _make(
    out: Path, order: BatchOrder, xray: XrayWork, variant: tuple[str, int], target: str, pixels: Pixels
) -> Made | Failed:
    name, level = variant
    try:
        pipeline = transforms.Pipeline.parse(name, relative=order.relative)
        size = (pixels.shape[1], pixels.shape[0])
        params = pipeline.sample(level=level, size=size, seed=order.seed, index=xray.index)
        rendering = pipeline.render(pixels, params, masks=order.truth, displacement=order.truth)
        data = encode_image(rendering.image, order.format, order.quality)
        write_atomically(out / target, data)
        if order.truth:
            write_truth(out / target, rendering)
        account: ImageAccount = {
            "pipeline": name,
            "level": level,
            "width": rendering.size[0],
            "height": rendering.size[1],
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "homography": None if rendering.homography is None else rendering.homography.tolist(),
            "steps": pipeline.describe(params),
        }
        return Made(xray.index, target, account)
    except Exception as error:
        return Failed(xray.index, xray.path, target, _reason(error))


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    text = str(error) or type(error).__name__
    return text if isinstance(error, ValueError) else f"{type(error).__name__}: {text}"
