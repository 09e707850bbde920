"""Reception of a photo's bytes into the archive's ``incoming/``, for any sender."""

from __future__ import annotations

from typing import Protocol

from werkzeug.exceptions import ClientDisconnected

from capture.archive import Archive, ReceivedPhoto

PIECE_BYTES = 256 * 1024


class Readable(Protocol):
    """Bytes to come."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill the beginning of ``buffer`` and return how much of it; 0 at the end."""


def receive(archive: Archive, body: Readable, length: int, sha256: str, content_type: str) -> ReceivedPhoto:
    """Return a photo whose bytes are durable and match the announced ones; blocks while they come.

    Raises:
        CaptureError: What the archive refuses.
    """
    incoming = archive.receive(length)
    try:
        # One buffer for all pieces: memory new for each would cost more than to read into it.
        buffer = memoryview(bytearray(min(PIECE_BYTES, length)))
        left = length
        while left and (size := _read(body, buffer[:left])):
            incoming.write(buffer[:size])
            left -= size
        return incoming.finish(sha256, content_type, length)
    finally:
        incoming.discard()


def _read(body: Readable, buffer: memoryview) -> int:
    try:
        return body.readinto(buffer) or 0
    except (OSError, ClientDisconnected):  # the sender hung up, which the length will tell
        return 0
