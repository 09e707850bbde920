"""Storage and filing of photos under the data root."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from capture.archive.disk import disk_full, make_folder, move, remove, sync_folder
from capture.archive.folders import FOLDERS, Folders
from capture.archive.incoming import Incoming, require_size
from capture.archive.limits import PhotoLimits, ReceivedPhoto
from capture.archive.reconcile import Reconciliation, reconcile
from capture.errors import PhotoConflict, PhotoRefused
from capture.reasons import number
from capture.storage import PhotoRow
from dataset.files import sha256_of_file


class Archive:
    """The folders under ``root`` (the data root)."""

    def __init__(self, root: Path, limits: PhotoLimits | None = None) -> None:
        self._root = root
        self._limits = limits or PhotoLimits()
        self._folders = Folders(root)
        make_folder(self._folders.incoming)

    def free_bytes(self) -> int:
        """Return the space on the disk for photos, excluding the reserve."""
        return max(0, shutil.disk_usage(self._root).free - self._limits.reserve_bytes)

    def receive(self, content_length: int) -> Incoming:
        """Begin an upload.

        Raises:
            PhotoRefused: ``photo_empty`` or ``photo_too_large``.
            DiskFull: It would eat into the reserve.
        """
        if content_length <= 0:
            raise PhotoRefused("photo_empty", "The photo has no bytes. It is taken again.")
        require_size(content_length, self._limits)
        if content_length > self.free_bytes():
            raise disk_full()
        return Incoming(self._folders.incoming, self._limits)

    def keep(self, photo: ReceivedPhoto, set_name: str, session: str, name: str) -> Path:
        """Move a received photo durably into ``pending/``; idempotent if the same bytes are there.

        Raises:
            PhotoConflict: Other bytes lie there under this name; they stay.
        """
        present = self.find(set_name, session, name)
        if present is None:
            target = self._folders.file(set_name, session, "pending", name)
            move(photo.path, target)
            return target
        if sha256_of_file(present) != photo.sha256:
            remove(photo.path)
            index = number(int(name.partition("_")[0])) if name.partition("_")[0].isdecimal() else name
            raise PhotoConflict(
                f"A different photo of {index} is already stored. It stays; the new one was not stored."
            )
        remove(photo.path)
        # The process may have died between rename and sync last time; the caller acknowledges the photo now.
        sync_folder(present.parent)
        return present

    def file(self, set_name: str, session: str, name: str, to: Literal["accepted", "rejected"]) -> Path:
        """Move a judged photo to its final folder; idempotent.

        Raises:
            FileNotFoundError: The archive does not hold it.
        """
        target = self._folders.file(set_name, session, to, name)
        if target.exists():
            return target
        present = self.find(set_name, session, name)
        if present is None:
            raise FileNotFoundError(f"The archive does not hold {target}.")
        move(present, target)
        return target

    def find(self, set_name: str, session: str, name: str) -> Path | None:
        """Return the path of a photo, None if it does not exist."""
        places = (self._folders.file(set_name, session, folder, name) for folder in FOLDERS)
        return next((place for place in places if place.exists()), None)

    def reconcile(self, photos: Iterable[PhotoRow]) -> Reconciliation:
        """Replay journalled moves, empty ``incoming/`` and move away unjournalled files; called at start.

        Args:
            photos: Every photo of the journal that is pending, accepted or rejected.
        """
        return reconcile(self._folders, photos)
