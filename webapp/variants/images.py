"""Uploaded images, stored under the digest of their bytes.

An image's id is its SHA-256: the same x-ray sent twice is one file, and an id can never come to mean other bytes.
Images may be patients': they lie in ``uploads/`` under the data root and go when somebody deletes them; those sent to
be transformed at once are never kept.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from dataset.errors import ImageError
from dataset.files import chunks
from dataset.images import ImageHeader
from webapp.errors import ApiError, told_of
from webapp.offload import Offload

DIGEST = re.compile(r"[0-9a-f]{64}")
T = TypeVar("T")


class ImageBytes(Protocol):
    """The bytes of an image: a request's body, or a file."""

    def read_by(self, read: Callable[[Iterator[bytes | memoryview]], T], /) -> T:
        """Return what ``read`` makes of the bytes; it may block."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """An image in an open file."""

    file: BinaryIO
    offload: Offload

    def read_by(self, read: Callable[[Iterator[bytes | memoryview]], T], /) -> T:
        """Return what ``read`` makes of the bytes; it may block."""
        return self.offload(read, chunks(self.file.read))


@dataclass(frozen=True, slots=True)
class SourceImage:
    """An image on disk: its id and path."""

    id: str
    path: Path


class Images:
    """The folder of images.

    Args:
        folder: ``uploads/`` under the data root.
        offload: How to write without blocking.
        max_bytes: Largest image taken in.
        probe: Has a worker read an image's header; raises `ApiError`.
    """

    def __init__(
        self, folder: Path, offload: Offload, max_bytes: int, probe: Callable[[str, Path], ImageHeader]
    ) -> None:
        self._folder = folder
        self._offload = offload
        self._max_bytes = max_bytes
        self._probe = probe
        offload(folder.mkdir, parents=True, exist_ok=True)

    @contextmanager
    def temporarily(self, source: ImageBytes) -> Iterator[SourceImage]:
        """Store an image on disk until the block ends, without checking it.

        Raises:
            ApiError: ``image_too_large`` or ``length_wrong``.
        """
        path, digest = source.read_by(self._write)
        try:
            yield SourceImage(digest, path)
        finally:
            self._offload(path.unlink, missing_ok=True)

    def keep(self, source: ImageBytes) -> tuple[SourceImage, ImageHeader, bool]:
        """Store an image; the last value says whether it is new.

        Raises:
            ApiError: ``image_too_large``, ``length_wrong``, ``image_type`` or ``image_unreadable``; ``server_busy``.
        """
        with self.temporarily(source) as image:
            header = self._probe(image.id, image.path)
            place = self._place(image.id)
            new = not self._offload(place.is_file)
            if new:
                self._offload(_adopt, image.path, place)
            return SourceImage(image.id, place), header, new

    def require_size(self, size: int) -> None:
        """Raise `ApiError` (``image_too_large``) for an image of so many bytes, if it is too large."""
        if size > self._max_bytes:
            limit = self._max_bytes / 1_000_000
            raise ApiError("image_too_large", f"An image may have at most {limit:,.0f} MB.")

    def find(self, image_id: str) -> Path | None:
        """Return the path of an image, None if missing."""
        place = self._place(image_id) if DIGEST.fullmatch(image_id) else None
        return place if place is not None and self._offload(place.is_file) else None

    def delete(self, image_id: str) -> bool:
        """Remove an image; return whether it existed."""
        place = self.find(image_id)
        if place is not None:
            self._offload(place.unlink, missing_ok=True)
        return place is not None

    def _place(self, image_id: str) -> Path:
        return self._folder / image_id[:2] / image_id

    def _write(self, pieces: Iterable[bytes | memoryview]) -> tuple[Path, str]:
        handle, name = tempfile.mkstemp(".part", "", self._folder)
        path, hasher, size = Path(name), hashlib.sha256(), 0
        try:
            with os.fdopen(handle, "wb") as file:
                for piece in pieces:
                    size += len(piece)
                    self.require_size(size)
                    hasher.update(piece)
                    file.write(piece)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path, hasher.hexdigest()


def unreadable(error: ImageError) -> ApiError:
    """Return the error for an unusable image."""
    code = "image_type" if error.code == "type" else "image_unreadable"
    return ApiError(code, told_of(error), {"fault": error.code})


def _adopt(path: Path, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    path.chmod(0o600)
    path.replace(place)
