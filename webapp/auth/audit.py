"""The record of who changed something: one line a request in ``audit.jsonl`` of the data root.

It holds addresses of routes and no bodies, so that no token, code or name of a patient gets into it. What devices say
is in their session's journal.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from flask import Flask, Response, g, request

from webapp.auth.cross_site import SAFE_METHODS
from webapp.auth.guard import Caller
from webapp.shapes.credential import Change

log = logging.getLogger(__name__)

FILE = "audit.jsonl"
MOST_BYTES = 20_000_000
"""Then the file before it is replaced: about 100,000 lines are kept at least."""
MOST_READ_BYTES = 500_000
"""What is read of the record at once: 2,000 lines at least."""


class Audit:
    """The record's file."""

    def __init__(self, root: Path, now: Callable[[], float]) -> None:
        self._file, self._now = root / FILE, now

    def register(self, app: Flask) -> None:
        """Record the requests of ``app`` that change something."""

        @app.after_request
        def record(response: Response) -> Response:
            caller: Caller | None = g.get("caller")
            if caller is not None and _is_recorded(caller, response):
                self._append(caller, response.status_code)
            return response

    def _append(self, caller: Caller, status: int) -> None:
        line = {
            "at": datetime.fromtimestamp(self._now(), UTC).isoformat(timespec="milliseconds"),
            "who": caller.role,
            "name": caller.name,
            "credential": caller.device,
            "from": request.remote_addr,
            "did": f"{request.method} {request.path}",
            "status": status,
        }
        try:
            if self._file.exists() and self._file.stat().st_size > MOST_BYTES:
                self._file.replace(self._file.with_name(f"{FILE}.1"))
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        except OSError as error:
            # What was asked for is done, and on a full disk one can still abort a session.
            log.warning("%s could not be recorded: %s", line["did"], error.strerror)


def newest_changes(root: Path, limit: int) -> list[Change]:
    """Return the newest lines of a data root's record, newest first."""
    lines = _ends_of([root / FILE, root / f"{FILE}.1"])
    return list(islice((change for line in lines if (change := _change(line))), limit))


def _ends_of(files: Iterable[Path]) -> Iterator[bytes]:
    """Yield the last lines of files backwards; no more of each is read than its end."""
    for path in files:
        with suppress(FileNotFoundError), path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - MOST_READ_BYTES))
            yield from reversed(file.read().splitlines())


def _change(line: bytes) -> Change | None:
    """Return what a line says; None for one that was cut off."""
    try:
        said = json.loads(line)
        return {
            "at": datetime.fromisoformat(said["at"]).timestamp(),
            "who": said["who"],
            "name": said["name"],
            "credential": said["credential"],
            "address": said["from"] or "",
            "did": said["did"],
            "status": said["status"],
        }
    except (ValueError, KeyError, TypeError):
        return None


def _is_recorded(caller: Caller, response: Response) -> bool:
    if request.method in SAFE_METHODS or caller.role in ("phone", "display"):
        return False
    # Strangers who guess are counted elsewhere, and must not fill the disk.
    return caller.role != "public" or response.status_code < 400
