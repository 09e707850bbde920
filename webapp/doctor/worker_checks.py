"""The pixel workers: they start, and decode every format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from webapp.doctor.check_result import CheckResult, bad, ok, warn
from webapp.doctor.sample_images import FORMATS, write_samples
from webapp.errors import ApiError
from webapp.pixels.worker_pixels import WorkerPixels
from webapp.settings import Settings
from webapp.workers.cage import Protection, WorkerFiles


def check_workers(settings: Settings) -> Iterator[CheckResult]:
    """Yield whether a worker starts and decodes an image of each format."""
    with TemporaryDirectory(prefix="chexphoto-doctor-") as folder:
        files = write_samples(Path(folder), np.tile(np.arange(256, dtype=np.uint8), (64, 1)))
        pixels = WorkerPixels(settings.model_copy(update={"workers": 1}), WorkerFiles(Path(folder) / "root"))
        held = None
        try:
            problems = pixels.problems([(index, file.name, file) for index, file in enumerate(files)])
            held = pixels.protection
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
    yield check_cage(held)
    broken = {index: reason for index, _, reason in problems}
    for index, reason in broken.items():
        yield bad("formats", f"{FORMATS[index]} cannot be decoded: {reason}", "Install the program again.")
    decoded = [name for index, name in enumerate(FORMATS) if index not in broken]
    yield ok("formats", f"decoded: {', '.join(decoded)}")


def check_cage(held: Protection | None) -> CheckResult:
    """Return what keeps the workers from the rest of the machine."""
    if held is not None and all(held):
        return ok("cage", "an image that takes a decoder over reaches no network, no program and no key")
    calls, files = (False, False) if held is None else held
    open_ = " and ".join([*(["system calls"] * (not calls)), *(["files"] * (not files))])
    return warn(
        "cage",
        f"this system does not restrict the {open_} of the processes that decode images",
        "Take images from people you trust only, or run the server on Linux 5.13 or later.",
    )
