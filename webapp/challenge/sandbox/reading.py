"""Reads what a sandbox sends until it ends, and keeps a bounded part."""

from __future__ import annotations

import threading
from enum import Enum
from typing import IO

BLOCK = 1 << 16
JOIN_S = 10


class Kept(Enum):
    """Part of a stream that is kept."""

    FIRST = "first"
    LAST = "last"


class PipeReader:
    """Reads a pipe in a thread of its own.

    A pipe that nobody reads would stop the program; so all of it is read, whatever is kept.

    Attributes:
        seen: Bytes read so far.
    """

    def __init__(self, pipe: IO[bytes], most: int, kept: Kept) -> None:
        self._pipe, self._most, self._kept = pipe, most, kept
        self._data = bytearray()
        self.seen = 0
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def overflowed(self) -> bool:
        """Whether there was more than is kept."""
        return self.seen > self._most

    def finish(self) -> bytes:
        """Wait for the end and return what was kept."""
        self._thread.join(JOIN_S)
        return bytes(self._data)

    def _read(self) -> None:
        with self._pipe:
            while block := self._pipe.read1(BLOCK):  # type: ignore[attr-defined]
                self.seen += len(block)
                self._keep(block)

    def _keep(self, block: bytes) -> None:
        if self._kept is Kept.FIRST:
            self._data += block[: self._most - len(self._data)]
        else:
            self._data += block
            del self._data[: -self._most]
