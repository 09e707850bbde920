"""Reads from a connection, fairly scheduled with the other connections and with timeouts.

Under eventlet a green thread whose socket always has data never lets another one run, so that whoever sends without
a pause would silence the whole server.
"""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

HEADERS_LIMIT_S = 10.0
"""From the first byte of a request to the end of its headers."""
BODY_GRACE_S = 30.0
BODY_BYTES_A_SECOND = 10_000
"""A body may take the grace, and besides the time that its length needs at this, the slowest pace."""
TURN_BYTES = 65_536
Receive = Callable[[Any, float], int]
"""Fills a buffer within so many seconds, and returns how much of it."""


class TimedReader(io.RawIOBase):
    """A client's input, read under the deadline of the current part of a request.

    Args:
        connection: A connected socket.
        take_turns: Lets the other connections have their turn; called after every 64 kB.
    """

    def __init__(self, connection: socket.socket, take_turns: Callable[[], None]) -> None:
        self._connection, self._take_turns = connection, take_turns
        self._ends = time.monotonic() + HEADERS_LIMIT_S
        self._between_requests = False
        self._since_turn = 0
        self._receive: Receive | None = None

    @contextmanager
    def reading_by(self, receive: Receive) -> Iterator[None]:
        """Read by ``receive`` meanwhile, which blocks and so needs no turns; the deadline stays."""
        self._receive = receive
        try:
            yield
        finally:
            self._receive = None

    def expect_request(self, idle_s: float) -> None:
        """Wait for the next request for at most ``idle_s``; its headers then have a deadline."""
        self._ends = time.monotonic() + idle_s
        self._between_requests = True

    def expect_body(self, length: int) -> None:
        """Set the deadline of a body of ``length`` bytes."""
        self._ends = time.monotonic() + BODY_GRACE_S + length / BODY_BYTES_A_SECOND
        self._between_requests = False

    def expect_rest(self, seconds: float) -> None:
        """Continue to read for at most ``seconds``."""
        self._ends = time.monotonic() + seconds

    def readable(self) -> bool:
        """Return True, as `io` requires."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read available bytes into ``buffer``.

        Raises:
            TimeoutError: if the deadline has passed.
        """
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the client took too long")
        usual = self._connection.gettimeout()
        limit = left if usual is None else min(left, usual)
        if self._receive is not None:
            return self._receive(buffer, limit)
        self._connection.settimeout(limit)
        try:
            size = self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(usual)
        self._count(size)
        return size

    def _count(self, size: int) -> None:
        if self._between_requests:
            self.expect_rest(HEADERS_LIMIT_S)
            self._between_requests = False
        self._since_turn += size
        if self._since_turn >= TURN_BYTES:
            self._since_turn = 0
            self._take_turns()
