"""Damaged image files of every type the lab takes: bits turned over, ends cut off, pieces lost, doubled or zeroed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    RLELossless,
    generate_uid,
)

SIZE = (60, 44)
HEIC = Path(__file__).parents[1] / "dataset" / "files" / "turned.heic"


def whole_images() -> dict[str, bytes]:
    """One small image of each type, undamaged."""
    rows, columns = SIZE[1], SIZE[0]
    grey = (np.add.outer(np.arange(rows) * 3, np.arange(columns) * 2) % 256).astype(np.uint8)
    colour = np.dstack([grey, grey.T.reshape(grey.shape), 255 - grey])
    deep = (grey.astype(np.uint16) << 8) | grey
    pictures = {
        "jpeg": ("JPEG", Image.fromarray(grey), {"quality": 85}),
        "jpeg-progressive": ("JPEG", Image.fromarray(colour), {"progressive": True}),
        "png": ("PNG", Image.fromarray(grey), {}),
        "png-16": ("PNG", Image.fromarray(deep), {}),
        "png-palette": ("PNG", Image.fromarray(colour).quantize(16), {}),
        "tiff": ("TIFF", Image.fromarray(deep), {}),
        "tiff-lzw": ("TIFF", Image.fromarray(colour), {"compression": "tiff_lzw"}),
        "webp": ("WEBP", Image.fromarray(colour), {"quality": 80}),
        "webp-lossless": ("WEBP", Image.fromarray(colour), {"lossless": True}),
    }
    images = {name: _saved(picture, form, **options) for name, (form, picture, options) in pictures.items()}
    images["heic"] = HEIC.read_bytes()
    images["dicom"] = _dicom(deep, ExplicitVRLittleEndian)
    images["dicom-implicit"] = _dicom(deep, ImplicitVRLittleEndian)
    images["dicom-rle"] = _dicom(deep, RLELossless)
    images["dicom-jpeg2000"] = _dicom(deep, JPEG2000Lossless)
    return images


def mutated_images(count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield ``count`` damaged files, the types in turn, each with a name by which it can be made again."""
    whole = list(whole_images().items())
    for number in range(count):
        name, data = whole[number % len(whole)]
        damage = DAMAGES[number // len(whole) % len(DAMAGES)]
        rng = np.random.default_rng([seed, number])
        yield f"{name} {damage.__name__} {number}", bytes(damage(bytearray(data), rng))


def turned_bits(data: bytearray, rng: np.random.Generator) -> bytearray:
    for at in rng.integers(0, len(data), rng.integers(1, 30)):
        data[at] ^= 1 << int(rng.integers(8))
    return data


def turned_bits_of_the_header(data: bytearray, rng: np.random.Generator) -> bytearray:
    for at in rng.integers(0, min(len(data), 400), rng.integers(1, 8)):
        data[at] ^= 1 << int(rng.integers(8))
    return data


def cut_off(data: bytearray, rng: np.random.Generator) -> bytearray:
    return data[: rng.integers(1, len(data))]


def piece_lost(data: bytearray, rng: np.random.Generator) -> bytearray:
    start = int(rng.integers(0, len(data)))
    del data[start : start + int(rng.integers(1, 64))]
    return data


def piece_zeroed(data: bytearray, rng: np.random.Generator) -> bytearray:
    start, length = int(rng.integers(0, len(data))), int(rng.integers(1, 64))
    data[start : start + length] = bytes(len(data[start : start + length]))
    return data


def piece_doubled(data: bytearray, rng: np.random.Generator) -> bytearray:
    start, length = int(rng.integers(0, len(data))), int(rng.integers(1, 64))
    return data[:start] + data[start : start + length] + data[start:]


DAMAGES = (turned_bits, turned_bits_of_the_header, cut_off, piece_lost, piece_zeroed, piece_doubled)


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def _dicom(pixels: np.ndarray, syntax: str) -> bytes:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian if syntax in (RLELossless, JPEG2000Lossless) else syntax
    meta.MediaStorageSOPClassUID = pydicom.uid.DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=["mutated"])
    dataset = Dataset()
    dataset.file_meta = meta
    dataset.SOPClassUID, dataset.SOPInstanceUID = (
        meta.MediaStorageSOPClassUID,
        meta.MediaStorageSOPInstanceUID,
    )
    dataset.Modality, dataset.PhotometricInterpretation = "DX", "MONOCHROME1"
    dataset.Rows, dataset.Columns = pixels.shape
    dataset.SamplesPerPixel, dataset.PixelRepresentation = 1, 0
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, 16, 15
    dataset.WindowCenter, dataset.WindowWidth = 30000, 50000
    dataset.PixelData = pixels.tobytes()
    if meta.TransferSyntaxUID != syntax:
        dataset.compress(syntax, generate_instance_uid=False)
    buffer = io.BytesIO()
    dataset.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()
