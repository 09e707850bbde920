"""Pixel work for loose photos: below the priority of capture and pages, waiting for busy workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset.errors import ImageError
from webapp.tasks.xray_file import XrayFile
from webapp.workers import Priority
from webapp.workers.client import WorkerClient
from webapp.workers.results import IdentifiedPhoto, PhotoMeasures, SimilarXrays

if TYPE_CHECKING:  # it decodes images, which no process with a server in it may
    from dataset.origin import Origin

Pair = tuple[int, int]
SECONDS_PER_XRAY = 5.0
JOIN_LIMIT_S = 3600.0
PHOTO_LIMIT_S = 60.0
TRIES = 2
PICTURE_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A photo that cannot be decoded, and the reason."""

    reason: str


class ImportPixels:
    """Work on loose photos by worker processes."""

    def __init__(self, workers: WorkerClient) -> None:
        self._workers = workers

    def describe(self, xrays: Sequence[XrayFile], target: Path) -> None:
        """Compute and store the descriptions of some x-rays.

        Raises:
            WorkersClosed: The server is shutting down.
        """
        limit = SECONDS_PER_XRAY * (len(xrays) + 1)
        self._patiently("describe_xrays", time_limit_s=limit, xrays=list(xrays), target=target)

    def join(self, described: Sequence[Path], folder: Path) -> None:
        """Build a gallery of described x-rays.

        Raises:
            WorkersClosed: The server is shutting down.
        """
        self._patiently("join_gallery", time_limit_s=JOIN_LIMIT_S, described=list(described), folder=folder)

    def find_alike(self, described: Sequence[Path], indices: Sequence[int]) -> SimilarXrays:
        """Return which described x-rays may be equal, and which are featureless or unreadable.

        Raises:
            WorkersClosed: The server is shutting down.
        """
        arguments = {"described": list(described), "indices": list(indices)}
        found: SimilarXrays = self._patiently("find_alike", time_limit_s=JOIN_LIMIT_S, **arguments)
        return found

    def confirm(self, pairs: Sequence[Pair], xrays: Sequence[XrayFile]) -> list[Pair]:
        """Keep the pairs of x-rays that show the same picture.

        Raises:
            WorkersClosed: The server is shutting down.
        """
        limit = SECONDS_PER_XRAY * (2 * len(pairs) + 1)
        arguments = {"pairs": list(pairs), "xrays": list(xrays)}
        kept: list[Pair] = self._patiently("confirm_pairs", time_limit_s=limit, **arguments)
        return kept

    def identify(self, photo: Path, gallery: Path, expected: Sequence[int]) -> IdentifiedPhoto | Unreadable:
        """Identify a photo in a gallery; retry once if it kills its worker.

        Raises:
            WorkersClosed: The server is shutting down.
        """
        try:
            found: IdentifiedPhoto = self._on_photo(
                "identify_photo", photo, tries=TRIES, photo=photo, gallery=gallery, expected=list(expected)
            )
            return found
        except ImageError as error:
            return Unreadable(error.summary)

    def origins(self, photos: Sequence[Path]) -> list[Origin]:
        """Return how photos were taken."""
        found: list[Origin] = self._patiently("read_origins", time_limit_s=PHOTO_LIMIT_S, photos=list(photos))
        return found

    def measure(self, photo: Path, small: Path, xray: XrayFile) -> PhotoMeasures:
        """Compare a photo with the x-ray that a person chose, and measure it.

        Raises:
            ImageError: The photo cannot be decoded.
            WorkersClosed: The server is shutting down.
        """
        arguments = {"path": photo, "thumbnail_path": small, "max_side": 320, "xray": xray}
        found: PhotoMeasures = self._on_photo("verify_photo", photo, **arguments)
        return found

    def picture(self, photo: Path, side: int) -> bytes:
        """Return a JPEG to look at.

        Raises:
            ImageError: The photo cannot be decoded.
            ApiError: ``server_busy``.
        """
        made: bytes = self._workers.run_on_image(
            "thumbnail", Priority.REST, image=photo, source=photo, max_side=side, max_bytes=PICTURE_BYTES
        )
        return made

    def _patiently(self, task: str, **arguments: Any) -> Any:
        return self._workers.run(task, Priority.JOBS, "wait", **arguments)

    def _on_photo(self, task: str, image: Path, **arguments: Any) -> Any:
        return self._workers.run_on_image(
            task, Priority.JOBS, "wait", image=image, time_limit_s=PHOTO_LIMIT_S, **arguments
        )
