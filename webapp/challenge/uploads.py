"""Receives the file of a submission."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from dataset.system.opening import create_new
from webapp.api.bodies import SentBody
from webapp.errors import ApiError


def receive(sent: SentBody, file: Path, most: int, reserve: int) -> str:
    """Write a body to a file and return its SHA-256; of one that breaks off, nothing stays.

    Raises:
        ApiError: ``submission_too_large``, ``disk_full`` or ``length_wrong``.
    """
    if sent.length > most:
        raise ApiError("submission_too_large", f"A submission may have {most // 1_000_000:,} MB at most.")
    if sent.receiving(shutil.disk_usage, file.parent).free < sent.length + reserve:
        raise ApiError(
            "disk_full", "The server's disk has no room for this submission. Tell whoever runs it."
        )
    return sent.read_by(lambda pieces: _write(pieces, file))


def _write(pieces: Iterable[memoryview], file: Path) -> str:
    digest = hashlib.sha256()
    try:
        with os.fdopen(create_new(file), "wb") as target:
            for piece in pieces:
                target.write(piece)
                digest.update(piece)
            target.flush()
            os.fsync(target.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return digest.hexdigest()
