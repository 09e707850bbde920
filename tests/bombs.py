"""Small files that claim much, made here: what a stranger may send to hold up a process that looks at images."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian, JPEG2000Lossless

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def scan_bomb(scans: int = 200, side: int = 9000) -> bytes:
    """A progressive JPEG, flat grey, that goes over its picture again and again."""
    whole = _saved(Image.new("L", (side, side), 128), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    # The tables of a scan stand before it; to repeat the scan alone takes a hundred bytes.
    return whole[:last] + whole[last:-2] * (scans - whole.count(b"\xff\xda") + 1) + whole[-2:]


def chained_tiff(count: int = 10_000) -> bytes:
    """A TIFF of that many directories, each naming the next."""
    tags = {256: 60, 257: 40, 258: 8, 259: 1, 262: 1, 273: 8, 279: 2400}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    size = 2 + len(entries) + 4
    places = [8 + number * size for number in range(1, count)] + [0]
    directories = [struct.pack("<H", len(tags)) + entries + struct.pack("<I", after) for after in places]
    return struct.pack("<2sHI", b"II", 42, 8) + b"".join(directories)


def deflated_dicom(megabytes: int = 100, padding: int = 0) -> bytes:
    """A DICOM that unfolds to so much before it says what its picture is; ``padding`` hides the word for it."""
    dataset = _dicom(DeflatedExplicitVRLittleEndian)
    if padding:
        dataset.file_meta.PrivateInformationCreatorUID = "1.2.3"
        dataset.file_meta.PrivateInformation = bytes(padding)
    head = _written(dataset)
    start = _end_of_meta(head)
    elements = struct.pack("<HH2sHI", 0x0009, 0x1001, b"OB", 0, megabytes << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    begin = packer.compress(elements) + packer.flush(zlib.Z_FULL_FLUSH)
    return head[:start] + begin + _deflated_zeros(megabytes << 20)


def dicom_of_empty_elements(megabytes: float = 20) -> bytes:
    """A DICOM of nothing but elements without a value."""
    head = _written(_dicom(ExplicitVRLittleEndian))
    start = _end_of_meta(head)
    count = int(megabytes * 1_000_000 / 8)
    tags = np.zeros((count, 4), "<u2")
    tags[:, 0], tags[:, 1] = 9 + np.arange(count) // 60_000 * 2, 0x1000 + np.arange(count) % 60_000
    tags[:, 2] = int.from_bytes(b"LO", "little")
    return head[:start] + tags.tobytes()


def dicom_of_large_codestream(side: int = 20_000) -> bytes:
    """A DICOM of 64 x 64 pixels whose JPEG 2000 says that it is much larger."""
    dataset = _dicom(JPEG2000Lossless)
    small = pydicom.dcmread(io.BytesIO(_compressed()))
    frame = bytearray(next(pydicom.encaps.generate_frames(small.PixelData, number_of_frames=1)))
    at = frame.index(b"\xff\x4f\xff\x51") + 8
    frame[at : at + 8] = struct.pack(">II", side, side)
    frame[at + 16 : at + 24] = struct.pack(">II", side, side)
    dataset.PixelData = encapsulate([bytes(frame)])
    dataset["PixelData"].is_undefined_length = True
    return _written(dataset)


def jpeg_of_segments(megabytes: float = 1) -> bytes:
    """A JPEG of comments without text."""
    whole = _saved(Image.new("L", (60, 40)), "JPEG")
    return whole[:2] + b"\xff\xfe\x00\x02" * int(megabytes * 250_000) + whole[2:]


def png_of_chunks(megabytes: float = 1) -> bytes:
    """A PNG of chunks without contents."""
    whole = _saved(Image.new("L", (60, 40)), "PNG")
    return whole[:33] + _chunk(b"juNk", b"") * int(megabytes * 1_000_000 / 12) + whole[33:]


def webp_bomb(side: int = 9900) -> bytes:
    """A lossless WebP of nothing, as large as a photo may be."""
    return _saved(Image.new("RGB", (side, side)), "WEBP", lossless=True, quality=0, method=0)


def png_bomb(side: int = 9900) -> bytes:
    """A PNG of 16-bit colour with transparency, as large as a photo may be."""
    head = struct.pack(">IIBBBBB", side, side, 16, 6, 0, 0, 0)
    length = (1 + side * 8) * side
    checksum = struct.pack(">HH", length % 65521, 1)  # Adler-32 of so many zeros
    data = b"\x78\xda" + _deflated_zeros(length) + checksum
    return PNG_SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def png_with(kind: bytes, before: bytes, gigabytes: int = 2, count: int = 1) -> bytes:
    """A small PNG with chunks whose contents unfold to so much each."""
    length = gigabytes << 30
    unfolds = b"\x78\xda" + _deflated_zeros(length) + struct.pack(">HH", length % 65521, 1)
    whole = _saved(Image.new("L", (60, 40), 90), "PNG")
    return whole[:33] + _chunk(kind, before + unfolds) * count + whole[33:]


def jpeg_of_profile() -> bytes:
    """A small JPEG whose colour profile takes all 255 segments that it may."""
    whole = _saved(Image.new("L", (60, 40), 90), "JPEG")
    parts = (b"ICC_PROFILE\0" + bytes([number, 255]) + bytes(65519) for number in range(1, 256))
    return whole[:2] + b"".join(b"\xff\xe2\xff\xff" + part for part in parts) + whole[2:]


def with_metadata(form: str, megabytes: int = 20) -> bytes:
    """A small picture with a colour profile, EXIF and XMP that are much larger."""
    large = bytes(megabytes << 20)
    told = {"icc_profile": large, "exif": b"Exif\0\0MM\0*" + large} | (
        {"xmp": large} if form == "WEBP" else {}
    )
    return _saved(Image.new("RGB", (60, 40), (90, 90, 90)), form, **told)


DRESSED: dict[str, Callable[[], bytes]] = {
    "PNG, profile of 2 GB": lambda: png_with(b"iCCP", b"icc\0\0"),
    "PNG, text of 2 GB": lambda: png_with(b"zTXt", b"Comment\0\0"),
    "PNG, XMP of 2 GB": lambda: png_with(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0"),
    "PNG, 20 texts of 2 GB": lambda: png_with(b"zTXt", b"Comment\0\0", count=20),
    "JPEG, profile of 16 MB": jpeg_of_profile,
    "TIFF, profile of 20 MB": lambda: with_metadata("TIFF"),
    "WebP, profile, EXIF and XMP of 20 MB": lambda: with_metadata("WEBP"),
}
"""Small pictures that nothing is wrong with, and that carry, or claim to carry, much besides."""

FRAMES: dict[str, Callable[[], bytes]] = {
    "TIFF of 10,000 chained pages": chained_tiff,
    "JPEG of 250,000 segments": lambda: jpeg_of_segments(0.99),
    "PNG of 80,000 chunks": lambda: png_of_chunks(0.95),
    "DICOM of 120,000 elements": lambda: dicom_of_empty_elements(0.95),
}
"""What is sent as a frame of somebody who aims, 1 MB at most."""
PHOTOS: dict[str, Callable[[], bytes]] = {
    **FRAMES,
    "deflated DICOM": deflated_dicom,
    "DICOM of empty elements, 20 MB": dicom_of_empty_elements,
    "DICOM, JPEG 2000 of 20,000 x 20,000": dicom_of_large_codestream,
    "JPEG of 200 scans": scan_bomb,
    "WebP of 9,900 x 9,900": webp_bomb,
    "PNG of 9,900 x 9,900, 16-bit RGBA": png_bomb,
}
"""What is sent as a photo, or to be transformed."""


def _dicom(syntax: str) -> Dataset:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = syntax
    meta.MediaStorageSOPClassUID = pydicom.uid.DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = "1.2.826.0.1.3680043.8.498.1"
    dataset = Dataset()
    dataset.file_meta = meta
    dataset.SOPClassUID, dataset.SOPInstanceUID = (
        meta.MediaStorageSOPClassUID,
        meta.MediaStorageSOPInstanceUID,
    )
    dataset.Modality, dataset.PhotometricInterpretation = "DX", "MONOCHROME2"
    dataset.Rows = dataset.Columns = 64
    dataset.SamplesPerPixel, dataset.PixelRepresentation = 1, 0
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, 16, 15
    return dataset


def _deflated_zeros(length: int) -> bytes:
    """Return so many zeros, deflated: one block again and again, which takes no time to make."""
    size = 1 << 20
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(size)) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return block * (length // size) + packer.compress(bytes(length % size)) + packer.flush()


def _end_of_meta(file: bytes) -> int:
    return 144 + int(struct.unpack_from("<I", file, 140)[0])


def _compressed() -> bytes:
    dataset = _dicom(ExplicitVRLittleEndian)
    dataset.PixelData = np.zeros((64, 64), np.uint16).tobytes()
    dataset.compress(JPEG2000Lossless, generate_instance_uid=False)
    return _written(dataset)


def _written(dataset: Dataset) -> bytes:
    buffer = io.BytesIO()
    dataset.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
