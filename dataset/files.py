"""Atomic file writing, digests, and reading in chunks."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from dataset.regular_files import open_regular

CHUNK_BYTES = 256 * 1024


def write_atomically(
    path: Path, content: bytes | str, *, durable: bool = False, private: bool = False
) -> None:
    """Write a file atomically, text as UTF-8; arguments as `replacing`."""
    with replacing(path, durable=durable, private=private) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def replacing(path: Path, *, durable: bool = False, private: bool = False) -> Iterator[BinaryIO]:
    """Open a file for writing that replaces ``path`` once the block has ended without an error.

    Its ``name`` is where it lies until then, for a library that writes files itself.

    Args:
        path: The file; its folder is made if need be.
        durable: Whether its bytes are to survive a power failure.
        private: Whether nobody but its owner may read it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # The name is unlike any other's: several processes, and hosts that share a disk, may write the same file.
    part = path.with_name(f".{path.name}.{uuid4().hex[:12]}.part")

    def create(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600 if private else 0o666)

    try:
        with open(part, "xb", opener=create) as file:
            yield file
            if durable:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a regular file's bytes as 64 hex digits; raises as `open_regular`."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def chunks(read: Callable[[int], bytes], length: int | None = None) -> Iterator[bytes]:
    """Yield the results of ``read`` until it returns nothing.

    Args:
        read: Returns at most so many bytes as it is given; none at the end.
        length: How many bytes to read at most; None reads all.
    """
    left = CHUNK_BYTES if length is None else length
    while left and (chunk := read(min(CHUNK_BYTES, left))):
        if length is not None:
            left -= len(chunk)
        yield chunk
