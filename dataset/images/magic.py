"""Detection of a file's format by its first bytes, without any reader."""

from collections.abc import Collection
from typing import BinaryIO, get_args

from dataset.errors import ImageError
from dataset.images.header import Format

FORMATS: tuple[Format, ...] = get_args(Format)
_HEAD = 144
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_FIRST_GROUPS = (b"\x02\x00", b"\x08\x00")
_LONGEST_FIRST = 256
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_NAMES: dict[Format, str] = {
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WebP",
    "tiff": "TIFF",
    "heic": "HEIC",
    "dicom": "DICOM",
}


def format_of(file: BinaryIO, formats: Collection[Format] = FORMATS) -> Format:
    """Return the format indicated by a file's first bytes; the file is left at its beginning.

    Args:
        file: The file, open.
        formats: Those that are taken.

    Raises:
        ImageError: It is of none of these formats (``type``).
    """
    file.seek(0)
    found = _format(file.read(_HEAD))
    file.seek(0)
    if found is not None and found in formats:
        return found
    taken = _listed([name for form, name in _NAMES.items() if form in formats])
    if found is None:
        raise ImageError(f"it is not an image of a known type ({taken})", "type")
    raise ImageError(f"it is a {_NAMES[found]} and not a {taken}", "type")


def _format(head: bytes) -> Format | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[:4] in _TIFF:
        return "tiff"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "heic"
    return "dicom" if head[128:132] == b"DICM" or _begins_as_dicom(head) else None


def _begins_as_dicom(head: bytes) -> bool:
    """Return whether a file begins with an image's first data element: DICOM of old archives, no header."""
    if len(head) < 8 or head[:2] not in _FIRST_GROUPS or head[3]:
        return False
    explicit = head[4:6].isalpha() and head[4:6].isupper()
    return explicit or int.from_bytes(head[4:8], "little") <= _LONGEST_FIRST


def _listed(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
