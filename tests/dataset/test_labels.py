"""Masks hold numbers of labels: they come out as they are, or are refused."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dataset.errors import ExportError, ImageError
from dataset.export.masks import photo_mask
from dataset.images import encode_image, read_image, read_labels
from tests.dataset.test_shown_as_read import packed, png

LABELS = np.add.outer(np.arange(40) // 10, np.arange(60) // 30) % 3
SAME = (1, 0, 0, 0, 1, 0, 0, 0, 1)


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
@pytest.mark.parametrize("palette", [False, True], ids=["grey", "palette"])
@pytest.mark.parametrize("transparent", [False, True], ids=["opaque", "0 transparent"])
def test_a_label_is_the_number_that_is_stored(
    bits: int, palette: bool, transparent: bool, tmp_path: Path
) -> None:
    if palette and bits == 16:
        return
    labels = LABELS % (1 << bits)
    chunks = [(b"PLTE", bytes([0, 0, 0, 80, 80, 80, 160, 160, 160])[: 3 << bits])] if palette else []
    if transparent:
        chunks.append((b"tRNS", b"\0" if palette else struct.pack(">H", 1)))
    data = png(*chunks, bits=bits, colour=3 if palette else 0, rows=packed(labels, bits))
    assert np.array_equal(read_labels(data), labels)
    mask = tmp_path / "mask.png"
    mask.write_bytes(data)
    assert np.array_equal(read_image(photo_mask(mask, SAME, (60, 40))), labels)


def test_three_channels_may_hold_labels_where_they_are_equal() -> None:
    labels = LABELS.astype(np.uint8)
    assert np.array_equal(read_labels(encode_image(np.dstack([labels] * 3), "png")), labels)


def test_a_turned_mask_is_turned_as_its_xray_is() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    Image.fromarray(LABELS.astype(np.uint8)).save(file, "PNG", exif=exif)
    assert np.array_equal(read_labels(file.getvalue()), np.rot90(LABELS, -1))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA"])
def test_colours_and_shades_are_no_labels(mode: str, tmp_path: Path) -> None:
    colours = np.dstack([LABELS, LABELS * 2, LABELS]).astype(np.uint8)
    mask = tmp_path / "mask.png"
    Image.fromarray(colours).convert(mode).save(mask)
    with pytest.raises(ImageError, match="a mask is one channel of labels"):
        read_labels(mask)
    with pytest.raises(ExportError, match=r"mask\.png: it has (colours|transparency)"):
        photo_mask(mask, SAME, (60, 40))


def test_a_mask_whose_compression_changes_numbers_is_refused() -> None:
    with pytest.raises(ImageError, match="it is a JPEG and not a PNG"):
        read_labels(encode_image(LABELS.astype(np.uint8), "jpeg"))
