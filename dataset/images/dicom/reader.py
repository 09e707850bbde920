"""DICOM: single-frame grey images, as CR and DX devices write them.

Stored numbers become grey values as `dataset.images.dicom.greys` says.  The result is 16 bits over the window's
whole range.  An image without a window is spread over its own range, padding apart.

Compressed syntaxes: RLE by pydicom, JPEG (baseline, extended, lossless) and JPEG-LS by GDCM, JPEG 2000 by OpenJPEG.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from numpy.typing import NDArray

from dataset.errors import ImageError
from dataset.images.dicom.codestream import codestream_size
from dataset.images.dicom.description import PROBED, complete, refuse_oblong, refuse_other_than_grey
from dataset.images.dicom.greys import greys
from dataset.images.dicom.numbers import number
from dataset.images.header import ImageHeader, Pixels

if TYPE_CHECKING:  # imported at the first DICOM: it takes 25 MB and a third of a second of every process
    from pydicom.dataset import FileDataset

# It logs values that break a rule, and any element may hold a patient's name by mistake.
logging.getLogger("pydicom").disabled = True

_PREAMBLE, _PREFIX = 128, b"DICM"
_LARGEST_META = 1 << 16
_MOST_ELEMENTS = 10_000


def probe(file: BinaryIO) -> ImageHeader:
    """Read size and depth from the data elements before the pixels.

    Raises:
        ImageError: No image, several frames, colours, or pixels that are not square.
    """
    with _unquoted():
        dataset = _head(file)
        if "Rows" not in dataset or "Columns" not in dataset:
            raise ImageError(
                "the DICOM file holds no image (a report, a structure or a directory, perhaps), "
                "or is cut off before it",
                "type",
            )
        refuse_other_than_grey(dataset)
        refuse_oblong(dataset)
        width, height = (int(number(dataset, name) or 0) for name in ("Columns", "Rows"))
        return ImageHeader("dicom", width, height, bits=int(number(dataset, "BitsStored") or 16))


def read(file: BinaryIO, _strict: bool, /) -> Pixels:
    """Decode to 16-bit grey, dense parts bright."""
    from pydicom.uid import RLELossless

    with _unquoted():
        dataset = _whole(file)
        syntax = dataset.file_meta.TransferSyntaxUID
        as_stored = not syntax.is_encapsulated or syntax == RLELossless
        return greys(
            _decoded(dataset), dataset, as_stored=as_stored, little=bool(dataset.original_encoding[1])
        )


def _decoded(dataset: FileDataset) -> NDArray[Any]:
    from pydicom.pixels.utils import pixel_array

    try:
        # Uncorrected: its own correction knows neither high bits nor padding beyond the stored ones.
        return pixel_array(dataset, correct_unused_bits=False)
    except MemoryError:
        raise
    except Exception as error:  # decoders raise all sorts of things, in words of their own
        raise ImageError(
            f"the DICOM file's pixels cannot be decoded as {dataset.file_meta.TransferSyntaxUID.name}; they are "
            "damaged, or stored in another way than the file says",
            "damaged",
        ) from error


def _head(file: BinaryIO) -> FileDataset:
    """Read the elements of `PROBED` before the pixels; all others are skipped."""
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
    return read_partial(file, stop_when=stop, specific_tags=[Tag(name) for name in PROBED], force=True)


def _whole(file: BinaryIO) -> FileDataset:
    from pydicom import dcmread

    _refuse_deflated(file)
    file.seek(0)
    dataset = dcmread(file, force=True)  # its first bytes said that it is DICOM, with a header or without
    if not any(name in dataset for name in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
        raise ImageError("the DICOM file holds no pixels, or is cut off before them", "damaged")
    _name_syntax(dataset)
    complete(dataset)
    _refuse_undecoded(dataset)
    if dataset.file_meta.TransferSyntaxUID.is_encapsulated:
        _compare_sizes(dataset)
    elif "PixelData" in dataset:
        _refuse_short(dataset)
    return dataset


def _name_syntax(dataset: FileDataset) -> None:
    """Set the transfer syntax that was detected for a file without a header."""
    from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

    if dataset.file_meta.get("TransferSyntaxUID"):
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
    from pydicom.uid import JPEGExtended12Bit

    syntax = dataset.file_meta.TransferSyntaxUID
    try:
        known = get_decoder(syntax).is_available
    except NotImplementedError:
        known = False
    deep = syntax == JPEGExtended12Bit and dataset.BitsStored > 8  # GDCM makes wrong pixels of it
    if deep or not known:
        name = "in a way of its own" if syntax.is_private or syntax.name == syntax else f"as {syntax.name}"
        name = f"{name} of {dataset.BitsStored} bits" if deep else name
        raise ImageError(
            f"the DICOM file is compressed {name}, which is not decoded here; save it uncompressed", "type"
        )


def _refuse_deflated(file: BinaryIO) -> None:
    """Refuse deflated files: a few kilobytes may inflate to gigabytes before the header is read."""
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


def _refuse_short(dataset: FileDataset) -> None:
    wanted = (int(dataset.Rows) * int(dataset.Columns) * int(dataset.BitsAllocated) + 7) // 8
    there = len(dataset.PixelData or b"")
    if there < wanted:
        raise ImageError(
            f"the DICOM file's pixels are cut off: {there:,} bytes of {wanted:,} are there", "damaged"
        )


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
def _unquoted() -> Iterator[None]:
    """Keep pydicom's own words from everybody.

    Its warnings: real devices violate the standard in many harmless ways. Its errors: they quote values, and any
    element may hold a patient's name by mistake.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except (ImageError, MemoryError):
            raise
        except Exception as error:
            kind = type(error).__name__
            raise ImageError(f"the DICOM file is damaged or cut off ({kind})", "damaged") from None
