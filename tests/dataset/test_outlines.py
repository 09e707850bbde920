"""The look that the web process takes at strangers' files: right, and bounded whatever they hold."""

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dataset.errors import ImageError
from dataset.images import outline_image, probe_image
from dataset.images.outlines import OUTLINED
from tests.dataset.test_images import encoded, png_of
from tests.fuzz.mutated import mutated_images
from tests.fuzz.whole import whole_images

PHOTOS = ("jpeg", "png", "webp", "heic")
GREY = Image.fromarray(np.add.outer(np.arange(40) * 3, np.arange(60) * 2).astype(np.uint8))
MOST_READS = 20_000


class Counting(io.BytesIO):
    """A file that counts how often it is read or moved in."""

    steps = 0

    def read(self, *size: Any) -> bytes:
        self.steps += 1
        return super().read(*size)

    def seek(self, *place: Any) -> int:
        self.steps += 1
        return super().seek(*place)


def exif(orientation: int) -> Image.Exif:
    made = Image.Exif()
    made[0x0112] = orientation
    return made


@pytest.mark.parametrize("name", [name for name in whole_images() if not name.startswith(("dicom", "tiff"))])
def test_an_outline_says_what_the_reader_says(name: str) -> None:
    data = whole_images()[name]
    assert outline_image(data, tuple(OUTLINED)) == probe_image(data)


def test_an_outline_leaves_the_orientation_to_others() -> None:
    data = encoded(GREY, "JPEG", exif=exif(6))
    assert (outline_image(data, PHOTOS).orientation, probe_image(data).orientation) == (1, 6)


@pytest.mark.parametrize("name", ["tiff", "dicom", "heic"])
def test_a_format_that_is_not_taken_is_refused_by_its_first_bytes(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataset.images import heic, tiff
    from dataset.images.dicom import reader as dicom

    for reader in (tiff, dicom, heic):
        monkeypatch.setattr(reader, "probe", lambda file: pytest.fail("a reader was tried"))
    for look in (probe_image, outline_image):
        with pytest.raises(ImageError, match=f"it is a {name.upper()} and not a JPEG, PNG or WebP") as caught:
            look(whole_images()[name], ("jpeg", "png", "webp"))
        assert caught.value.code == "type"


def jpeg_of_segments(count: int) -> bytes:
    whole = encoded(GREY, "JPEG")
    return whole[:2] + b"\xff\xfe\x00\x02" * count + whole[2:]


def jpeg_of_filling(count: int) -> bytes:
    whole = encoded(GREY, "JPEG")
    return whole[:2] + b"\xff" * count + whole[2:]


def webp_of_chunks(count: int) -> bytes:
    whole = encoded(GREY.convert("RGB"), "WEBP", exif=exif(6))
    return whole[:30] + b"junk\x00\x00\x00\x00" * count + whole[30:]


def heic_of_boxes(count: int) -> bytes:
    head = struct.pack(">I4s4sI", 16, b"ftyp", b"heic", 0)
    return head + struct.pack(">I4s", 8, b"free") * count


def heic_of_inner_boxes(count: int) -> bytes:
    head = struct.pack(">I4s4sI", 16, b"ftyp", b"heic", 0)
    return head + struct.pack(">I4sI", 12 + 8 * count, b"meta", 0) + struct.pack(">I4s", 8, b"free") * count


MANY_PARTS = [
    pytest.param(jpeg_of_segments, id="jpeg segments"),
    pytest.param(jpeg_of_filling, id="jpeg filling"),
    pytest.param(lambda count: png_of(60, 40, *[(b"juNk", b"")] * count), id="png chunks"),
    pytest.param(webp_of_chunks, id="webp chunks"),
    pytest.param(heic_of_boxes, id="heic boxes"),
    pytest.param(heic_of_inner_boxes, id="heic inner boxes"),
]


@pytest.mark.parametrize("make", MANY_PARTS)
def test_a_file_of_very_many_parts_is_refused_after_few_steps(make: Any) -> None:
    file = Counting(make(100_000))
    with pytest.raises(ImageError):
        outline_image(file, PHOTOS)
    assert 0 < file.steps < MOST_READS


def test_a_file_of_as_many_parts_as_cameras_write_is_taken() -> None:
    for data in (jpeg_of_segments(500), jpeg_of_filling(20), webp_of_chunks(500)):
        assert outline_image(data, PHOTOS).width == 60
    chunks = png_of(60, 40, *[(b"juNk", b"")] * 500, (b"IDAT", b""))
    assert outline_image(chunks, PHOTOS).height == 40


def test_exif_that_is_larger_than_a_camera_writes_is_not_read() -> None:
    data = png_of(60, 40, (b"eXIf", bytes(1 << 20)), (b"IDAT", b""))
    file = Counting(data)
    assert outline_image(file, PHOTOS).width == 60
    assert probe_image(data).orientation == 1


def test_damaged_files_are_outlined_or_refused_and_nothing_else() -> None:
    outcomes = {"taken": 0, "refused": 0}
    for name, data in mutated_images(3000, seed=11):
        file = Counting(data)
        try:
            outline_image(file, PHOTOS)
            outcomes["taken"] += 1
        except ImageError:
            outcomes["refused"] += 1
        assert file.steps < MOST_READS, name
    assert min(outcomes.values()) > 300


def test_a_damaged_size_in_a_png_is_found_by_its_checksum(tmp_path: Path) -> None:
    data = bytearray(png_of(60, 40, (b"IDAT", b"")))
    data[18] = 1
    with pytest.raises(ImageError, match="damaged"):
        outline_image(bytes(data), PHOTOS)
