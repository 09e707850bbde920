"""Progress of a run over a data set, for programs: one JSON object per line.

A line holds the counts so far, the rate and the time left, and the failures that are new since the line before, so that
whoever reads all lines has all failures.  The last line of a run that came to its end says ``"done": true``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from typing import TextIO

from dataset.batch.engine import Report
from dataset.batch.work import Failed
from webapp.jobs.job import ProgressLine

INTERVAL_S = 0.2


class ProgressLines:
    """A writer of at most five lines a second.

    Args:
        images: How many the run makes when nothing fails.
        out: Where the lines go.
    """

    def __init__(self, images: int, out: TextIO) -> None:
        self._images = images
        self._out = out
        self._report = Report()
        self._began: tuple[float, int] | None = None
        self._written = float("-inf")
        self._seen = 0
        self._untold: list[Failed] = []

    def show(self, report: Report) -> None:
        """Record the progress; write a line if one is due."""
        self._report = report
        self._untold += report.failed[self._seen :]
        self._seen = len(report.failed)
        now = time.monotonic()
        if self._began is None:
            self._began = now, _tried(report)
        if now - self._written >= INTERVAL_S:
            self._write(now, done=False)

    def end(self, *, done: bool) -> None:
        """Write the last line."""
        self._write(time.monotonic(), done=done)

    def _write(self, now: float, *, done: bool) -> None:
        self._written = now
        report, rate = self._report, self._rate(now)
        left = self._images - report.there - _tried(report)
        failures, self._untold = once(self._untold), []
        line: ProgressLine = {
            "made": report.made,
            "there": report.there,
            "failed": len(report.failed),
            "total": self._images,
            "rate": round(rate, 3),
            "seconds_left": round(left / rate, 1) if rate else None,
            "waits_for": report.waits_for,
            "failures": [{"row": row, "path": path, "reason": reason} for row, path, reason in failures],
            "done": done,
        }
        self._out.write(json.dumps(line, separators=(",", ":")) + "\n")
        self._out.flush()

    def _rate(self, now: float) -> float:
        if self._began is None:
            return 0.0
        at, tried = self._began
        return (_tried(self._report) - tried) / max(now - at, 1e-3)


def failure_lines(failed: Iterable[Failed]) -> Iterator[str]:
    """Yield every failure in one line for people, by row."""
    return (f"row {row}: {path}: {reason}" for row, path, reason in once(failed))


def once(failed: Iterable[Failed]) -> Iterable[tuple[int, str, str]]:
    """Yield (row, path, reason) of failures; one that concerns all images of an x-ray appears once."""
    return dict.fromkeys((failure.index, failure.path, failure.reason) for failure in failed)


def _tried(report: Report) -> int:
    return report.made + len(report.failed)
