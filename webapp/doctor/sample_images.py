"""A small image in each format that x-rays and photos may have."""

from __future__ import annotations

import zlib
from base64 import b64decode
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pydicom
from PIL import Image
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid

FORMATS = ("JPEG", "PNG", "PNG of 16 bits", "TIFF", "WebP", "HEIC", "DICOM")

_HEIC = (
    "eNpjYGCQSSupLMhIzUxmAILczDRDEDs3MzGNgYHxRG5qSSIDBChmpOQUQdkMBZnJJQxowCQzJx9siIsDAxMDI4jF+AZCA8EFoBgQ"
    "MO2Bi6gAsUVmZl4amAeSFQVyUsHKgGoyypINGZAEGUFKXCsywcr5CjJLchmgKhnZMwuKCoDsZ5kFyflAugyo15mRGSQ0AaxI7gPD"
    "n78/fjAw8DMnAHVIODDyMP7/D1LADFLBDEJyu5gcEoGSWk6MjGgyCxQaWae9erJs5w6ODAMFoBAziGBQTAIqZ3NhPFh8oBNoiXBy"
    "fk5RXnJOBVCUl4GtASgkkllckAr1rgMUayTnJBZA2aCgMIDS4ED4////B2hgCBRkVmSCBJk5ODiAFGdmUX4J0D0MkpkFubBIYWRg"
    "ZGtkYmZtaQNypDKLUtOgEnzJKcXJ4GgAmf0nNyURFF9nNBjXs1l0fmbInxjwuW3ZLz/GebG1J+S1Dlx5lOfWb3Yw3fxXmfv/hKp9"
    "8QVxbx/Fna6oMDhVvFT24kylrf/P87w2WP8/Pumnaek+2+X8ffNvn7vlypd39WPE1cbVMyUtxSKtnv3K3e+aZrIz+4XfGUe343UX"
    "N3as8F24XNiq/mhqFltCGtu8gnkFa7tWMaxdN02TS3yboWFbmMxE87fPLJPcc19o/r+SsmJq9Im9afXPcvrLLzwvj1Ga2nViYgyf"
    "QfSmh5Fnl7m77v/J4TXnXmylyY2Nl22A/mGDpAdfXwYtII+DgZFRCBRloGiBBAMAnni+ZA=="
)
"""Compressed: there is no encoder of this format here, which only a GPL library offers."""


def write_samples(folder: Path, grey: npt.NDArray[np.uint8]) -> list[Path]:
    """Write an image in each of `FORMATS`, in their order, and return the files."""
    image = Image.fromarray(grey)
    files = [folder / name for name in ("a.jpg", "b.png", "c.png", "d.tif", "e.webp", "f.heic", "g.dcm")]
    for file in (files[0], files[1], files[3], files[4]):
        (image.convert("RGB") if file.suffix == ".webp" else image).save(file)
    Image.fromarray(grey.astype(np.uint16) * 257).save(files[2])
    files[5].write_bytes(zlib.decompress(b64decode(_HEIC)))
    _dicom(grey).save_as(files[6], enforce_file_format=True)
    return files


def _dicom(grey: npt.NDArray[np.uint8]) -> Any:
    dataset = pydicom.Dataset()
    dataset.file_meta = pydicom.dataset.FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    dataset.SOPClassUID = SecondaryCaptureImageStorage
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID
    dataset.Modality = "DX"
    dataset.Rows, dataset.Columns = grey.shape
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 8, 8, 7, 0
    dataset.PixelData = grey.tobytes()
    return dataset
