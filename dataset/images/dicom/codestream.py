"""The size in the header of a compressed picture inside a DICOM file.

Decoders unfold what the codestream says, whatever the data elements around it say; so both are compared before.
Layouts: ISO/IEC 15444-1 (JPEG 2000), 10918-1 (JPEG), 14495-1 (JPEG-LS).
"""

import struct

_JPEG_2000 = b"\xff\x4f\xff\x51"
_BEGINS_WITHIN = 4096
_MOST_PARTS = 1000
_FRAMES = (frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}) | {0xF7}
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


def codestream_size(data: bytes) -> tuple[int, int, int] | None:
    """Return width, height and channels of a JPEG, JPEG-LS or JPEG 2000; None where they cannot be read."""
    try:
        start = data.find(_JPEG_2000, 0, _BEGINS_WITHIN)
        return (
            _jpeg(data) if data.startswith(b"\xff\xd8") else _jpeg_2000(data, start) if start >= 0 else None
        )
    except (struct.error, IndexError):
        return None


def _jpeg_2000(data: bytes, start: int) -> tuple[int, int, int]:
    right, below, left, above = struct.unpack_from(">4I", data, start + 8)
    (channels,) = struct.unpack_from(">H", data, start + 40)
    return right - left, below - above, channels


def _jpeg(data: bytes) -> tuple[int, int, int] | None:
    at = 2
    for _ in range(_MOST_PARTS):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _BARE:
            at += 2
        elif marker in _FRAMES:
            height, width, channels = struct.unpack_from(">HHB", data, at + 5)
            return width, height, channels
        else:
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None
