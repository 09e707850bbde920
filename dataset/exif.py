"""The metadata of a JPEG, read and rewritten without touching its pixels.

Photos leave the archive in exports, and a phone's photo says where it was taken: in EXIF's GPS part, but also in
XMP, in IPTC, in maker notes, and in the second picture some phones append.  A list of what to remove would
never be complete, so the copy keeps only what is known to be harmless: the colour profile and the EXIF
tags named here.  The compressed picture itself is copied byte for byte.
"""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from dataset.errors import ImageError

if TYPE_CHECKING:  # imported where EXIF is parsed: a server's web process walks segments and never does that
    from PIL import Image

MOST_PARTS = 1000
"""More marker segments or chunks before its picture has no file that a camera or a program wrote."""
EXIF_PREFIX = b"Exif\x00\x00"
ICC_PREFIX = b"ICC_PROFILE\x00"
ORIENTATION = 0x0112
EXIF_IFD = 0x8769
FOCAL_35MM = 0xA405
# Make, model, orientation, resolution, software, date; exposure, aperture, ISO, dates, bias, metering, light
# source, flash, focal lengths, colour space, exposure and white balance modes, digital zoom, scene type, lens.
KEPT_TAGS = frozenset({0x010F, 0x0110, 0x0112, 0x011A, 0x011B, 0x0128, 0x0131, 0x0132})
KEPT_CAMERA_TAGS = frozenset(
    {0x829A, 0x829D, 0x8822, 0x8827, 0x9000, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9201, 0x9202, 0x9203}
    | {0x9204, 0x9205, 0x9207, 0x9208, 0x9209, 0x920A, 0x9291, 0x9292, 0xA001, 0xA002, 0xA003, 0xA402, 0xA403}
    | {0xA404, 0xA405, 0xA406, 0xA432, 0xA433, 0xA434}
)

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP2, _APP14, _APP15, _COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_NEXT_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")


@dataclass(frozen=True, slots=True)
class Segment:
    """One marker segment of a JPEG.

    Attributes:
        marker: The marker's second byte (0xE1 for APP1).
        offset: Where the segment's 0xFF stands in the file.
        payload: What follows the segment's length.
    """

    marker: int
    offset: int
    payload: bytes

    @property
    def is_frame_header(self) -> bool:
        """Whether it contains the picture's size (SOF0 to SOF15)."""
        return self.marker in _FRAME_MARKERS

    @property
    def is_profile(self) -> bool:
        """Whether it contains a part of a colour profile."""
        return self.marker == _APP2 and self.payload.startswith(ICC_PREFIX)

    @property
    def is_exif(self) -> bool:
        """Whether it contains EXIF."""
        return self.marker == _APP1 and self.payload.startswith(EXIF_PREFIX)

    @property
    def is_nearly_exif(self) -> bool:
        """Whether a program that is less exact than this one may take it for EXIF."""
        return self.marker == _APP1 and self.payload[:4].lower() == EXIF_PREFIX[:4].lower()


def jpeg_segments(file: BinaryIO) -> Iterator[Segment]:
    """Yield the segments of a JPEG's head, up to and including the first start of scan.

    Raises:
        ImageError: The file is no JPEG, ends before its picture begins, or has more than `MOST_PARTS` segments.
    """
    if file.read(2) != bytes([0xFF, _SOI]):
        raise ImageError("it is not a JPEG", "type")
    offset = 2
    for _ in range(MOST_PARTS):
        marker = _read_marker(file)
        if marker in _STANDALONE:
            offset = file.tell()
            continue
        length = int.from_bytes(_exactly(file, 2), "big")
        if marker == _EOI or length < 2:
            raise ImageError("the JPEG is damaged: it ends before its picture begins", "damaged")
        yield Segment(marker, offset, _exactly(file, length - 2))
        if marker == _SOS:
            return
        offset = file.tell()
    raise ImageError(
        f"the JPEG has more than {MOST_PARTS:,} parts before its picture; save it again", "damaged"
    )


def exif_orientation(exif: bytes) -> int:
    """Return the orientation, 1 to 8, of EXIF data (with or without its ``Exif`` prefix); 1 if none."""
    tags = _load_exif(exif)
    value = tags.get(ORIENTATION, 1) if tags is not None else 1
    return value if value in range(1, 9) else 1


