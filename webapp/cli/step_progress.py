"""Progress of work in steps, file by file: as bars for people, as lines of JSON for programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dataset.release import Progress
from webapp.integrity.progress_bar import ProgressBar

INTERVAL_S = 0.2


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show a bar for each step, where the output is a terminal."""
    with ProgressBar() as bar:
        step, shown = "", 0

        def show(what: str, done: int, total: int) -> None:
            nonlocal step, shown
            if what != step:
                step, shown = what, 0
                bar.begin(what, total, " files")
            bar.advance(done - shown)
            shown = done

        yield show


@contextmanager
def progress_lines() -> Iterator[Progress]:
    """Write at most five lines a second, and one at the beginning and the end of each step."""
    written, step = 0.0, ""

    def show(what: str, done: int, total: int) -> None:
        nonlocal written, step
        if what != step or done == total or time.monotonic() - written >= INTERVAL_S:
            written, step = time.monotonic(), what
            line = {"step": what, "done": done, "total": total}
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()

    yield show
