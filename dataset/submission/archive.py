"""Unpack a submitted archive, as if whoever made it meant harm.

Only regular files and folders are taken, under plain names, and never more than the bounds, which are counted in what
is really written: what an archive says of its own sizes is not believed.
"""

from __future__ import annotations

import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dataset.submission.errors import SubmissionError
from dataset.system.opening import create_new

BLOCK = 1 << 20
LONGEST_PATH = 240
DEEPEST = 16
PART = re.compile(r"[^\x00-\x1f\x7f/\\:]{1,100}")
TO_SKIP = ("__MACOSX", ".DS_Store")
FILE_MODE, FOLDER_MODE = 0o444, 0o755


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Bounds on what an archive may hold.

    Attributes:
        bytes: Of all files together, unpacked.
        entries: Files and folders.
    """

    bytes: int = 4_000_000_000
    entries: int = 20_000


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    is_folder: bool
    data: IO[bytes] | None


def unpack(archive: Path, folder: Path, limits: ArchiveLimits) -> tuple[str, ...]:
    """Unpack a zip or tar (plain, gz, bz2 or xz) into an empty folder.

    Returns:
        The names at its top.

    Raises:
        SubmissionError: It is no such archive, damaged, too large, or holds anything but files and folders inside.
    """
    left = limits.bytes
    try:
        for count, entry in enumerate(_entries(archive), start=1):
            if count > limits.entries:
                raise SubmissionError(f"the archive has more than {limits.entries:,} entries")
            place = folder.joinpath(*_parts(entry.name))
            if entry.is_folder:
                place.mkdir(parents=True, exist_ok=True)
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            assert entry.data is not None
            left -= _write(entry.data, place, left, limits.bytes)
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise SubmissionError(f"the archive is damaged, or of a kind that is not read: {error}") from None
    except RuntimeError:  # zipfile's, for one with a password
        raise SubmissionError("the archive is encrypted") from None
    except FileExistsError:
        raise SubmissionError("the archive has two entries of one name") from None
    except (NotADirectoryError, IsADirectoryError):
        raise SubmissionError("the archive has a file and a folder of one name") from None
    _open_to_all(folder)
    return tuple(sorted(child.name for child in folder.iterdir()))


def _open_to_all(folder: Path) -> None:
    """Let the sandbox's user read it: who may reach it is decided by the folders above."""
    for place in (folder, *folder.rglob("*")):
        place.chmod(FOLDER_MODE if place.is_dir() else FILE_MODE)


def _entries(archive: Path) -> Iterator[_Entry]:
    with archive.open("rb") as file:
        start = file.read(4)
    if start.startswith(b"PK"):
        yield from _of_zip(archive)
        return
    try:
        yield from _of_tar(archive)
    except tarfile.ReadError:
        raise SubmissionError("the archive is neither a zip nor a tar (plain, gz, bz2, xz)") from None


def _of_zip(archive: Path) -> Iterator[_Entry]:
    with zipfile.ZipFile(archive) as opened:
        for info in opened.infolist():
            if _is_skipped(info.filename):
                continue
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise _no_file(info.filename)
            if info.is_dir():
                yield _Entry(info.filename, True, None)
                continue
            with opened.open(info) as data:
                yield _Entry(info.filename, False, data)


def _of_tar(archive: Path) -> Iterator[_Entry]:
    with tarfile.open(archive, "r|*") as opened:
        for member in opened:
            if _is_skipped(member.name):
                continue
            if member.issparse() or not (member.isreg() or member.isdir()):
                raise _no_file(member.name)
            yield _Entry(member.name, member.isdir(), None if member.isdir() else opened.extractfile(member))


def _is_skipped(name: str) -> bool:
    """Return whether an entry is no part of the program: macOS's own, and the folder of the archive itself."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return not parts or any(part in TO_SKIP or part.startswith("._") for part in parts)


def _no_file(name: str) -> SubmissionError:
    return SubmissionError(
        f"the archive may hold files and folders only; {_quoted(name)} is a link or something else"
    )


def _parts(name: str) -> list[str]:
    parts = [part for part in name.split("/") if part not in ("", ".")]
    outside = name.startswith("/") or ".." in parts
    if outside or len(name) > LONGEST_PATH or len(parts) > DEEPEST:
        raise SubmissionError(f"the archive has a path that leads outside or is too long: {_quoted(name)}")
    if not all(PART.fullmatch(part) for part in parts):
        raise SubmissionError(f"the archive has a path with characters that cannot be used: {_quoted(name)}")
    return parts


def _quoted(name: str) -> str:
    return ascii(name[:100])


def _write(data: IO[bytes], place: Path, left: int, most: int) -> int:
    written = 0
    with os.fdopen(create_new(place), "wb") as file:
        while block := data.read(BLOCK):
            written += len(block)
            if written > left:
                raise SubmissionError(f"the archive holds more than {most // 1_000_000:,} MB")
            file.write(block)
    return written
