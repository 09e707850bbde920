import io
import struct
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from dataset.errors import ImageError
from dataset.images import check_image, display_picture, heic, probe_image, read_image

RAMP = np.add.outer(np.arange(40) * 3, np.arange(60) * 2).astype(np.uint8)
RAMP16 = (np.add.outer(np.arange(40) * 900, np.arange(60) * 400) + 77).astype(np.uint16)
COLOUR = np.dstack([RAMP, RAMP[::-1], RAMP[:, ::-1]])
FILES = Path(__file__).parent / "files"
HEIC = FILES / "turned.heic"
PHONE_SIZED = FILES / "colours-12mp.heic"
"""4032 x 3024, as phones write them; red grows to the right, green downwards, blue is 40 everywhere."""


def tiff(image: Image.Image, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "TIFF", **options)
    return file.getvalue()


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
@pytest.mark.parametrize("pixels", [RAMP, RAMP16, COLOUR], ids=["8-bit", "16-bit", "colour"])
def test_tiffs_of_every_depth_and_compression(pixels: np.ndarray, compression: str) -> None:
    data = tiff(Image.fromarray(pixels), compression=compression)
    read = read_image(data)
    assert read.dtype == pixels.dtype
    assert np.array_equal(read, pixels)
    header = probe_image(data)
    assert (header.format, header.width, header.height, header.bits) == (
        "tiff",
        60,
        40,
        16 if pixels is RAMP16 else 8,
    )


def test_16_bit_colour_without_colour_keeps_its_depth() -> None:
    data = cv2.imencode(".tif", np.dstack([RAMP16] * 3))[1].tobytes()
    assert np.array_equal(read_image(data), RAMP16)


def test_a_tiff_whose_zero_is_white_is_turned() -> None:
    for pixels, top in ((RAMP, 255), (RAMP16, 65535)):
        data = bytearray(tiff(Image.fromarray(pixels)))
        data[data.index(struct.pack("<HHI", 262, 3, 1)) + 8] = 0
        assert np.array_equal(read_image(bytes(data)), top - pixels)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_tiff_comes_upright(orientation: int) -> None:
    from dataset.images import upright

    data = tiff(Image.fromarray(RAMP), tiffinfo={274: orientation})
    expected = upright(RAMP, orientation)
    assert np.array_equal(read_image(data), expected)
    assert probe_image(data).upright_size == expected.shape[::-1]


def bare_tiff(values: np.ndarray, bits: int, *, white_is_zero: bool = False, signed: bool = False) -> bytes:
    """A big-endian TIFF that nothing here would write; ``values`` are packed as ``bits`` say already."""
    height, width = values.shape[0], values.shape[1] * values.itemsize * 8 // bits
    tags = [(256, width), (257, height), (258, bits), (259, 1), (262, int(not white_is_zero)), (273, 8)]
    tags += [(277, 1), (278, height), (279, values.nbytes), (339, 1 + signed)]
    body = b"".join(struct.pack(">HHII", tag, 4, 1, value) for tag, value in tags)
    head = b"MM\0*" + struct.pack(">I", 8 + values.nbytes)
    return head + values.tobytes() + struct.pack(">H", len(tags)) + body + bytes(4)


@pytest.mark.parametrize(
    ("bits", "how", "reason"),
    [
        (16, {"white_is_zero": True}, "black as zero"),
        (32, {}, "packed in a way"),
        (16, {"signed": True}, "signed"),
        (8, {"signed": True}, "signed"),
    ],
)
def test_a_tiff_that_is_not_decoded_is_not_called_damaged(
    bits: int, how: dict[str, bool], reason: str
) -> None:
    """Of signed bytes, those below zero would be read as the brightest."""
    values = RAMP.astype(f">u{bits // 8}")
    plain = bare_tiff(RAMP, 8)
    assert np.array_equal(read_image(plain), RAMP)
    with pytest.raises(ImageError, match=reason) as caught:
        check_image(bare_tiff(values, bits, **how))
    assert caught.value.code == "colours"


def test_a_tiff_is_displayed_as_png() -> None:
    assert np.array_equal(read_image(display_picture(tiff(Image.fromarray(RAMP)))), RAMP)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (tiff(Image.fromarray(RAMP), save_all=True, append_images=[Image.fromarray(RAMP)]), "animated"),
        (tiff(Image.fromarray(RAMP.astype(np.float32))), "colours"),
        (tiff(Image.fromarray(RAMP).convert("CMYK")), "colours"),
        (tiff(Image.fromarray(RAMP))[:1000], "damaged"),
        (tiff(Image.fromarray(RAMP16), compression="tiff_lzw")[:-900], "damaged"),
        (b"II*\x00\xff\xff\xff\xff", "damaged"),
    ],
)
def test_tiffs_that_are_no_xrays_say_why(data: bytes, code: str) -> None:
    with pytest.raises(ImageError) as caught:
        check_image(data)
    assert caught.value.code == code


def test_a_phones_heic_is_read_upright() -> None:
    header = probe_image(HEIC)
    assert (header.format, header.orientation, header.upright_size) == ("heic", 1, (48, 64))
    pixels = read_image(HEIC)
    assert pixels.shape[:2] == (64, 48)
    drawn = np.rot90(np.add.outer(np.arange(48) * 2, np.arange(64) * 2), -1)
    grey = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
    assert np.abs(grey - drawn).mean() < 4
    assert probe_image(display_picture(HEIC)).format == "png"


def test_a_heic_of_a_phones_size_keeps_its_colours() -> None:
    # Large pictures lie in memory of their own, which the decoder gives back to the system at once.
    pixels = read_image(PHONE_SIZED)
    assert pixels.shape == (3024, 4032, 3)
    right, down = np.linspace(0, 255, 4032)[::16], np.linspace(0, 255, 3024)[::16]
    seen = pixels[::16, ::16].astype(np.float64)
    assert np.abs(seen[..., 0] - right[None]).mean() < 3
    assert np.abs(seen[..., 1] - down[:, None]).mean() < 3
    assert np.abs(seen[..., 2] - 40).mean() < 3


def test_what_the_heic_reader_gives_is_its_own() -> None:
    with PHONE_SIZED.open("rb") as file:
        pixels = heic.read(file, False)
    while isinstance(pixels.base, np.ndarray):
        pixels = pixels.base
    assert pixels.base is None


def test_a_heic_with_an_item_type_that_is_no_text_is_refused_before_the_decoder_sees_it() -> None:
    data = HEIC.read_bytes()
    assert data.count(b"hvc1") == 1
    with pytest.raises(ImageError, match="items"):
        probe_image(data.replace(b"hvc1", b"\xffvc1"))


def test_a_damaged_heic_says_so() -> None:
    data = HEIC.read_bytes()
    for length in (13, 60, 300, len(data) - 20):
        with pytest.raises(ImageError):
            check_image(data[:length])
