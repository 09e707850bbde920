"""A log that nobody can fill."""

from __future__ import annotations

import logging

from webapp.serving.sparing_log import LINES, WINDOW_S, Sparing


def record(text: str, *values: object) -> logging.LogRecord:
    return logging.LogRecord("lab", logging.WARNING, "", 0, text, values, None)


def test_the_same_line_again_and_again_is_written_a_few_times_a_minute() -> None:
    now = [0.0]
    sparing = Sparing(lambda: now[0])
    records = [record("%s went away", number) for number in range(3 * LINES)]
    passed = [one for one in records if sparing.filter(one)]
    assert passed == records[:LINES]
    assert "left out" not in passed[0].getMessage()
    assert "left out" in passed[-1].getMessage()
    assert sparing.filter(record("another line"))
    now[0] = WINDOW_S + 1
    assert sparing.filter(record("%s went away", 1))
