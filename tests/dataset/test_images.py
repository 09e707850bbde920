import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from dataset.chexpert import read_table
from dataset.errors import ImageError
from dataset.folder import find_data_folder
from dataset.images import (
    check_image,
    check_images,
    display_picture,
    probe_image,
    read_image,
    read_whole_at_least,
    thumbnail,
)
from dataset.images.modes import upright

RAMP = np.add.outer(np.arange(40) * 3, np.arange(60) * 2).astype(np.uint8)
RAMP16 = (np.add.outer(np.arange(40) * 900, np.arange(60) * 400) + 77).astype(np.uint16)
COLOUR = np.dstack([RAMP, RAMP[::-1], RAMP[:, ::-1]])


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png_of(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    head = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    parts = [b"\x89PNG\r\n\x1a\n"]
    for name, body in (head, *chunks):
        parts.append(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)))
    return b"".join(parts)


GREY = Image.fromarray(RAMP)
LOSSLESS = [
    pytest.param(encoded(GREY, "PNG"), RAMP, id="grey png"),
    pytest.param(encoded(Image.fromarray(RAMP16), "PNG"), RAMP16, id="16-bit grey png"),
    pytest.param(encoded(Image.fromarray(COLOUR), "PNG"), COLOUR, id="colour png"),
    pytest.param(encoded(GREY.convert("RGB"), "PNG"), RAMP, id="colour png without colour"),
    pytest.param(encoded(GREY.convert("RGBA"), "PNG"), RAMP, id="opaque alpha"),
    pytest.param(encoded(GREY.convert("P"), "PNG"), RAMP, id="palette"),
    pytest.param(encoded(Image.fromarray(RAMP > 90), "PNG"), (RAMP > 90) * np.uint8(255), id="1-bit"),
    pytest.param(encoded(Image.fromarray(COLOUR), "WEBP", lossless=True), COLOUR, id="lossless webp"),
]


@pytest.mark.parametrize(("data", "pixels"), LOSSLESS)
def test_pixels_are_kept_and_grey_stays_one_channel(data: bytes, pixels: Any) -> None:
    read = read_image(data)
    assert read.dtype == pixels.dtype
    assert np.array_equal(read, pixels)


def test_jpegs_are_grey_or_colour() -> None:
    grey = read_image(encoded(GREY, "JPEG", quality=95))
    assert grey.shape == RAMP.shape
    assert np.abs(grey.astype(int) - RAMP).max() < 8
    assert read_image(encoded(GREY.convert("RGB"), "JPEG", quality=95)).shape == RAMP.shape
    assert read_image(encoded(Image.fromarray(COLOUR), "JPEG")).shape == COLOUR.shape
    assert read_image(encoded(GREY, "JPEG", progressive=True)).shape == RAMP.shape


def test_what_is_transparent_lies_on_black() -> None:
    alpha = np.zeros_like(RAMP)
    alpha[:, :30] = 255
    read = read_image(encoded(Image.merge("LA", [GREY, Image.fromarray(alpha)]), "PNG"))
    assert np.array_equal(read[:, :30], RAMP[:, :30])
    assert read[:, 30:].max() == 0


