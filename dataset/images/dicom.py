"""DICOM: single-frame grey images, as CR and DX devices write them.

Stored numbers become grey values as the standard's pipeline says: modality transformation (look-up table or
slope and intercept), then the first VOI window or look-up table the device recorded, then inversion where low
numbers are meant to be white (MONOCHROME1).  The result is 16 bits over the window's whole range.  An image
without a window is spread over its own range, padding apart.

Compressed syntaxes: RLE by pydicom, JPEG (baseline, extended, lossless) and JPEG-LS by GDCM, JPEG 2000 by OpenJPEG.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, MutableSequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from dataset.errors import ImageError
from dataset.images.codestream import codestream_size
from dataset.images.header import ImageHeader, Pixels

if TYPE_CHECKING:  # imported at the first DICOM: it takes 25 MB and a third of a second of every process
    from pydicom.dataset import FileDataset

_GREY = ("MONOCHROME1", "MONOCHROME2")
_COLOURS = ("RGB", "PALETTE COLOR", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT")
_PREAMBLE = 132
_LARGEST_META = 1 << 16
_MOST_ELEMENTS = 10_000
_HEADER = (
    *("Rows", "Columns", "NumberOfFrames", "PhotometricInterpretation", "SamplesPerPixel"),
    *("BitsAllocated", "BitsStored"),
)


def probe(file: BinaryIO) -> ImageHeader:
    """Read size and depth from the data elements before the pixels.

    Raises:
        ImageError: No image, several frames, or colours.
    """
    with _quiet():
        dataset = _head(file)
    if "Rows" not in dataset or "Columns" not in dataset:
        raise ImageError(
            "the DICOM file holds no image (a report, a structure or a directory, perhaps)", "type"
        )
    frames = int(dataset.get("NumberOfFrames") or 1)
    if frames > 1:
        raise ImageError(f"the DICOM file has {frames} frames; a single x-ray is needed", "animated")
    photometric = dataset.get("PhotometricInterpretation", "")
    if dataset.get("SamplesPerPixel", 1) != 1 or photometric not in _GREY:
        kind = photometric if photometric in _COLOURS else "not grey"  # nothing else of the file is quoted
        raise ImageError(f"the DICOM image is {kind}; x-rays are MONOCHROME1 or 2", "colours")
    return ImageHeader(
        "dicom", int(dataset.Columns), int(dataset.Rows), bits=int(dataset.get("BitsStored", 16))
    )


def read(file: BinaryIO, _strict: bool, /) -> Pixels:
    """Decode to 16-bit grey, dense parts bright."""
    from pydicom.pixels.processing import apply_modality_lut

    with _quiet():
        dataset = _whole(file)
        stored = dataset.pixel_array
        share = _windowed(apply_modality_lut(stored, dataset), stored, dataset)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        share = 1 - share
    return np.rint(share * 65535).astype(np.uint16)


def _windowed(values: NDArray[Any], stored: NDArray[Any], dataset: FileDataset) -> NDArray[np.float32]:
    """Grey as a share, 0 to 1, of the VOI window, the VOI table, or the image's own range."""
    if dataset.get("VOILUTSequence"):
        from pydicom.pixels.processing import apply_voi

        top = (1 << int(dataset.VOILUTSequence[0].LUTDescriptor[2])) - 1
        return np.clip(apply_voi(values.astype(np.int64), dataset) / np.float32(top), 0, 1).astype(np.float32)
    centre, width = _first(dataset.get("WindowCenter")), _first(dataset.get("WindowWidth"))
    if centre is not None and width is not None and width >= 1:
        return _window(values.astype(np.float32), centre, width, dataset.get("VOILUTFunction", "LINEAR"))
    return _own_range(values.astype(np.float32), stored, dataset)


def _window(values: NDArray[np.float32], centre: float, width: float, function: str) -> NDArray[np.float32]:
    """The three window functions of DICOM PS3.3 C.11.2.1.2 and C.11.2.1.3."""
    if function == "SIGMOID":
        return np.asarray(1 / (1 + np.exp(-4 * (values - centre) / width)), np.float32)
    if function == "LINEAR_EXACT":
        return np.asarray(np.clip((values - centre) / width + 0.5, 0, 1), np.float32)
    return np.asarray(np.clip((values - (centre - 0.5)) / max(width - 1, 1e-6) + 0.5, 0, 1), np.float32)


def _own_range(
    values: NDArray[np.float32], stored: NDArray[Any], dataset: FileDataset
) -> NDArray[np.float32]:
    padding = dataset.get("PixelPaddingValue")
    real = values if padding is None else values[stored != padding]
    low, high = (float(real.min()), float(real.max())) if real.size else (0.0, 1.0)
    return np.asarray(np.clip((values - low) / max(high - low, 1e-6), 0, 1), np.float32)


def _head(file: BinaryIO) -> FileDataset:
    """The elements of `_HEADER`, of those before the pixels; all others are passed over unread."""
    from pydicom.filereader import read_partial
    from pydicom.tag import BaseTag, Tag

    _refuse_deflated(file)
    pixels, seen = int(Tag("PixelData")), 0

    def stop(tag: BaseTag, _vr: str | None, _length: int) -> bool:
        nonlocal seen
        seen += 1
        if seen > _MOST_ELEMENTS:
            raise ImageError(f"the DICOM file has more than {_MOST_ELEMENTS:,} elements", "type")
        return int(tag) >= pixels

    file.seek(0)
    return read_partial(file, stop_when=stop, specific_tags=[Tag(name) for name in _HEADER])


def _whole(file: BinaryIO) -> FileDataset:
    from pydicom import dcmread

    _refuse_deflated(file)
    file.seek(0)
    dataset = dcmread(file)
    if dataset.file_meta.TransferSyntaxUID.is_encapsulated:
        _compare_sizes(dataset)
    return dataset


def _refuse_deflated(file: BinaryIO) -> None:
    """A few kilobytes may unfold to gigabytes before anything about the image is known."""
    # pydicom's own look at the file's meta information, for another reading might find another syntax in it.
    from pydicom.filereader import _read_file_meta_info
    from pydicom.uid import DeflatedExplicitVRLittleEndian

    file.seek(_PREAMBLE)
    begin = BytesIO(file.read(_LARGEST_META))
    meta = _read_file_meta_info(begin)
    if begin.tell() >= _LARGEST_META:
        raise ImageError("the DICOM file's meta information has no end", "type")
    if meta.get("TransferSyntaxUID") == DeflatedExplicitVRLittleEndian:
        raise ImageError("the DICOM file is deflated as a whole; save it in another transfer syntax", "type")


def _compare_sizes(dataset: FileDataset) -> None:
    from pydicom.encaps import get_frame

    said = codestream_size(get_frame(dataset.PixelData, 0, number_of_frames=1))
    if said is not None and said != (int(dataset.Columns), int(dataset.Rows), 1):
        raise ImageError(
            f"the DICOM file says {dataset.Columns} x {dataset.Rows} pixels, and the picture in it "
            f"{said[0]} x {said[1]} of {said[2]} channels",
            "damaged",
        )


def _first(value: Any) -> float | None:
    if value is None or value == "":
        return None
    return float(value[0] if isinstance(value, MutableSequence) else value)


@contextmanager
def _quiet() -> Iterator[None]:
    """Real devices bend the standard in a hundred harmless ways, and pydicom warns of each."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
