"""A display shows the values that photos are compared with, whatever a file says of how they are to look."""

import io
import struct
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dataset.images import display_picture, outline_image, probe_image, read_image

Tag = tuple[int, int, int, int]
RAMP = np.add.outer(np.arange(40) * 3, np.arange(60) * 2).astype(np.uint8)
GREY = Image.fromarray(RAMP)
PROFILE = b"a profile that nobody here looks into"
WEB = ("jpeg", "png", "webp")


def encoded(kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    GREY.save(file, kind, **options)
    return file.getvalue()


def turned(orientation: int = 6) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*before: tuple[bytes, bytes], bits: int = 8, colour: int = 0, rows: bytes | None = None) -> bytes:
    """A PNG of `RAMP`, or of rows of 60 x 40 pixels that are packed already."""
    body = b"".join(b"\0" + row.tobytes() for row in RAMP) if rows is None else rows
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 60, 40, bits, colour, 0, 0, 0)), *before]
    parts += [(b"IDAT", zlib.compress(body)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)


def exif(first: Sequence[Tag], second: Sequence[Tag] = ()) -> bytes:
    """EXIF data of tags (tag, type, count, what stands in its four bytes), and those of its sub-directory."""
    head = b"MM\0*\0\0\0\x08"
    if second:
        first = [*first, (0x8769, 4, 1, len(head) + 18 + 12 * len(first))]
    parts = [
        struct.pack(">H", len(tags)) + b"".join(struct.pack(">HHII", *tag) for tag in tags) + bytes(4)
        for tags in (first, second)
    ]
    return b"Exif\0\0" + head + b"".join(parts)


def jpeg(exif: bytes) -> bytes:
    data = encoded("JPEG")
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


def arithmetic() -> bytes:
    """A JPEG that says it is arithmetic-coded; its scan is empty, which that coding can decode."""
    data = encoded("JPEG")
    frame, scan = data.index(b"\xff\xc0"), data.index(b"\xff\xda")
    length = int.from_bytes(data[scan + 2 : scan + 4], "big")
    return data[: frame + 1] + b"\xc9" + data[frame + 2 : scan + 2 + length] + b"\xff\xd9"


IN_OWN_WAY = [
    pytest.param(png((b"gAMA", struct.pack(">I", 100_000))), id="png, linear gamma"),
    pytest.param(png((b"iCCP", b"p\0\0" + zlib.compress(PROFILE))), id="png, colour profile"),
    pytest.param(png((b"cHRM", bytes(32))), id="png, primaries"),
    pytest.param(png((b"cICP", bytes(4))), id="png, coding-independent code points"),
    pytest.param(png((b"iCCP", b"p\0\0" + zlib.compress(bytes(1_300_000)))), id="png, large profile"),
    pytest.param(encoded("PNG", exif=turned()), id="png, turned"),
    pytest.param(encoded("WEBP", lossless=True, exif=turned()), id="webp, turned"),
    pytest.param(encoded("WEBP", lossless=True, icc_profile=PROFILE), id="webp, colour profile"),
    pytest.param(encoded("JPEG", icc_profile=PROFILE), id="jpeg, colour profile"),
    pytest.param(arithmetic(), id="jpeg, arithmetic-coded"),
    pytest.param(encoded("JPEG", exif=turned()), id="jpeg, turned"),
    pytest.param(jpeg(exif([(0x112, 4, 1, 6)])), id="jpeg, turned by a long number"),
    pytest.param(jpeg(exif([], [(0x112, 3, 1, 6 << 16)])), id="jpeg, turned in a sub-directory"),
    pytest.param(
        jpeg(exif([(0x112, 3, 1, 6 << 16)]).replace(b"Exif\0\0", b"Exif\0\xff")),
        id="jpeg, a prefix nearly right",
    ),
    pytest.param(
        jpeg(exif([(0x112, 3, 1, 1 << 16)], [(0xA002, 4, 1, 30), (0xA003, 4, 1, 40)])),
        id="jpeg, a size that browsers stretch it to",
    ),
]


@pytest.mark.parametrize("data", IN_OWN_WAY)
def test_what_browsers_would_show_otherwise_becomes_a_plain_png(data: bytes) -> None:
    shown = display_picture(data)
    assert np.array_equal(read_image(shown), read_image(data))
    header = probe_image(shown)
    assert (header.format, header.shown_as_read, header.orientation) == ("png", True, 1)
    assert header.upright_size == probe_image(data).upright_size
    assert not outline_image(data, WEB).shown_as_read


@pytest.mark.parametrize("data", IN_OWN_WAY)
def test_no_word_of_a_file_changes_the_values_that_are_read(data: bytes) -> None:
    pixels = read_image(data)
    turned_round = probe_image(data).orientation == 6
    expected = np.rot90(RAMP, -1) if turned_round else RAMP
    assert pixels.shape == expected.shape
    if data != arithmetic():
        assert np.abs(pixels.astype(int) - expected).max() <= (8 if data[:2] == b"\xff\xd8" else 0)


def test_a_plain_file_is_shown_byte_for_byte() -> None:
    srgb = png((b"sRGB", b"\0"), (b"tEXt", b"Comment\0none"))
    for data in (encoded("JPEG"), encoded("PNG"), encoded("WEBP"), srgb):
        assert display_picture(data) == data
        assert outline_image(data, WEB).shown_as_read


def test_a_profile_behind_a_jpegs_frame_header_counts_too() -> None:
    data = encoded("JPEG", icc_profile=PROFILE)
    at, scan = data.index(b"\xff\xe2"), data.index(b"\xff\xda")
    profile = data[at : at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")]
    late = data.replace(profile, b"", 1)
    scan -= len(profile)
    late = late[:scan] + profile + late[scan:]
    assert not probe_image(late).shown_as_read


def test_text_too_large_for_the_decoder_does_not_matter() -> None:
    data = png((b"zTXt", b"Comment\0\0" + zlib.compress(bytes(1_300_000))))
    assert np.array_equal(read_image(data), RAMP)


def packed(values: np.ndarray, bits: int) -> bytes:
    """Rows of a PNG of 1 to 16 bits."""
    if bits == 16:
        return b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    spread = (values[..., None] >> np.arange(bits - 1, -1, -1)) & 1
    return b"".join(b"\0" + np.packbits(row.reshape(-1)).tobytes() for row in spread)


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_transparent_grey_lies_on_black_at_every_depth(bits: int, share: float) -> None:
    top = (1 << bits) - 1
    values = np.add.outer(np.arange(40) * 7, np.arange(60) * 13) % (top + 1)
    transparent = round(share * top)
    values[3, 4:8] = transparent
    data = png((b"tRNS", struct.pack(">H", transparent)), bits=bits, rows=packed(values, bits))
    full = 65535 if bits == 16 else 255
    expected = np.where(values == transparent, 0, values * (full // top))
    assert np.array_equal(read_image(data), expected)


def test_a_transparent_colour_of_16_bits_lies_on_black() -> None:
    values = np.dstack([np.add.outer(np.arange(40) * 900, np.arange(60) * 400)] * 3)
    values[:5] = 65535
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    data = png((b"tRNS", b"\xff" * 6), bits=16, colour=2, rows=rows)
    expected = values[..., 0].copy()
    expected[:5] = 0
    assert np.array_equal(read_image(data), expected)
