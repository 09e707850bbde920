"""Pixel work for exports, which waits for busy workers: a started zip cannot be refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dataset.errors import ExportError
from dataset.export import ExportedPicture, RectifiedPicture
from webapp.workers import Priority
from webapp.workers.client import ImageEnded, WorkerClient


class ExportPixels:
    """Pictures of an export, made by worker processes; waits while the queue is full."""

    def __init__(self, workers: WorkerClient) -> None:
        self._workers = workers

    def export_picture(self, file: Path, sha256: str | None, turn: int) -> ExportedPicture:
        """Return an archived photo as it is exported.

        Raises:
            ExportError: It is missing, damaged, or not what was archived; or a worker died of it.
        """
        picture: ExportedPicture = self._ask("export_picture", file=file, sha256=sha256, turn=turn)
        return picture

    def rectify_photo(
        self,
        file: Path,
        sha256: str | None,
        homography: Sequence[float],
        xray: tuple[int, int],
        size: tuple[int, int],
    ) -> RectifiedPicture:
        """Return an archived photo warped back to its x-ray's frame; raises as `export_picture`."""
        picture: RectifiedPicture = self._ask(
            "rectify_photo", file=file, sha256=sha256, homography=homography, xray=xray, size=size
        )
        return picture

    def _ask(self, task: str, *, file: Path, **arguments: Any) -> Any:
        try:
            return self._workers.run_on_image(task, Priority.JOBS, "wait", image=file, file=file, **arguments)
        except ImageEnded as error:
            raise ExportError(f"{file}: {error.summary}") from error
