"""The pixel workers: they start, and decode every format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from webapp.doctor.check_result import CheckResult, bad, ok
from webapp.doctor.sample_images import FORMATS, write_samples
from webapp.errors import ApiError
from webapp.pixels.worker_pixels import WorkerPixels
from webapp.settings import Settings


def check_workers(settings: Settings) -> Iterator[CheckResult]:
    """Yield whether a worker starts and decodes an image of each format."""
    with TemporaryDirectory(prefix="chexphoto-doctor-") as folder:
        files = write_samples(Path(folder), np.tile(np.arange(256, dtype=np.uint8), (64, 1)))
        pixels = WorkerPixels(settings.model_copy(update={"workers": 1}))
        try:
            problems = pixels.problems([(index, file.name, file) for index, file in enumerate(files)])
        except ApiError as error:
            yield bad(
                "workers",
                f"no worker starts ({error.message})",
                "Look at the memory that is free, and restart.",
            )
            return
        finally:
            pixels.close()
    yield ok("workers", f"{settings.workers} of about 150 MB each; one was started")
    broken = {index: reason for index, _, reason in problems}
    for index, reason in broken.items():
        yield bad("formats", f"{FORMATS[index]} cannot be decoded: {reason}", "Install the program again.")
    decoded = [name for index, name in enumerate(FORMATS) if index not in broken]
    yield ok("formats", f"decoded: {', '.join(decoded)}")
