"""Pixel work by worker processes: tasks, priorities, and the meaning of their failures."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from capture.verification import PixelFinding
from dataset.errors import ImageError
from dataset.export import Maker
from webapp.errors import as_api_error
from webapp.pixels.export_pixels import ExportPixels
from webapp.pixels.import_pixels import ImportPixels
from webapp.pixels.interface import PHOTO_THUMBNAIL_SIDE, THUMBNAIL_BYTES, Sizes
from webapp.pixels.xray_sizes import read_sizes
from webapp.settings import Settings
from webapp.shapes.device import Aimed
from webapp.tasks.xray_file import UNKNOWN_CIRCUMSTANCES, Circumstances, XrayFile
from webapp.variants.variant_service import VariantPixels
from webapp.variants.workers import WorkerVariants
from webapp.workers import Priority, WorkerEnded, WorkerPool
from webapp.workers.blame import Image
from webapp.workers.cage import GuardedFiles, Protection
from webapp.workers.client import ImageEnded, WorkerClient
from webapp.workers.results import PhotoMeasures

log = logging.getLogger(__name__)
TRIES = 2
SECONDS_PER_XRAY = 5.0
PHOTO_LIMIT_S = 10.0
FRAME_LIMIT_S = 5.0
"""Processor time; a photo of a present phone takes 0.2 s, the first one of a process 2 s more."""
DEMO_LIMIT_S = 300.0


class WorkerPixels:
    """Work on pixels by worker processes.

    Args:
        settings: How many, and their limits.
        files: The files that they need; None leaves files open.
    """

    def __init__(self, settings: Settings, files: GuardedFiles | None = None) -> None:
        self._pool = WorkerPool(
            settings.workers,
            time_limit_s=settings.worker_time_limit_s,
            queue_limit=settings.worker_queue_limit,
            nice=settings.worker_nice,
            memory_mb=settings.worker_memory_mb,
            files=files,
        )
        self._photo_limit_s = min(PHOTO_LIMIT_S, settings.worker_time_limit_s)
        self._closed = threading.Event()
        self._workers = WorkerClient(self._pool.run, self._closed.wait)
        self.variants: VariantPixels = WorkerVariants(self._workers)
        self.loose = ImportPixels(self._workers)
        self.exports: Maker = ExportPixels(self._workers)

    @property
    def protection(self) -> Protection | None:
        """The means that hold the workers, None before the first is ready."""
        return self._pool.protection

    def close(self) -> None:
        """Stop the workers."""
        self._closed.set()
        self._pool.close()

    def draw_demo(self, folder: Path) -> Path:
        """Draw the demo data set unless it exists."""
        return Path(
            self._workers.run("demo_dataset", Priority.JOBS, time_limit_s=DEMO_LIMIT_S, folder=folder)
        )

    def examine(
        self,
        photo: Path,
        thumbnail: Path,
        xray: XrayFile | None,
        others: Sequence[XrayFile] = (),
        circumstances: Circumstances = UNKNOWN_CIRCUMSTANCES,
        *,
        sender: str = "",
    ) -> PixelFinding:
        """Verify a photo; retry once if a worker ends and the photo is not to blame."""
        try:
            return PixelFinding(
                measures=self._look_at_photo(photo, thumbnail, xray, others, circumstances, sender)
            )
        except ImageEnded as error:
            log.warning("%s of %s cannot be judged: %s", photo.name, sender, error.__cause__)
            return PixelFinding(error.summary)
        except ImageError as error:
            return PixelFinding(str(error))

    def prepare_reference(self, xray: XrayFile) -> None:
        """Make the reference of an x-ray."""
        self._for_page("prepare_reference", xray.source, Priority.REST, {"xray": xray})

    def look_at_frame(self, frame: bytes, xray: XrayFile) -> Aimed:
        """Locate an x-ray in a frame; photos have priority."""
        found: Aimed = self._for_page(
            "look_at_frame", frame, Priority.AIM, {"frame": frame, "xray": xray}, FRAME_LIMIT_S
        )
        return found

    def thumbnail(self, image: Path, side: int) -> bytes:
        """Return a small JPEG."""
        arguments = {"source": image, "max_side": side, "max_bytes": THUMBNAIL_BYTES}
        return bytes(self._for_page("thumbnail", image, Priority.REST, arguments))

    def picture(self, xray: Path) -> bytes:
        """Return a browser-compatible picture of an x-ray."""
        return bytes(self._for_page("display_picture", xray, Priority.CAPTURE, {"source": xray}))

    def problems(self, xrays: Sequence[tuple[int, str, Path]]) -> list[tuple[int, str, str]]:
        """Return (index, path, reason) of each x-ray that cannot be shown."""
        limit = SECONDS_PER_XRAY * len(xrays) + SECONDS_PER_XRAY
        try:
            found: list[tuple[int, str, str]] = self._workers.run(
                "check_xrays", Priority.JOBS, time_limit_s=limit, xrays=list(xrays)
            )
            return found
        except WorkerEnded as error:
            return self._problems_one_by_one(xrays, error.reason)

    def sizes(self, xrays: Mapping[int, Path]) -> Sizes:
        """Return (width, height) of each x-ray, upright, by index, and the reasons for unknown ones."""
        return read_sizes(self._workers, xrays)

    def _problems_one_by_one(
        self, xrays: Sequence[tuple[int, str, Path]], reason: str
    ) -> list[tuple[int, str, str]]:
        """Find the x-ray that ended the worker: it alone is the problem."""
        if len(xrays) == 1:
            index, path, _ = xrays[0]
            return [(index, path, reason)]
        return [problem for xray in xrays for problem in self.problems([xray])]

    def _look_at_photo(
        self,
        photo: Path,
        thumbnail: Path,
        xray: XrayFile | None,
        others: Sequence[XrayFile],
        circumstances: Circumstances,
        sender: str,
    ) -> PhotoMeasures:
        task, more = "check_photo", {}
        if xray is not None:
            task = "verify_photo"
            more = {"xray": xray, "others": others, "circumstances": circumstances}
        found: PhotoMeasures = self._workers.run_on_image(
            task,
            Priority.CAPTURE,
            on_busy="wait",
            tries=TRIES,
            time_limit_s=self._photo_limit_s,
            sender=sender,
            image=photo,
            path=photo,
            thumbnail_path=thumbnail,
            max_side=PHOTO_THUMBNAIL_SIDE,
            **more,
        )
        return found

    def _for_page(
        self,
        task: str,
        image: Image,
        priority: Priority,
        arguments: Mapping[str, Any],
        limit_s: float | None = None,
    ) -> Any:
        try:
            return self._workers.run_on_image(task, priority, time_limit_s=limit_s, image=image, **arguments)
        except ImageError as error:
            raise as_api_error(error) from error
