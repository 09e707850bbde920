"""Receives the file of a submission."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from werkzeug.exceptions import ClientDisconnected

from dataset.files import chunks
from dataset.system.opening import create_new
from webapp.errors import ApiError
from webapp.offload import Offload


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that is being sent.

    Attributes:
        body: Its bytes.
        length: How many were announced.
    """

    body: BinaryIO
    length: int


def receive(upload: SentFile, file: Path, most: int, reserve: int, offload: Offload) -> str:
    """Write an upload to a file and return its SHA-256; of one that breaks off, nothing stays.

    Raises:
        ApiError: ``submission_too_large``, ``disk_full`` or ``length_wrong``.
    """
    if upload.length > most:
        raise ApiError("submission_too_large", f"A submission may have {most // 1_000_000:,} MB at most.")
    if offload(shutil.disk_usage, file.parent).free < upload.length + reserve:
        raise ApiError(
            "disk_full", "The server's disk has no room for this submission. Tell whoever runs it."
        )
    digest = hashlib.sha256()
    try:
        with offload(_create, file) as target:
            received = 0
            for chunk in chunks(_reader(upload.body), upload.length):
                offload(target.write, chunk)
                digest.update(chunk)
                received += len(chunk)
            offload(_sync, target)
        if received != upload.length:
            raise ApiError("length_wrong", "The submission arrived incomplete. Send it again.")
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def _create(file: Path) -> BinaryIO:
    return os.fdopen(create_new(file), "wb")


def _sync(target: BinaryIO) -> None:
    target.flush()
    os.fsync(target.fileno())


def _reader(body: BinaryIO) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        try:
            return body.read(most)
        except (OSError, ClientDisconnected):  # the sender hung up, which the length will tell
            return b""

    return read
