"""What is asked of the pixel workers for loose photos: behind capture and pages, and patiently."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset.errors import ImageError
from webapp.workers import Priority, QueueFull, WorkerDied, WorkerNotReady, WorkerTimeout
from webapp.workers.errors import WorkersClosed
from webapp.workers.xray_file import XrayFile

Run = Callable[..., Any]
Pair = tuple[int, int]
BUSY_WAIT_S = 0.5
SECONDS_PER_XRAY = 5.0
JOIN_LIMIT_S = 3600.0
PHOTO_LIMIT_S = 60.0
TRIES = 2
PICTURE_BYTES = 400_000


class LooseClosed(Exception):
    """The workers have ended with the server; what they were asked is asked again at the next start."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A photo that cannot be decoded, and why."""

    reason: str


class LoosePixels:
    """Work on loose photos, done by worker processes.

    Args:
        run: `WorkerPool.run`, or what stands in for it.
    """

    def __init__(self, run: Run) -> None:
        self._run = run

    def describe(self, xrays: Sequence[XrayFile], target: Path) -> None:
        """Write down what some x-rays look like.

        Raises:
            LooseClosed: The server is shutting down.
        """
        limit = SECONDS_PER_XRAY * (len(xrays) + 1)
        self._patiently("describe_xrays", time_limit_s=limit, xrays=list(xrays), target=target)

    def join(self, described: Sequence[Path], folder: Path) -> None:
        """Make a gallery of x-rays described.

        Raises:
            LooseClosed: The server is shutting down.
        """
        self._patiently("join_gallery", time_limit_s=JOIN_LIMIT_S, described=list(described), folder=folder)

    def find_alike(self, described: Sequence[Path], indices: Sequence[int]) -> dict[str, Any]:
        """Say which x-rays described may be equal, and which show too little or cannot be read.

        Raises:
            LooseClosed: The server is shutting down.
        """
        arguments = {"described": list(described), "indices": list(indices)}
        found: dict[str, Any] = self._patiently("find_alike", time_limit_s=JOIN_LIMIT_S, **arguments)
        return found

    def confirm(self, pairs: Sequence[Pair], xrays: Sequence[XrayFile]) -> list[Pair]:
        """Keep the pairs of x-rays that show the same picture.

        Raises:
            LooseClosed: The server is shutting down.
        """
        limit = SECONDS_PER_XRAY * (2 * len(pairs) + 1)
        arguments = {"pairs": list(pairs), "xrays": list(xrays)}
        kept: list[Pair] = self._patiently("confirm_pairs", time_limit_s=limit, **arguments)
        return kept

    def identify(self, photo: Path, gallery: Path, expected: Sequence[int]) -> dict[str, Any] | Unreadable:
        """Find out which x-ray of a gallery a photo shows; one that a worker dies of is tried once more.

        Raises:
            LooseClosed: The server is shutting down.
        """
        arguments = {"photo": photo, "gallery": gallery, "expected": list(expected)}
        reason = ""
        for _ in range(TRIES):
            try:
                found: dict[str, Any] = self._patiently(
                    "identify_photo", time_limit_s=PHOTO_LIMIT_S, **arguments
                )
                return found
            except ImageError as error:
                return Unreadable(str(error))
            except (WorkerDied, WorkerTimeout) as error:
                reason = error.reason
                if error.by_input:
                    break
        return Unreadable(reason)

    def origins(self, photos: Sequence[Path]) -> list[dict[str, Any]]:
        """Say how photos were taken."""
        found: list[dict[str, Any]] = self._patiently(
            "read_origins", time_limit_s=PHOTO_LIMIT_S, photos=list(photos)
        )
        return found

    def measure(self, photo: Path, small: Path, xray: XrayFile) -> dict[str, Any]:
        """Compare a photo with the x-ray that a person says it shows, and measure it.

        Raises:
            ImageError: The photo cannot be decoded.
            LooseClosed: The server is shutting down.
        """
        arguments = {"path": photo, "thumbnail_path": small, "max_side": 320, "xray": xray}
        found: dict[str, Any] = self._patiently("verify_photo", time_limit_s=PHOTO_LIMIT_S, **arguments)
        return found

    def picture(self, photo: Path, side: int) -> bytes:
        """Return a JPEG to look at.

        Raises:
            ImageError: The photo cannot be decoded.
            QueueFull: Too much waits already.
        """
        arguments = {"source": photo, "max_side": side, "max_bytes": PICTURE_BYTES}
        try:
            return bytes(self._run("thumbnail", priority=Priority.REST, **arguments))
        except WorkerNotReady as error:
            raise QueueFull(error.message) from error
        except (WorkerDied, WorkerTimeout) as error:
            raise ImageError(error.reason, "unreadable") from error

    def _patiently(self, task: str, **arguments: Any) -> Any:
        while True:
            try:
                return self._run(task, priority=Priority.JOBS, **arguments)
            except WorkersClosed as error:
                raise LooseClosed from error
            except (QueueFull, WorkerNotReady):
                time.sleep(BUSY_WAIT_S)
