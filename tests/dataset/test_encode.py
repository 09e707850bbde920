"""Pixels that are written come back."""

import numpy as np
import pytest

from dataset.errors import ImageError
from dataset.images import read_image
from dataset.images.encode import OutputFormat, encode_image

RAMP = np.linspace(0, 255, 40 * 60).astype(np.uint8).reshape(40, 60)
DEEP = np.linspace(0, 65_535, 40 * 60).astype(np.uint16).reshape(40, 60)
COLOUR = np.dstack([RAMP, RAMP[::-1], RAMP[:, ::-1]])


@pytest.mark.parametrize("pixels", [RAMP, DEEP, COLOUR], ids=["grey8", "grey16", "rgb8"])
def test_png_gives_back_the_very_pixels(pixels: np.ndarray) -> None:
    back = read_image(encode_image(pixels, "png"))
    assert back.dtype == pixels.dtype
    assert np.array_equal(back, pixels)


def test_a_jpeg_of_grey_pixels_stays_one_channel() -> None:
    back = read_image(encode_image(RAMP, "jpeg", 95))
    assert back.ndim == 2
    assert np.abs(back.astype(int) - RAMP).max() <= 3


@pytest.mark.parametrize("image_format", ["jpeg", "webp"])
def test_formats_of_8_bits_get_the_upper_eight(image_format: OutputFormat) -> None:
    back = read_image(encode_image(DEEP, image_format, 100))
    grey = back if back.ndim == 2 else back[..., 0]
    assert np.abs(grey.astype(int) - (DEEP >> 8)).max() <= 4


def test_the_same_pixels_give_the_same_bytes() -> None:
    assert encode_image(COLOUR, "jpeg") == encode_image(COLOUR.copy(), "jpeg")


def test_a_side_that_the_format_cannot_hold_is_refused() -> None:
    with pytest.raises(ImageError, match="webp"):
        encode_image(np.zeros((1, 20_000), np.uint8), "webp")
