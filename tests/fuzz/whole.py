"""One small whole image of every type that the lab takes, and of every transfer syntax of DICOM."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    RLELossless,
    generate_uid,
)

from tests.dataset.test_dicom import gdcm_compressed

SIZE = (60, 44)
HEIC = Path(__file__).parents[1] / "dataset" / "files" / "turned.heic"
GDCM = {
    "jpeg-baseline": ("JPEGBaselineProcess1", 8),
    "jpeg-extended": ("JPEGExtendedProcess2_4", 8),
    "jpeg-lossless": ("JPEGLosslessProcess14", 16),
    "jpeg-lossless-first": ("JPEGLosslessProcess14_1", 16),
    "jpeg-ls": ("JPEGLSLossless", 16),
    "jpeg-ls-near": ("JPEGLSNearLossless", 8),
    "jpeg2000-lossy": ("JPEG2000", 8),
}
"""Transfer syntaxes that only GDCM writes, and the depth of what is written."""
REFUSED = frozenset({"dicom-deflated"})
"""Whole, and not taken."""


@cache
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
    images["dicom-big-endian"] = _dicom(deep, ExplicitVRBigEndian)
    images["dicom-deflated"] = _dicom(deep, DeflatedExplicitVRLittleEndian)
    for name, (syntax, bits) in GDCM.items():
        pixels = deep if bits == 16 else grey
        images[f"dicom-{name}"] = gdcm_compressed(_dicom(pixels, ExplicitVRLittleEndian), syntax)
    return images


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
    bits = pixels.itemsize * 8
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = bits, bits, bits - 1
    dataset.WindowCenter, dataset.WindowWidth = (30000, 50000) if bits == 16 else (117, 195)
    order = ">" if syntax == ExplicitVRBigEndian else "<"
    dataset.PixelData = pixels.astype(pixels.dtype.newbyteorder(order)).tobytes()
    dataset["PixelData"].VR = "OW"
    if meta.TransferSyntaxUID != syntax:
        dataset.compress(syntax, generate_instance_uid=False)
    buffer = io.BytesIO()
    dataset.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()
