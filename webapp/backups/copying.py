"""Copies of single files, hashed on the way and durable before they count."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from dataset.files import chunks, replacing, sha256_of_file

Tell = Callable[[int], None]


def copy_file(source: Path, target: Path, tell: Tell) -> tuple[int, str]:
    """Copy a file durably and return its size and digest, as they were read.

    Raises:
        OSError: It cannot be read, or there is no room.
    """
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as file, replacing(target, durable=True, private=True) as copy:
        for chunk in chunks(file.read):
            copy.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            tell(len(chunk))
    return size, digest.hexdigest()


def is_copy(target: Path, size: int, sha256: str) -> bool:
    """Return whether a file is there with these bytes."""
    try:
        return target.stat().st_size == size and sha256_of_file(target) == sha256
    except OSError:
        return False


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file of a backup a second name; by a copy where the disk has no links, as memory sticks have none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except FileExistsError:
        pass
    except OSError:
        copy_file(source, target, lambda _: None)
