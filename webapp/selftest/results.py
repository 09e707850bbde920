"""Storage of the results, and the limits on what strangers may have the server do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from dataset.files import write_atomically
from webapp.allowance import network_of
from webapp.api.bodies import SentBody
from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.selftest.models import SelfTest
from webapp.shapes.selftest import SelfTestView

FILE = "selftests.json"
MOST_RESULTS = 200
"""The newest are kept; with the limit of a body this bounds the file to less than a megabyte."""
MOST_UPLOADS = 2


class SelfTestResults:
    """The results that devices have sent.

    Args:
        root: The data root.
        now: The time.
        offload: How to write without blocking.
    """

    def __init__(self, root: Path, now: Callable[[], float], offload: Offload) -> None:
        self._file, self._now, self._offload = root / FILE, now, offload
        self._lock = threading.Lock()
        self._uploads = threading.BoundedSemaphore(MOST_UPLOADS)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._rate = parse("10/minute")

    def admit(self, what: str, address: str) -> None:
        """Count a request of an address.

        Raises:
            ApiError: ``too_many_tries``.
        """
        if not self._limiter.hit(self._rate, what, network_of(address)):
            raise ApiError("too_many_tries", retry_after=60)

    def swallow(self, sent: SentBody) -> tuple[int, float]:
        """Read a body and forget it; return how long it was, and the time.

        Raises:
            ApiError: ``server_busy``, while others do the same: capture goes first. ``length_wrong``.
        """
        with self._one_of_few():
            length = sent.read_by(lambda pieces: sum(len(piece) for piece in pieces))
        return length, self._now()

    def keep(self, result: SelfTest) -> SelfTestView:
        """Store a result."""
        kept = cast(SelfTestView, {"at": self._now(), **result.model_dump()})
        with self._lock:
            results = [*self.all()[: MOST_RESULTS - 1][::-1], kept]
            self._offload(write_atomically, self._file, json.dumps(results), private=True)
        return kept

    def all(self) -> list[SelfTestView]:
        """Return the results, newest first."""
        if not self._file.exists():
            return []
        read = json.loads(self._offload(self._file.read_text, encoding="utf-8"))
        return cast(list[SelfTestView], read[::-1])

    @contextmanager
    def _one_of_few(self) -> Iterator[None]:
        if not self._uploads.acquire(blocking=False):
            raise ApiError("server_busy", retry_after=5)
        try:
            yield
        finally:
            self._uploads.release()
