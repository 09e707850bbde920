"""Limits how often somebody may guess: only failures count, so that fifty phones may join in a minute.

Kept in memory: a restart forgives, which costs an attacker more time than it gives.
"""

from __future__ import annotations

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from webapp.errors import ApiError


class Tries:
    """Counts failed tries of one kind, by address and altogether."""

    def __init__(self, by_address: str = "10/minute", altogether: str = "100/minute") -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limits: tuple[tuple[RateLimitItem, bool], ...] = (
            (parse(by_address), True),
            (parse(altogether), False),
        )

    def check(self, kind: str, address: str) -> None:
        """Refuse another try after too many failures.

        Raises:
            ApiError: ``too_many_tries``.
        """
        if not all(self._limiter.test(limit, *key) for limit, key in self._keys(kind, address)):
            raise ApiError("too_many_tries", retry_after=60)

    def failed(self, kind: str, address: str) -> None:
        """Count one failure."""
        for limit, key in self._keys(kind, address):
            self._limiter.hit(limit, *key)

    def _keys(self, kind: str, address: str) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
        return [(limit, (kind, address) if personal else (kind,)) for limit, personal in self._limits]
