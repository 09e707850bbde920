"""Limits on failed guesses; successes do not count, so that fifty phones may join in a minute.

The counts are in memory only; a restart, which clears them, costs an attacker more time than it saves.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from capture.errors import CaptureError
from webapp.allowance import network_of
from webapp.errors import ApiError

TURNS = 64


class Tries:
    """A counter of failed tries of one kind, by address and in total.

    Failures of many addresses together make the server stricter with each of them, but keep nobody out: who has not
    failed lately comes in with the right credential, whoever else is guessing.
    """

    def __init__(
        self, by_address: str = "10/minute", altogether: str = "100/minute", when_many: str = "3/minute"
    ) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._by_address, self._altogether, self._when_many = map(parse, (by_address, altogether, when_many))
        self._turns = [threading.Lock() for _ in range(TURNS)]

    @contextmanager
    def one(self, kind: str, address: str) -> Iterator[None]:
        """Let one try of an address happen at a time; it fails if it raises an expected error.

        One after the other, because three hundred at once would all begin before the first has failed.

        Raises:
            ApiError: ``too_many_tries``.
        """
        network = network_of(address)
        with self._turns[hash(network) % TURNS]:
            self._check(kind, network)
            try:
                yield
            except (ApiError, CaptureError):
                for limit, *key in self._counted(kind, network):
                    self._limiter.hit(limit, *key)
                raise

    def _check(self, kind: str, network: str) -> None:
        own, few, all_of_them = (
            self._limiter.test(limit, *key) for limit, *key in self._counted(kind, network)
        )
        if not own or not (all_of_them or few):
            raise ApiError("too_many_tries", retry_after=60)

    def _counted(self, kind: str, network: str) -> list[tuple[RateLimitItem, *tuple[str, ...]]]:
        return [
            (self._by_address, kind, network),
            (self._when_many, kind, network),
            (self._altogether, kind),
        ]