def test_16_bit_colour_without_colour_keeps_its_depth(tmp_path: Path) -> None:
    import cv2

    file = tmp_path / "deep.png"
    cv2.imwrite(str(file), np.dstack([RAMP16] * 3))
    assert np.array_equal(read_image(file), RAMP16)
    cv2.imwrite(str(file), np.dstack([RAMP16, RAMP16, RAMP16 // 2]))
    colour = read_image(file)
    assert colour.dtype == np.uint8
    assert np.array_equal(colour[..., 2], ((RAMP16.astype(int) + 128) // 257).astype(np.uint8))
    assert colour[..., 0].mean() == pytest.approx(colour[..., 2].mean() / 2, rel=0.02)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_orientation_is_applied_as_pillow_does(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if kind == "WEBP" else {}
    data = encoded(GREY.convert("RGB"), kind, exif=exif, **options)
    with Image.open(io.BytesIO(data)) as image:
        expected = np.array(ImageOps.exif_transpose(image).convert("L")).astype(int)
    header = probe_image(data)
    assert header.orientation == orientation
    assert header.upright_size == expected.shape[::-1]
    assert np.abs(read_image(data).astype(int) - expected).max() <= 1
    assert upright(RAMP, orientation).shape == expected.shape


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_header_is_read_from_a_path_bytes_or_file_alike(tmp_path: Path, kind: str) -> None:
    data = encoded(GREY.convert("RGB"), kind)
    file = tmp_path / "called.txt"
    file.write_bytes(data)
    with file.open("rb") as opened:
        headers = [probe_image(file), probe_image(str(file)), probe_image(data), probe_image(opened)]
    assert len(set(headers)) == 1
    assert (headers[0].width, headers[0].height, headers[0].format) == (60, 40, kind.lower())


@pytest.mark.parametrize("kind", ["VP8 ", "VP8L", "VP8X"])
def test_each_kind_of_webp_tells_its_size(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    options: dict[str, Any] = {"VP8 ": {}, "VP8L": {"lossless": True}, "VP8X": {"exif": exif}}[kind]
    data = encoded(Image.fromarray(COLOUR), "WEBP", **options)
    assert data[12:16] == kind.encode()
    header = probe_image(data)
    assert (header.width, header.height, header.orientation) == (60, 40, 6 if kind == "VP8X" else 1)


JPEG = encoded(Image.effect_noise((200, 150), 60), "JPEG")
PNG = encoded(Image.effect_noise((200, 150), 60), "PNG")
WEBP = encoded(Image.effect_noise((200, 150), 60).convert("RGB"), "WEBP")
FRAMES = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
BAD = [
    (b"", "empty", "zero bytes"),
    (b"hello, this is no image", "type", "JPEG, PNG"),
    (encoded(GREY, "GIF"), "type", "known type"),
    (JPEG[:-2], "damaged", "cut off"),
    (JPEG[: len(JPEG) // 2], "damaged", "cut off"),
    (JPEG[: len(JPEG) // 2] + bytes(5000), "damaged", "cut off"),
    (JPEG[: len(JPEG) // 2] + b"\xff\xd9", "damaged", "cut off"),
    (JPEG[:20], "damaged", "cut off"),
    (PNG[: len(PNG) // 2], "damaged", "cut off"),
    (PNG[:20], "damaged", "cut off"),
    (PNG[:5000] + bytes([PNG[5000] ^ 1]) + PNG[5001:], "damaged", "damaged"),
    (WEBP[: len(WEBP) // 2], "damaged", "cut off"),
    (WEBP[:14], "damaged", "cut off"),
    (encoded(GREY.convert("CMYK"), "JPEG"), "colours", "CMYK"),
    (encoded(FRAMES[0], "PNG", save_all=True, append_images=FRAMES[1:]), "animated", "animated PNG"),
    (encoded(FRAMES[0], "WEBP", save_all=True, append_images=FRAMES[1:]), "animated", "animated WebP"),
    (png_of(30_000, 30_000, (b"IDAT", zlib.compress(b""))), "too_many_pixels", "100 megapixels"),
    (png_of(0, 10, (b"IDAT", zlib.compress(b""))), "damaged", "no pixels|damaged"),
]


@pytest.mark.parametrize(("data", "code", "reason"), BAD)
def test_a_file_that_is_no_good_image_says_why(data: bytes, code: str, reason: str) -> None:
    with pytest.raises(ImageError, match=reason) as caught:
        check_image(data)
    assert caught.value.code == code


@pytest.mark.parametrize(("data", "code", "reason"), BAD)
def test_a_reduced_decoding_finds_the_same_damage(data: bytes, code: str, reason: str) -> None:
    with pytest.raises(ImageError, match=reason) as caught:
        read_whole_at_least(data, 64)
    assert caught.value.code == code


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_jpeg_comes_upright_and_reduced_to_no_less_than_asked(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    wide = Image.effect_noise((1600, 1200), 30)
    header, pixels = read_whole_at_least(encoded(wide, "JPEG", exif=exif), 500)
    assert header.upright_size == ((1600, 1200) if orientation == 1 else (1200, 1600))
    assert max(pixels.shape) == 600
    assert pixels.shape[1] * header.upright_size[1] == pixels.shape[0] * header.upright_size[0]
    stray = JPEG[:-2] + bytes(16) + JPEG[-2:]
    assert read_whole_at_least(stray, 4000)[1].shape == (150, 200)


def test_the_header_alone_refuses_bombs_animations_and_print_colours() -> None:
    for data, code, _ in BAD:
        if code in ("too_many_pixels", "animated", "colours", "type", "empty"):
            with pytest.raises(ImageError) as caught:
                probe_image(data)
            assert caught.value.code == code


def test_stray_bytes_in_a_cameras_jpeg_are_harmless_unless_strict() -> None:
    data = JPEG[:-2] + bytes(16) + JPEG[-2:]
    assert read_image(data).shape == (150, 200)
    with pytest.raises(ImageError):
        check_image(data, strict=True)


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="no such file"):
        probe_image(tmp_path / "none.jpg")
    with pytest.raises(ImageError, match="folder"):
        probe_image(tmp_path)


def test_an_8_bit_xray_is_displayed_byte_for_byte() -> None:
    for data in (encoded(GREY, "JPEG"), encoded(GREY, "PNG"), encoded(GREY.convert("P"), "PNG")):
        assert display_picture(data) == data


def test_a_16_bit_xray_is_windowed_to_the_full_range_despite_dead_pixels() -> None:
    twelve_bit = np.linspace(800, 3300, 200 * 300).reshape(200, 300).astype(np.uint16)
    twelve_bit[0, :5] = 65535
    shown = read_image(display_picture(encoded(Image.fromarray(twelve_bit), "PNG")))
    assert shown.dtype == np.uint8
    assert shown[1, 0] <= 2
    assert shown[-1, -1] >= 253
    assert np.all(np.diff(shown[100].astype(int)) >= 0)
    assert len(np.unique(shown)) > 250


def test_a_blank_16_bit_xray_is_displayed() -> None:
    assert read_image(
        display_picture(encoded(Image.fromarray(np.full((9, 9), 700, np.uint16)), "PNG"))
    ).shape == (9, 9)


def test_a_thumbnail_is_upright_and_keeps_to_its_limits() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    noise = Image.effect_noise((1600, 1200), 90)
    small = thumbnail(encoded(noise, "JPEG", exif=exif), 320)
    header = probe_image(small)
    assert (header.width, header.height, header.format) == (240, 320, "jpeg")
    assert len(small) <= 20_000
    tiny = thumbnail(np.array(noise), 640, max_bytes=3_000)
    assert len(tiny) <= 3_000
    assert probe_image(thumbnail(RAMP, 320)).width == 60
    assert read_image(thumbnail(COLOUR, 30)).shape == (20, 30, 3)
    assert read_image(thumbnail(RAMP16, 30)).max() > 250


def test_everything_wrong_with_a_subset_is_found_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "1.jpg").write_bytes(JPEG)
    (folder / "2.jpg").write_bytes(JPEG[:500])
    (folder / "4.jpg").write_bytes(b"")
    (folder / "5.jpg").symlink_to(folder / "1.jpg")
    (folder / "6.png").write_bytes(PNG)
    csv = tmp_path / "all.csv"
    csv.write_text(
        "Path\n" + "".join(f"set/{name}\n" for name in ("1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg", "6.png"))
    )
    table = read_table(csv)
    problems = check_images(table, find_data_folder(table), 1, 6)
    assert [problem.index for problem in problems] == [2, 3, 4, 5]
    assert [
        word in str(problem)
        for problem, word in zip(problems, ("cut off", "no such file", "empty", "link"), strict=True)
    ]
    assert check_images(table, find_data_folder(table), 6, 6) == []
    assert "set/3.jpg" in str(problems[1])
