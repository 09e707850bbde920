"""The photo archive: bytes as taken, kept so that a kill at any instruction loses nothing acknowledged.

``photos/<set>/<session>/`` holds the accepted photos, ``pending/`` in it those not judged, ``rejected/`` those
set aside; ``incoming/`` under the root holds uploads under way.  Every method blocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from capture.journal import PhotoRow

Folder = Literal["pending", "accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """What the archive takes in: bytes and pixels of a photo, and the room it leaves on the disk (bytes)."""

    max_bytes: int = 64_000_000
    max_pixels: int = 100_000_000
    reserve_bytes: int = 500_000_000


@dataclass(frozen=True, slots=True)
class ReceivedPhoto:
    """An upload that passed every check, still in ``incoming/``; ``extension`` is that of its real type."""

    path: Path
    sha256: str
    size: int
    extension: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What `Archive.reconcile` found: names moved, files set aside, photos whose file is missing."""

    moved: tuple[str, ...]
    set_aside: tuple[Path, ...]
    missing: tuple[PhotoRow, ...]


class Incoming:
    """One upload on its way to disk."""

    def write(self, chunk: bytes) -> None:
        """Add bytes.

        Raises:
            PhotoRefused: ``photo_too_large``.
            DiskFull: No room left.
        """
        raise NotImplementedError

    def finish(self, sha256: str, content_type: str, content_length: int) -> ReceivedPhoto:
        """Sync the bytes to disk and check them; what fails is removed.

        Args:
            sha256: What the sender says, 64 hex digits.
            content_type: The media type that the sender says.
            content_length: The length that the sender says.

        Raises:
            PhotoRefused: Codes ``photo_empty``, ``length_wrong``, ``digest_wrong``, ``photo_type``,
                ``photo_broken``, ``photo_too_many_pixels``.
        """
        raise NotImplementedError

    def discard(self) -> None:
        """Remove what has come so far; harmless after `finish`."""
        raise NotImplementedError


class Archive:
    """The folders under ``root`` (the data root)."""

    def __init__(self, root: Path, limits: PhotoLimits | None = None) -> None:
        raise NotImplementedError

    def free_bytes(self) -> int:
        """Room on the disk for photos, the reserve not counted."""
        raise NotImplementedError

    def receive(self, content_length: int) -> Incoming:
        """Begin an upload.

        Raises:
            PhotoRefused: ``photo_empty`` or ``photo_too_large``.
            DiskFull: It would eat into the reserve.
        """
        raise NotImplementedError

    def keep(self, photo: ReceivedPhoto, set: str, session: str, name: str) -> Path:
        """Move a received photo into ``pending/``, safe on disk; harmless when it is there with the same bytes.

        Raises:
            PhotoConflict: Other bytes lie there under this name; they stay.
        """
        raise NotImplementedError

    def file(self, set: str, session: str, name: str, to: Literal["accepted", "rejected"]) -> Path:
        """Move a judged photo to where it belongs; harmless when it is there already.

        Raises:
            FileNotFoundError: The archive does not hold it.
        """
        raise NotImplementedError

    def find(self, set: str, session: str, name: str) -> Path | None:
        """Where a photo lies now, None if nowhere."""
        raise NotImplementedError

    def reconcile(self, photos: Iterable[PhotoRow]) -> Reconciliation:
        """At start: replay the moves that the journal knows, empty ``incoming/``, set aside unjournalled files."""
        raise NotImplementedError
