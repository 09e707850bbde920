"""Images that ended a worker: the same bytes are refused at once the next time.

A crash is the decoder's, whatever was asked of the image. Too much time or memory may be that of one task.
The memory ends with the server.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from pathlib import Path

from dataset.files import sha256_of_file
from webapp.workers.errors import WorkerCrashed, WorkerError

Image = str | bytes | Path
"""An image by its SHA-256, its bytes or its file; an empty name is none."""
REMEMBERED = 1024


class BlamedImages:
    """A memory of the last `REMEMBERED` of them."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._known: OrderedDict[tuple[str, str], tuple[WorkerError, int | None]] = OrderedDict()

    def note(self, task: str, image: Image, error: WorkerError) -> None:
        """Record how an image ended a worker."""
        size, digest = _size(image), _digest(image)
        if not digest:
            return
        key = ("" if isinstance(error, WorkerCrashed) else task, digest)
        with self._mutex:
            self._known[key] = (error, size)
            self._known.move_to_end(key)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def against(self, task: str, image: Image) -> WorkerError | None:
        """Return how an image ended a worker at this task, or crashed at any; None if it did not."""
        size = _size(image)
        with self._mutex:
            # To digest a file takes milliseconds, which only one of the same size is worth.
            if size is not None and all(other not in (None, size) for _, other in self._known.values()):
                return None
        digest = _digest(image)
        with self._mutex:
            found = self._known.get(("", digest)) or self._known.get((task, digest))
        return found[0] if found and digest else None


def _size(image: Image) -> int | None:
    if isinstance(image, bytes):
        return len(image)
    try:
        return image.stat().st_size if isinstance(image, Path) else None
    except OSError:
        return None


def _digest(image: Image) -> str:
    if isinstance(image, bytes):
        return hashlib.sha256(image).hexdigest()
    try:
        return sha256_of_file(image) if isinstance(image, Path) else image
    except OSError:
        return ""
