"""Streaming of a photo's bytes into the archive's ``incoming/``, for any sender."""

from __future__ import annotations

from typing import BinaryIO

from werkzeug.exceptions import ClientDisconnected

from capture.archive import Archive, ReceivedPhoto
from dataset.files import chunks
from webapp.offload import Offload


def receive(
    archive: Archive, offload: Offload, body: BinaryIO, length: int, sha256: str, content_type: str
) -> ReceivedPhoto:
    """Return a photo whose bytes are durable and match the announced ones.

    Raises:
        CaptureError: What the archive refuses.
    """

    def read(most: int) -> bytes:
        try:
            return body.read(most)
        except (OSError, ClientDisconnected):  # the sender hung up, which the length will tell
            return b""

    incoming = offload(archive.receive, length)
    try:
        for chunk in chunks(read, length):
            offload(incoming.write, chunk)
        return offload(incoming.finish, sha256, content_type, length)
    finally:
        offload(incoming.discard)
