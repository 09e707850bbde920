"""One-time codes: what stands in the addresses that the server prints, instead of the operator's token.

A code signs one browser in, once, and only for a while: a terminal, a log or a browser's history that holds it opens
nothing afterwards. Each is an empty file named after its digest, so that a command can make one beside the running
server; to use a code is to remove its file, which of two who try succeeds for one.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from webapp.auth.tokens import digest

FOLDER = "codes"
LIFETIME_S = 30 * 60.0
"""Time between the start of a server and the operator's click on the address that it prints."""


class OneTimeCodes:
    """The codes that are good now.

    Args:
        secrets: Folder of the data root's secrets.
        now: The time.
    """

    def __init__(self, secrets: Path, now: Callable[[], float] = time.time) -> None:
        self._folder, self._now = secrets / FOLDER, now

    def new(self) -> str:
        """Return a new code; those that were not used in time are removed."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in self._folder.iterdir():
            if not self._is_good(file):
                file.unlink(missing_ok=True)
        # Letters and digits: terminals cut other signs off the end of an address.
        code = secrets.token_hex(16)
        file = self._file(code)
        file.touch(mode=0o600)
        os.utime(file, (self._now(), self._now()))
        return code

    def use(self, code: str) -> bool:
        """Use a code up; return whether it was good."""
        file = self._file(code)
        was_good = self._is_good(file)
        try:
            file.unlink()
        except FileNotFoundError:
            return False
        return was_good

    def forget(self) -> None:
        """Make all codes void."""
        for file in self._folder.glob("*"):
            file.unlink(missing_ok=True)

    def _file(self, code: str) -> Path:
        return self._folder / digest(code)

    def _is_good(self, file: Path) -> bool:
        try:
            return file.stat().st_mtime > self._now() - LIFETIME_S
        except FileNotFoundError:
            return False
