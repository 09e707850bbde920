"""Reception of a photo's bytes into the archive's ``incoming/``, for any sender."""

from __future__ import annotations

from capture.archive import Archive, ReceivedPhoto
from webapp.serving.body import Readable, pieces


def receive(archive: Archive, body: Readable, length: int, sha256: str, content_type: str) -> ReceivedPhoto:
    """Return a photo whose bytes are durable and match the announced ones; blocks while they come.

    Raises:
        CaptureError: What the archive refuses.
    """
    incoming = archive.receive(length)
    try:
        for piece in pieces(body, length):
            incoming.write(piece)
        return incoming.finish(sha256, content_type, length)
    finally:
        incoming.discard()
