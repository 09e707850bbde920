"""Reading of any supported image, whatever its file is called.

The first bytes decide which reader takes a file.  Readers are modules of one shape (``probe``, ``read``),
one a format; decoders raise all sorts of things on damaged files, and only here are those turned
into one error with a reason a person understands.

No reader is safe with strangers' files: a small one may claim gigabytes or minutes, and GDCM and libde265 can end the
whole process on damaged data. A server therefore reads them in worker processes that it can limit and replace, headers
too; its own process makes do with `dataset.images.outlines`.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from dataset.errors import ImageError
from dataset.images import heic, jpeg, png, tiff, webp
from dataset.images.dicom import reader as dicom
from dataset.images.header import Format, ImageHeader, Pixels, check_size
from dataset.images.magic import FORMATS, format_of
from dataset.images.modes import upright
from dataset.images.source import Source, opened
from dataset.names import visible_text


class Reader(Protocol):
    """The interface of a format's module."""

    def probe(self, file: BinaryIO) -> ImageHeader:
        """Read the header alone."""

    def read(self, file: BinaryIO, strict: bool, /) -> Pixels:
        """Decode as stored, orientation not applied."""


MOST_QUOTED = 120
TOO_MUCH_MEMORY = "it needs too much memory to decode"
READERS: Mapping[Format, Reader] = {
    "jpeg": jpeg,
    "png": png,
    "webp": webp,
    "tiff": tiff,
    "heic": heic,
    "dicom": dicom,
}


def probe_image(source: Source, formats: Collection[Format] = FORMATS) -> ImageHeader:
    """Read an image's header; no pixel is decoded.

    Args:
        source: A path, the file's bytes, or an open binary file.
        formats: Those that are taken; the reader of another format is never tried.

    Raises:
        ImageError: Not an image, cut off in its head, animated, CMYK, without pixels or over 100 megapixels;
            ``code`` says which.
    """
    with opened(source) as file:
        return _probe(file, formats)[1]


def read_image(source: Source, *, strict: bool = False) -> Pixels:
    """Decode an image, upright.

    Args:
        source: A path, the file's bytes, or an open binary file.
        strict: Refuse a JPEG with any irregularity, not only one that lacks a part.

    Returns:
        uint8 ``(H, W)`` or ``(H, W, 3)``, or uint16 ``(H, W)``; see ``dataset.images.modes`` for the rules.

    Raises:
        ImageError: As ``probe_image``, or the picture itself is damaged.
    """
    with opened(source) as file:
        reader, header = _probe(file)
        file.seek(0)
        with explained():
            return upright(reader.read(file, strict), header.orientation)


def read_at_least(source: Source, side: int) -> Pixels:
    """Decode an image upright for a small picture of it: a JPEG is reduced where that is quicker.

    Args:
        source: A path, the file's bytes, or an open binary file.
        side: The most pixels a side that are needed.

    Raises:
        ImageError: As ``read_image``.
    """
    with opened(source) as file:
        reader, header = _probe(file)
        file.seek(0)
        with explained():
            reduced = jpeg.read_reduced(file, side) if reader is jpeg else reader.read(file, False)
            return upright(reduced, header.orientation)


def read_whole_at_least(source: Source, long_side: int) -> tuple[ImageHeader, Pixels]:
    """Decode an image upright for analysis at less than full size: a JPEG is reduced.

    Args:
        source: A path, the file's bytes, or an open binary file.
        long_side: The pixels that the longer side must have at least, where the image has them.

    Returns:
        The header, and the pixels; ``header.upright_size`` is their full size.

    Raises:
        ImageError: As ``check_image`` with ``strict=False``: every part of the file is looked at.
    """
    with opened(source) as file:
        reader, header = _probe(file)
        file.seek(0)
        with explained():
            reduced = jpeg.read_whole_reduced(file, long_side) if reader is jpeg else reader.read(file, False)
            return header, upright(reduced, header.orientation)


def check_image(source: Source, *, strict: bool = True) -> ImageHeader:
    """Decode an image fully to verify that it is intact.

    Raises:
        ImageError: As ``read_image``.
    """
    with opened(source) as file:
        reader, header = _probe(file)
        file.seek(0)
        with explained():
            reader.read(file, strict)
    return header


def _probe(file: BinaryIO, formats: Collection[Format] = FORMATS) -> tuple[Reader, ImageHeader]:
    reader = READERS[format_of(file, formats)]
    with explained():
        header = reader.probe(file)
    check_size(header)
    return reader, header


@contextmanager
def explained() -> Iterator[None]:
    """Convert any exception of a decoder to an `ImageError` with a reason."""
    try:
        yield
    except ImageError:
        raise
    except MemoryError:
        raise ImageError(TOO_MUCH_MEMORY, "unreadable") from None
    except Exception as error:
        # Of a decoder's words as much as says what is wrong: a file chooses some of them.
        detail = visible_text(str(error))[:MOST_QUOTED] or type(error).__name__
        raise ImageError(f"the image is damaged or cut off ({detail})", "damaged") from error
