"""DICOM: single-frame grey images, as CR and DX devices write them.

Stored numbers become grey values as `dataset.images.dicom_greys` says.  The result is 16 bits over the window's whole
range.  An image without a window is spread over its own range, padding apart.

Compressed syntaxes: RLE by pydicom, JPEG (baseline, extended, lossless) and JPEG-LS by GDCM, JPEG 2000 by OpenJPEG.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from dataset.errors import ImageError
from dataset.images.codestream import codestream_size
from dataset.images.dicom_greys import greys
from dataset.images.dicom_numbers import number, numbers
from dataset.images.header import ImageHeader, Pixels

if TYPE_CHECKING:  # imported at the first DICOM: it takes 25 MB and a third of a second of every process
    from pydicom.dataset import Dataset, FileDataset

_GREY = ("MONOCHROME1", "MONOCHROME2")
_COLOURS = ("RGB", "PALETTE COLOR", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT")
_PREAMBLE, _PREFIX = 128, b"DICM"
_LARGEST_META = 1 << 16
_MOST_ELEMENTS = 10_000
_ASPECTS = ("PixelSpacing", "ImagerPixelSpacing", "NominalScannedPixelSpacing", "PixelAspectRatio")
_HEADER = (
    *("Rows", "Columns", "NumberOfFrames", "PhotometricInterpretation", "SamplesPerPixel"),
    *("BitsAllocated", "BitsStored"),
    *_ASPECTS,
)
_MOST_OBLONG = 1.01
"""How far a pixel's sides may differ, as rounding makes them."""


def probe(file: BinaryIO) -> ImageHeader:
    """Read size and depth from the data elements before the pixels.

    Raises:
        ImageError: No image, several frames, colours, or pixels that are not square.
    """
    with _quiet():
        dataset = _head(file)
    if "Rows" not in dataset or "Columns" not in dataset:
        raise ImageError(
            "the DICOM file holds no image (a report, a structure or a directory, perhaps)", "type"
        )
    frames = int(number(dataset, "NumberOfFrames") or 1)
    if frames > 1:
        raise ImageError(f"the DICOM file has {frames} frames; a single x-ray is needed", "animated")
    photometric = dataset.get("PhotometricInterpretation", "")
    if dataset.get("SamplesPerPixel", 1) != 1 or photometric not in _GREY:
        kind = photometric if photometric in _COLOURS else "not grey"  # nothing else of the file is quoted
        raise ImageError(f"the DICOM image is {kind}; x-rays are MONOCHROME1 or 2", "colours")
    _refuse_oblong(dataset)
    return ImageHeader(
        "dicom", int(dataset.Columns), int(dataset.Rows), bits=int(dataset.get("BitsStored", 16))
    )


def read(file: BinaryIO, _strict: bool, /) -> Pixels:
    """Decode to 16-bit grey, dense parts bright."""
    from pydicom.pixels.utils import pixel_array
    from pydicom.uid import RLELossless

    with _quiet():
        dataset = _whole(file)
        syntax = dataset.file_meta.TransferSyntaxUID
        as_stored = not syntax.is_encapsulated or syntax == RLELossless
        # Uncorrected: its own correction knows neither high bits nor padding beyond the stored ones.
        words = pixel_array(dataset, correct_unused_bits=False)
        return greys(words, dataset, as_stored=as_stored, little=bool(dataset.original_encoding[1]))


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
    return read_partial(file, stop_when=stop, specific_tags=[Tag(name) for name in _HEADER], force=True)


def _whole(file: BinaryIO) -> FileDataset:
    from pydicom import dcmread

    _refuse_deflated(file)
    file.seek(0)
    dataset = dcmread(file, force=True)  # its first bytes said that it is DICOM, with a header or without
    if not any(name in dataset for name in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
        raise ImageError("the DICOM file holds no pixels, or is cut off before them", "damaged")
    _name_syntax(dataset)
    _refuse_undecoded(dataset)
    if dataset.file_meta.TransferSyntaxUID.is_encapsulated:
        _compare_sizes(dataset)
    return dataset


def _name_syntax(dataset: FileDataset) -> None:
    """Name the transfer syntax that a file without a header was found to have."""
    from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

    if "TransferSyntaxUID" in dataset.file_meta:
        return
    if "PixelData" in dataset and dataset["PixelData"].is_undefined_length:
        raise ImageError(
            "the DICOM file has no header that tells how it is compressed; save it again as a DICOM file",
            "type",
        )
    implicit, little = dataset.original_encoding
    explicit = ExplicitVRLittleEndian if little else ExplicitVRBigEndian
    dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else explicit


def _refuse_undecoded(dataset: FileDataset) -> None:
    from pydicom.pixels.decoders.base import get_decoder

    syntax = dataset.file_meta.TransferSyntaxUID
    try:
        known = get_decoder(syntax).is_available
    except NotImplementedError:
        known = False
    if not known:
        name = "in a way of its own" if syntax.is_private or syntax.name == syntax else f"as {syntax.name}"
        raise ImageError(
            f"the DICOM file is compressed {name}, which is not decoded here; save it uncompressed", "type"
        )


def _refuse_oblong(dataset: Dataset) -> None:
    """Refuse pixels that are not square: what is round would not be, and positions are counted in pixels."""
    for name in _ASPECTS:
        try:
            sides = numbers(dataset, name)
        except ImageError:  # nothing else depends on it
            continue
        if len(sides) == 2 and min(sides) > 0:
            if max(sides) > min(sides) * _MOST_OBLONG:
                raise ImageError(
                    f"the DICOM image's pixels are not square ({name} {sides[0]:g} x {sides[1]:g}); "
                    "save it with square ones",
                    "type",
                )
            return


def _refuse_deflated(file: BinaryIO) -> None:
    """A few kilobytes may unfold to gigabytes before anything about the image is known."""
    # pydicom's own look at the file's meta information, for another reading might find another syntax in it.
    from pydicom.filereader import _read_file_meta_info
    from pydicom.uid import DeflatedExplicitVRLittleEndian

    file.seek(_PREAMBLE)
    if file.read(len(_PREFIX)) != _PREFIX:
        file.seek(0)
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


@contextmanager
def _quiet() -> Iterator[None]:
    """Real devices bend the standard in a hundred harmless ways, and pydicom warns of each."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
