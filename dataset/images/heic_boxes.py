"""The boxes of a HEIC's head: the size of its primary picture, read without the decoder.

libheif's Python binding parses everything in a file at once and can end the whole process on a damaged one.  A server
looks at headers in the process that must never end, so that look is taken here; pixels are decoded by workers.
Layout: ISO/IEC 14496-12 (boxes) and 23008-12 (image items and their properties).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from dataset.errors import ImageError

_LARGEST_META = 1 << 20
_MOST_BOXES = 4096
"""Phones write a picture of 50 megapixels as some 200 items."""
_FULL = 4  # version and flags that begin a "full" box


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its four-character type and its content."""

    kind: bytes
    body: bytes


def primary_size(file: BinaryIO) -> tuple[int, int]:
    """Return width and height of the primary picture after cropping and rotation.

    Raises:
        ImageError: The head is damaged or lacks what it needs.
    """
    try:
        meta = {box.kind: box.body for box in boxes(_meta(file)[_FULL:])}
        _check_item_types(meta[b"iinf"])
        properties = {box.kind: box.body for box in boxes(meta[b"iprp"])}
        every = list(boxes(properties[b"ipco"]))
        chosen = _associated(properties[b"ipma"], _primary_item(meta[b"pitm"]))
        return _size([every[number - 1] for number in chosen if number])
    except (KeyError, IndexError, struct.error, ZeroDivisionError):
        raise ImageError("the HEIC's head is damaged", "damaged") from None


def boxes(data: bytes) -> Iterator[Box]:
    """Yield the consecutive boxes in ``data``."""
    offset = count = 0
    while offset + 8 <= len(data):
        count += 1
        size, kind = struct.unpack_from(">I4s", data, offset)
        if size < 8 or offset + size > len(data) or count > _MOST_BOXES:
            raise ImageError("the HEIC is cut off in its head", "damaged")
        yield Box(kind, data[offset + 8 : offset + size])
        offset += size


def _meta(file: BinaryIO) -> bytes:
    """Return the body of the ``meta`` box among the boxes of the file."""
    file.seek(0)
    for _ in range(_MOST_BOXES):
        if len(head := file.read(8)) < 8:
            break
        size, kind = struct.unpack(">I4s", head)
        if kind == b"meta" and 8 <= size <= _LARGEST_META:
            body = file.read(size - 8)
            if len(body) == size - 8:
                return body
        if size < 8 or kind == b"meta":
            break
        file.seek(size - 8, 1)
    raise ImageError("the HEIC is cut off or holds no picture", "damaged")


def _check_item_types(body: bytes) -> None:
    """Refuse item types that are no text, which crash the decoder's binding."""
    start = _FULL + (2 if body[0] == 0 else 4)
    for box in boxes(body[start:]):
        if box.kind == b"infe":
            at = _FULL + (4 if box.body[0] < 3 else 6)
            kind = box.body[at : at + 4]
            if not (len(kind) == 4 and kind.isascii() and kind.decode().isprintable()):
                raise ImageError("the HEIC's list of items is damaged", "damaged")


def _primary_item(body: bytes) -> int:
    return int(struct.unpack_from(">H" if body[0] == 0 else ">I", body, _FULL)[0])


def _associated(body: bytes, item: int) -> list[int]:
    """Return the numbers, from 1, of an item's properties, in the order of their application."""
    wide_id, wide_number = body[0] >= 1, bool(body[3] & 1)
    (count,) = struct.unpack_from(">I", body, _FULL)
    offset = _FULL + 4
    for _ in range(min(count, _MOST_BOXES)):
        (found,) = struct.unpack_from(">I" if wide_id else ">H", body, offset)
        offset += 4 if wide_id else 2
        length, offset = body[offset], offset + 1
        width, code = (2, "H") if wide_number else (1, "B")
        numbers = struct.unpack_from(f">{length}{code}", body, offset)
        offset += length * width
        if found == item:
            return [number & (0x7FFF if wide_number else 0x7F) for number in numbers]
    raise ImageError("the HEIC does not describe its picture", "damaged")


def _size(properties: list[Box]) -> tuple[int, int]:
    width = height = 0
    for box in properties:
        if box.kind == b"ispe":
            width, height = struct.unpack_from(">II", box.body, _FULL)
        elif box.kind == b"clap":
            across, across_by, down, down_by = struct.unpack_from(">IIII", box.body)
            width, height = across // across_by, down // down_by
        elif box.kind == b"irot" and box.body[0] & 1:
            width, height = height, width
    return width, height
