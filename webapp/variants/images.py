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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dataset.errors import ImageError
from dataset.files import chunks
from dataset.images import ImageHeader
from webapp.errors import ApiError, told_of
from webapp.offload import Offload

DIGEST = re.compile(r"[0-9a-f]{64}")


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
    def temporarily(self, body: BinaryIO) -> Iterator[SourceImage]:
        """Store an image on disk until the block ends, without checking it.

        Raises:
            ApiError: ``image_too_large``.
        """
        path, digest = self._receive(body)
        try:
            yield SourceImage(digest, path)
        finally:
            self._offload(path.unlink, missing_ok=True)

    def keep(self, body: BinaryIO) -> tuple[SourceImage, ImageHeader, bool]:
        """Store an image; the last value says whether it is new.

        Raises:
            ApiError: ``image_too_large``, ``image_type`` or ``image_unreadable``; ``server_busy``.
        """
        with self.temporarily(body) as image:
            header = self._probe(image.id, image.path)
            place = self._place(image.id)
            new = not self._offload(place.is_file)
            if new:
                self._offload(_adopt, image.path, place)
            return SourceImage(image.id, place), header, new

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

    def _receive(self, body: BinaryIO) -> tuple[Path, str]:
        handle, name = self._offload(tempfile.mkstemp, ".part", "", self._folder)
        path, hasher, size = Path(name), hashlib.sha256(), 0
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks(body.read):
                    size += len(chunk)
                    if size > self._max_bytes:
                        raise self._too_large()
                    hasher.update(chunk)
                    self._offload(file.write, chunk)
        except BaseException:
            self._offload(path.unlink, missing_ok=True)
            raise
        return path, hasher.hexdigest()

    def _too_large(self) -> ApiError:
        limit = self._max_bytes / 1_000_000
        return ApiError("image_too_large", f"An image may have at most {limit:,.0f} MB.")


def unreadable(error: ImageError) -> ApiError:
    """Return the error for an unusable image."""
    code = "image_type" if error.code == "type" else "image_unreadable"
    return ApiError(code, told_of(error), {"fault": error.code})


def _adopt(path: Path, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    path.chmod(0o600)
    path.replace(place)
