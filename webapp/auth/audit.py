"""The record of who changed something: one line a request in ``audit.jsonl`` of the data root.

It holds addresses of routes and no bodies, so that no token, code or name of a patient gets into it. What devices say
is in their session's journal.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response, g, request

from webapp.auth.cross_site import SAFE_METHODS
from webapp.auth.guard import Caller

FILE = "audit.jsonl"
MOST_BYTES = 20_000_000
"""Then the file before it is replaced: about 100,000 lines are kept at least."""


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
        if self._file.exists() and self._file.stat().st_size > MOST_BYTES:
            self._file.replace(self._file.with_name(f"{FILE}.1"))
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def _is_recorded(caller: Caller, response: Response) -> bool:
    if request.method in SAFE_METHODS or caller.role in ("phone", "display"):
        return False
    # Strangers who guess are counted elsewhere, and must not fill the disk.
    return caller.role != "public" or response.status_code < 400
