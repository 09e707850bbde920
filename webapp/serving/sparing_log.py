"""The log in the terminal: a repeated message is written a few times a minute, and none disturbs the terminal."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

LINES = 20
WINDOW_S = 60.0
REMEMBERED = 1000


class OneLine(logging.Formatter):
    """A format in which no message is more than a line, or speaks to the terminal: names come from strangers."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """Return the line of a record; a traceback after it keeps its own lines."""
        record.message = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in record.message)
        return super().formatMessage(record)


class Sparing(logging.Filter):
    """A filter that passes ``LINES`` lines a minute of each kind: the logger and the unformatted text."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._seen: dict[tuple[str, int, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to write a line; the last one of a minute says that more are omitted."""
        kind = record.name, record.levelno, str(record.msg)
        now = self._clock()
        began, count = self._seen.get(kind, (now, 0))
        if now - began > WINDOW_S:
            began, count = now, 0
        if len(self._seen) > REMEMBERED:
            self._seen.clear()
        self._seen[kind] = began, count + 1
        if count + 1 == LINES:
            record.msg = f"{record.msg} (more of these are left out for a minute)"
        return count < LINES
