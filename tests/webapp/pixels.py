"""Work on pixels without worker processes: what most tests of the web service need of it, at once and in process."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from dataset.errors import DatasetError
from dataset.export import ExportedPicture, export_picture, rectify_photo
from dataset.images import check_image, check_xray, display_picture, thumbnail
from dataset.phantoms import make_demo_dataset
from webapp.errors import ApiError
from webapp.lab.pixels import PhotoVerdict
from webapp.variants.workers import WorkerVariants
from webapp.workers import Priority
from webapp.workers.tasks import TASKS


def run_inline(task: str, /, *, priority: Priority, **arguments: Any) -> Any:
    """A worker's task, called directly."""
    module, _, name = TASKS[task].partition(":")
    return getattr(import_module(module), name)(**arguments)


class InlinePixels:
    """The same functions as the workers', called directly."""

    variants = WorkerVariants(run_inline)

    def export_picture(self, photo: Path, sha256: str | None) -> ExportedPicture:
        return export_picture(photo, sha256)

    rectify_photo = staticmethod(rectify_photo)

    def draw_demo(self, folder: Path) -> Path:
        return make_demo_dataset(folder, count=1)

    def close(self) -> None:
        """Nothing runs beside the test."""

    def judge(self, photo: Path, small: Path) -> PhotoVerdict:
        try:
            check_image(photo)
        except DatasetError as error:
            return PhotoVerdict("rejected", "photo_broken", str(error))
        return PhotoVerdict("accepted")

    def thumbnail(self, image: Path, side: int) -> bytes:
        try:
            return thumbnail(image, side)
        except DatasetError as error:
            raise ApiError("image_unreadable", str(error), status=422) from error

    def picture(self, xray: Path) -> bytes:
        return display_picture(xray)

    def problems(self, xrays: Sequence[tuple[int, str, Path]]) -> list[tuple[int, str, str]]:
        found = [check_xray(*xray) for xray in xrays]
        return [(problem.index, problem.path, problem.reason) for problem in found if problem is not None]
