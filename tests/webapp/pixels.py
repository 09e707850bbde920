"""Work on pixels without worker processes: what most tests of the web service need of it, at once and in process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from capture.verification import PixelFinding
from dataset.errors import DatasetError
from dataset.export import upright_sizes
from dataset.export.writing import LocalMaker
from dataset.images import check_xray, display_picture, thumbnail
from dataset.phantoms import make_demo_dataset
from webapp.errors import ApiError, told_of
from webapp.pixels.import_pixels import ImportPixels
from webapp.tasks import TASKS
from webapp.tasks.pixels import check_photo
from webapp.tasks.references import prepare_reference
from webapp.tasks.verification import look_at_frame, verify_photo
from webapp.tasks.xray_file import UNKNOWN_CIRCUMSTANCES, Circumstances, XrayFile
from webapp.variants.workers import WorkerVariants
from webapp.workers import Priority
from webapp.workers.client import WorkerClient


def run_inline(
    task: str, /, *, priority: Priority, time_limit_s: float = 0.0, image: str = "", **arguments: Any
) -> Any:
    """A worker's task, called directly."""
    module, _, name = TASKS[task].partition(":")
    return getattr(import_module(module), name)(**arguments)


class InlinePixels:
    """The same functions as the workers', called directly."""

    variants = WorkerVariants(WorkerClient(run_inline))
    exports = LocalMaker()
    loose = ImportPixels(WorkerClient(run_inline))

    def draw_demo(self, folder: Path) -> Path:
        return make_demo_dataset(folder, count=1)

    def close(self) -> None:
        """Nothing runs beside the test."""

    def examine(
        self,
        photo: Path,
        small: Path,
        xray: XrayFile | None,
        others: Sequence[XrayFile] = (),
        circumstances: Circumstances = UNKNOWN_CIRCUMSTANCES,
        *,
        sender: str = "",
    ) -> PixelFinding:
        try:
            if xray is None:
                return PixelFinding(measures=check_photo(photo, small))
            return PixelFinding(measures=verify_photo(photo, small, 320, xray, others, circumstances))
        except DatasetError as error:
            return PixelFinding(str(error))

    def prepare_reference(self, xray: XrayFile) -> None:
        prepare_reference(xray)

    def look_at_frame(self, frame: bytes, xray: XrayFile) -> dict[str, Any]:
        try:
            return look_at_frame(frame, xray)
        except DatasetError as error:
            raise ApiError("image_unreadable", told_of(error)) from error

    def thumbnail(self, image: Path, side: int) -> bytes:
        try:
            return thumbnail(image, side)
        except DatasetError as error:
            raise ApiError("image_unreadable", told_of(error)) from error

    def picture(self, xray: Path) -> bytes:
        try:
            return display_picture(xray)
        except DatasetError as error:
            raise ApiError("image_unreadable", told_of(error)) from error

    def problems(self, xrays: Sequence[tuple[int, str, Path]]) -> list[tuple[int, str, str]]:
        found = [check_xray(*xray) for xray in xrays]
        return [(problem.index, problem.path, problem.reason) for problem in found if problem is not None]

    def sizes(self, xrays: Mapping[int, Path]) -> tuple[dict[int, tuple[int, int]], dict[int, str]]:
        return upright_sizes(xrays)
