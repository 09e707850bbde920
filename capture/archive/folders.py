"""Folders of photos; no other module joins names to paths."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from capture.errors import CaptureError

Folder = Literal["pending", "accepted", "rejected"]
FOLDERS: tuple[Folder, ...] = ("pending", "accepted", "rejected")
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%-]{0,254}", re.ASCII)


class Folders:
    """The archive's folders under the data root."""

    def __init__(self, root: Path) -> None:
        self.incoming = root / "incoming"
        self.photos = root / "photos"
        self.set_aside = root / "set-aside"

    def of(self, set_name: str, session: str, folder: Folder) -> Path:
        """Return the folder of a session's photos of one set that are in one state."""
        base = self.photos / _safe(set_name) / _safe(session)
        return base if folder == "accepted" else base / folder

    def file(self, set_name: str, session: str, folder: Folder, name: str) -> Path:
        """Return the file of a photo."""
        return self.of(set_name, session, folder) / _safe(name)


def _safe(name: str) -> str:
    """Return a part of a path from outside, if it cannot lead anywhere else."""
    if not _SAFE.fullmatch(name):
        raise CaptureError("name_unsafe", f"{name!r} cannot be the name of a file or folder.")
    return name
