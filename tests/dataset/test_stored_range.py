"""Sixteen bits are seldom all used; what is made of such a file is the same scene, whatever it is written as."""

from __future__ import annotations

import io
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from dataset.batch.order import BatchOrder, XrayWork
from dataset.batch.work import Made, make_images
from dataset.export import export_picture
from dataset.images import depth_to_8bit, display_picture, encode_image, read_image, window_to_full_range
from dataset.images.encode import OutputFormat
from tests.matching.drawn import xray
from webapp.tasks.references import photo_grey
from webapp.tasks.variants import make_variant
from webapp.variants.order import VariantOrder


@pytest.fixture(params=["PNG", "TIFF"])
def twelve_in_sixteen(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file = tmp_path / f"x.{request.param.lower()}"
    twelve = xray(1).astype(np.uint16) * 16 + 200
    assert twelve.max() < 4500
    Image.fromarray(np.minimum(twelve, 4095)).save(file, request.param)
    return file


def greys(data: bytes | Path) -> np.ndarray:
    pixels = read_image(data)
    one = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
    return one / np.iinfo(pixels.dtype).max


def order(image_format: OutputFormat, pipeline: str) -> VariantOrder:
    return VariantOrder(pipeline, level=2, seed=5, format=image_format, relative=True)


@pytest.mark.parametrize("pipeline", ["glare_matte", "screen_photo"])
def test_a_variant_is_one_scene_in_every_format(
    twelve_in_sixteen: Path, tmp_path: Path, pipeline: str
) -> None:
    shown = greys(display_picture(twelve_in_sixteen))
    assert shown.max() > 0.95
    made = {}
    for image_format in get_args(OutputFormat):
        make_variant(twelve_in_sixteen, order(image_format, pipeline), tmp_path / image_format)
        made[image_format] = greys(tmp_path / image_format)
    assert made["png"].max() > 0.5
    for image_format in ("jpeg", "webp"):
        assert np.abs(made[image_format] - made["png"]).mean() < 0.02


def test_a_synthesised_data_set_is_one_scene_in_every_format(twelve_in_sixteen: Path, tmp_path: Path) -> None:
    made = []
    for image_format in ("png", "jpeg"):
        work = XrayWork(1, "a/b.png", str(twelve_in_sixteen), (f"made.{image_format}",))
        (outcome,) = make_images(tmp_path, BatchOrder((("glare_matte", 1),), format=image_format), [work])
        assert isinstance(outcome, Made)
        made.append(greys(tmp_path / f"made.{image_format}"))
    assert np.abs(made[0] - made[1]).mean() < 0.02


def test_sixteen_bits_stay_sixteen() -> None:
    twelve = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    wide = window_to_full_range(twelve)
    assert (wide.dtype, int(wide.min()), int(wide.max())) == (np.uint16, 0, 65535)
    assert len(np.unique(wide)) > 4000


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
def test_a_photo_of_any_depth_keeps_its_exposure(bits: int, tmp_path: Path) -> None:
    scene = np.linspace(0, 1, 60 * 40).reshape(40, 60)
    stored = np.rint(scene * ((1 << bits) - 1)).astype(np.uint16)
    assert np.abs(depth_to_8bit(stored) / 255 - scene).max() < 0.003
    file = tmp_path / "photo.png"
    Image.fromarray(stored).save(file)
    assert np.abs(photo_grey(read_image(file)) / 255 - scene).max() < 0.003
    exported = read_image(export_picture(file).data)
    assert np.abs(exported / 255 - scene).max() < 0.03


def test_colours_of_12_bits_in_16_are_not_black() -> None:
    import cv2

    red = np.add.outer(np.arange(40) * 60, np.arange(60) * 25).astype(np.uint16)
    data = cv2.imencode(".png", np.dstack([red // 4, red // 2, red]))[1].tobytes()
    pixels = read_image(data)
    assert np.abs(pixels[..., 0] / 255 - red / 4095).max() < 0.003
    assert np.abs(pixels[..., 2] / 255 - red / 4 / 4095).max() < 0.003


def test_8_bits_are_never_windowed() -> None:
    dim = np.full((8, 8), 9, np.uint8)
    dim[0] = 3
    file = io.BytesIO(encode_image(dim, "png"))
    assert np.array_equal(window_to_full_range(read_image(file)), dim)
    assert np.array_equal(depth_to_8bit(dim), dim)
