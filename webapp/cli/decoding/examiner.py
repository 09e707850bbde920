"""The examination of a data set's pictures by worker processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dataset.checks.files import Corners, ExaminedFile
from dataset.files import sha256_of_file
from webapp.workers import Priority
from webapp.workers.client import ImageEnded, WorkerClient


class CagedExaminer:
    """An examiner of a data set's pictures (`dataset.checks.files`) that asks worker processes."""

    def __init__(self, workers: WorkerClient) -> None:
        self._workers = workers

    def examine_picture(self, file: Path, pixels: bool, corners: Corners | None) -> ExaminedFile:
        """Open one picture; one that ends its process is damaged."""
        try:
            found: ExaminedFile = self._ask(
                "examine_picture", file, file=file, pixels=pixels, corners=corners
            )
            return found
        except ImageEnded as error:
            return ExaminedFile(sha256_of_file(file), trouble=str(error), damaged=True)

    def pictures_alike(
        self, one: Path, one_corners: Corners | None, other: Path, other_corners: Corners | None
    ) -> bool:
        """Return whether two pictures show the same."""
        places = {"one": one, "one_corners": one_corners, "other": other, "other_corners": other_corners}
        try:
            return bool(self._ask("pictures_alike", one, **places))
        except ImageEnded:
            return False

    def _ask(self, task: str, image: Path, **arguments: Any) -> Any:
        return self._workers.run_on_image(task, Priority.JOBS, "wait", image=image, **arguments)
