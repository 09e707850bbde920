"""The manifest of a backup: which file of the data root lies where in the backup, with its digest.

Writing it is what completes a backup. Until then the one before it stands, whatever happens: files of a photo are never
written over, and everything that may change is stored under its digest.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from dataset.errors import DatasetError
from dataset.files import write_atomically

MANIFEST = "manifest.json"
FORMAT = 1


class BackupError(DatasetError):
    """A backup cannot be made, added to or restored; the text says why and what to do."""


class Extent(NamedTuple):
    """Extent of a journal: the number of its newest entry, and that entry's SHA-256."""

    entries: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackedUpFile:
    """A file of a data root in a backup.

    Attributes:
        path: Its path under the data root.
        stored: Its path under the backup.
    """

    path: str
    stored: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """The content of a complete backup.

    Attributes:
        data_root: Where the data root was.
        made_at: When the copy of the database was taken, Unix time.
        program: The version that made the backup.
        journal: How far the journal goes; a later backup of the same data root goes further.
        keys: Whether TLS keys and the operator's token are in it.
        files: Every file, the database included.
        missing: Paths of files that the data root itself lacked.
    """

    data_root: str
    made_at: float
    program: str
    journal: Extent
    keys: bool
    files: tuple[BackedUpFile, ...]
    missing: tuple[str, ...] = field(default=())

    def write(self, folder: Path) -> None:
        """Write it into a backup, which is complete from then on."""
        body = {"format": FORMAT, **asdict(self), "journal": self.journal._asdict()}
        text = json.dumps(body, indent=1, ensure_ascii=False)
        write_atomically(folder / MANIFEST, text, durable=True, private=True)


def read_manifest(folder: Path) -> BackupManifest | None:
    """Return the manifest of a complete backup; None where there is none yet.

    Raises:
        BackupError: It cannot be understood.
    """
    file = folder / MANIFEST
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
        if body.pop("format") != FORMAT:
            raise BackupError(f"{file} was written by a newer version of this program. Use that one")
        files = tuple(BackedUpFile(**entry) for entry in body.pop("files"))
        journal, missing = Extent(**body.pop("journal")), tuple(body.pop("missing"))
        return BackupManifest(**body, journal=journal, files=files, missing=missing)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, BackupError):
            raise
        raise BackupError(f"{file} is damaged ({error}). Back up into another folder") from error