def jpeg_focal_35mm(file: BinaryIO) -> float | None:
    """Return the 35 mm equivalent focal length in a JPEG's EXIF, in mm; None if it gives none.

    Raises:
        ImageError: The file is no JPEG.
    """
    for segment in jpeg_segments(file):
        if segment.is_exif:
            tags = _load_exif(segment.payload)
            value = None if tags is None else tags.get_ifd(EXIF_IFD).get(FOCAL_35MM)
            return float(value) if isinstance(value, int) and value > 0 else None
    return None


def without_location(data: bytes) -> bytes:
    """Copy a JPEG without anything that may identify the place or the person.

    Kept: the compressed picture, bit for bit; JFIF and Adobe headers, the colour profile, and those EXIF tags
    that describe camera and exposure.  Left out: GPS, XMP, IPTC, maker notes, previews, comments, whatever
    follows the picture.

    Raises:
        ImageError: The data are no JPEG or are cut off.
    """
    kept = [bytes([0xFF, _SOI])]
    for segment in jpeg_segments(io.BytesIO(data)):
        if segment.marker == _SOS:
            kept.append(data[segment.offset : _end_of_picture(data, segment.offset)])
        else:
            kept.append(_harmless(segment))
    return b"".join(kept)


def _harmless(segment: Segment) -> bytes:
    # JFIF may carry a thumbnail, and its extension (JFXX) is nothing else: small pictures of what was cut off.
    if segment.is_exif:
        exif = _camera_exif(segment.payload)
        return _segment(_APP1, exif) if exif else b""
    if segment.marker == _COM:
        return b""
    if segment.marker == _APP0:
        return _segment(_APP0, segment.payload[:12] + bytes(2)) if segment.payload[:5] == b"JFIF\0" else b""
    if _APP0 < segment.marker <= _APP15:
        harmless = segment.marker == _APP14 or segment.is_profile
        return _segment(segment.marker, segment.payload) if harmless else b""
    return _segment(segment.marker, segment.payload)


def _camera_exif(payload: bytes) -> bytes:
    """Return EXIF data with only the kept tags of ``payload``; empty when none is left."""
    from PIL import Image

    old = _load_exif(payload)
    if old is None:
        return b""
    new = Image.Exif()
    new.update({tag: value for tag, value in old.items() if tag in KEPT_TAGS})
    camera = {tag: value for tag, value in old.get_ifd(EXIF_IFD).items() if tag in KEPT_CAMERA_TAGS}
    new.get_ifd(EXIF_IFD).update(camera)
    if not new and not camera:
        return b""
    try:
        return new.tobytes()
    except Exception:  # a tag whose value contradicts its type: better no EXIF than a photo that cannot leave
        return b""


def _load_exif(exif: bytes) -> "Image.Exif | None":
    from PIL import Image

    tags = Image.Exif()
    try:
        tags.load(exif)
        tags.get_ifd(EXIF_IFD)
    except Exception:  # damaged EXIF raises whatever it hits first (struct.error, KeyError, SyntaxError, ...)
        return None
    return tags


def _end_of_picture(data: bytes, start: int) -> int:
    """Return the offset behind the end marker of the picture whose first scan begins at ``start``."""
    position = start
    while True:
        match = _NEXT_MARKER.search(data, position)
        if match is None:
            raise ImageError("the JPEG is cut off: its end marker is missing", "damaged")
        marker = data[match.end() - 1]
        if marker == _EOI:
            return match.end()
        position = match.end() + int.from_bytes(data[match.end() : match.end() + 2], "big")


def scans(data: bytes, most: int) -> int:
    """Count the scans of a JPEG's picture, at most to one beyond ``most``; previews in its head do not count.

    Raises:
        ImageError: The data are no JPEG, or cut off.
    """
    count, position = 1, list(jpeg_segments(io.BytesIO(data)))[-1].offset + 2
    while count <= most and (match := _NEXT_MARKER.search(data, position)):
        marker = data[match.end() - 1]
        if marker == _EOI:
            break
        count += marker == _SOS
        position = match.end() + int.from_bytes(data[match.end() : match.end() + 2], "big")
    return count


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _read_marker(file: BinaryIO) -> int:
    if _exactly(file, 1) != b"\xff":
        raise ImageError("the JPEG is damaged: a marker is missing in its head", "damaged")
    for _ in range(MOST_PARTS):  # bytes that fill up
        byte = _exactly(file, 1)
        if byte != b"\xff":
            return byte[0]
    raise ImageError("the JPEG is damaged: nothing but filling in its head", "damaged")


def _exactly(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) < count:
        raise ImageError("the JPEG is cut off before its picture begins", "damaged")
    return data
