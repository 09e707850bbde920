"""One upload on its way to disk: streamed, hashed while it arrives, synced, checked."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from capture.archive.disk import room
from capture.archive.limits import PhotoLimits, ReceivedPhoto
from capture.archive.photo_checks import check_photo, check_transfer
from capture.errors import PhotoRefused
from dataset.system.opening import create_new


class Incoming:
    """A growing file in ``incoming/``; its opener finishes or discards it."""

    def __init__(self, folder: Path, limits: PhotoLimits) -> None:
        self._limits = limits
        self._digest = hashlib.sha256()
        self._size = 0
        self._path = folder / f"{uuid4().hex}.part"
        self._finished = False
        with room():
            self._descriptor = create_new(self._path, 0o644)
        self._open = True

    def write(self, chunk: bytes | memoryview) -> None:
        """Append bytes.

        Raises:
            PhotoRefused: ``photo_too_large``.
            DiskFull: No room left.
        """
        self._size += len(chunk)
        require_size(self._size, self._limits)
        self._digest.update(chunk)
        rest = memoryview(chunk)
        while rest:
            with room():
                rest = rest[os.write(self._descriptor, rest) :]

    def finish(self, sha256: str, content_type: str, content_length: int) -> ReceivedPhoto:
        """Sync the bytes to disk and check them; remove the file if a check fails.

        Args:
            sha256: What the sender says, 64 hex digits.
            content_type: The media type that the sender says.
            content_length: The length that the sender says.

        Raises:
            PhotoRefused: Codes ``photo_empty``, ``length_wrong``, ``digest_wrong``, ``photo_type``,
                ``photo_broken``, ``photo_too_many_pixels``.
            DiskFull: No room left.
        """
        try:
            check_transfer(self._size, self._digest.hexdigest(), content_length, sha256)
            with room():
                os.fsync(self._descriptor)
            self._close()
            header = check_photo(self._path, content_type, self._limits)
        except BaseException:
            self.discard()
            raise
        self._finished = True
        return ReceivedPhoto(
            self._path, self._digest.hexdigest(), self._size, header.extension, header.width, header.height
        )

    def discard(self) -> None:
        """Remove the received bytes; harmless after `finish`."""
        self._close()
        if not self._finished:
            self._path.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._open:
            self._open = False
            os.close(self._descriptor)


def require_size(size: int, limits: PhotoLimits) -> None:
    """Refuse an upload that is too large, before or while it arrives.

    Raises:
        PhotoRefused: ``photo_too_large``.
    """
    if size > limits.max_bytes:
        message = f"The photo is larger than {limits.max_bytes / 1e6:g} MB. It is taken again."
        raise PhotoRefused("photo_too_large", message)
