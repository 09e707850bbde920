"""The clock: photos, certificates and sign-ins carry its time."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from webapp.doctor.check_result import CheckResult, bad, ok, warn
from webapp.doctor.root_checks import nearest
from webapp.integrity.snapshot import DATABASE

MOST_APART_S = 2.0
BUILT = 1_764_000_000.0
"""No time before this can be right: 24 November 2025."""
SET_IT = "Set the clock of this machine: `timedatectl set-time`, or over the network while there is one."


def check_clock(root: Path) -> Iterator[CheckResult]:
    """Yield what is to be said of the clock, against the journal and the file system."""
    now = time.time()
    zone = time.strftime("%Z, UTC%z", time.localtime(now))
    said = f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(now))} ({zone})"
    newest = _newest_fact(root)
    if now < BUILT:
        yield bad("clock", f"{said} is in the past", SET_IT)
    elif newest is not None and newest > now + MOST_APART_S:
        there = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(newest))
        yield bad("clock", f"{said} is before the newest entry of the journal, {there}", SET_IT)
    else:
        yield ok("clock", said)
    yield from _file_times(nearest(root))


def _newest_fact(root: Path) -> float | None:
    try:
        with closing(
            sqlite3.connect(f"{(root / DATABASE).absolute().as_uri()}?mode=ro", uri=True)
        ) as database:
            query = "SELECT json_extract(body, '$.at') FROM facts ORDER BY seq DESC LIMIT 1"
            row = database.execute(query).fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else float(row[0])


def _file_times(folder: Path) -> Iterator[CheckResult]:
    if not os.access(folder, os.W_OK | os.X_OK):
        return
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".chexphoto-doctor-") as file:
        apart = Path(file.name).stat().st_mtime - time.time()
    if abs(apart) > MOST_APART_S:
        yield warn(
            "file times",
            f"the disk's clock differs from this machine's by {abs(apart):,.0f} s",
            "Choose a folder on a disk of this machine with --data-root.",
        )
    else:
        yield ok("file times", "agree with the clock")
