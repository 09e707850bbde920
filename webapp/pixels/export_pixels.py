"""Pixel work for exports, which waits for busy workers: a started zip cannot be refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        picture: ExportedPicture = self._ask("export_picture", file, file=file, sha256=sha256, turn=turn)
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
            "rectify_photo", file, file=file, sha256=sha256, homography=homography, xray=xray, size=size
        )
        return picture

    def photo_mask(self, mask: Path, homography: Sequence[float], photo: tuple[int, int]) -> bytes:
        """Return the mask of a photo.

        Raises:
            ExportError: The mask cannot be read, or has colours; or a worker died of it.
        """
        return bytes(self._ask("photo_mask", mask, mask=mask, homography=homography, photo=photo))

    def masks_unfit(self, masks: Mapping[int, Path], sizes: Mapping[int, tuple[int, int]]) -> list[str]:
        """Return every mask that is unreadable or of another size than its x-ray, one after another."""
        return [
            problem
            for index in sorted(masks.keys() & sizes.keys())
            for problem in self._unfit(index, masks[index], sizes[index])
        ]

    def _unfit(self, index: int, mask: Path, size: tuple[int, int]) -> list[str]:
        try:
            return list(self._ask("masks_unfit", mask, masks={index: mask}, sizes={index: size}))
        except ExportError as error:
            return [str(error)]

    def _ask(self, task: str, image: Path, **arguments: Any) -> Any:
        try:
            return self._workers.run_on_image(task, Priority.JOBS, "wait", image=image, **arguments)
        except ImageEnded as error:
            raise ExportError(f"{image}: {error.summary}") from error
