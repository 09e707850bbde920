"""A TLS connection that one thread reads while another one writes.

OpenSSL's state of a connection is not for two threads at once, and Python before 3.14 does not keep them apart.  With a
timeout set, a thread that writes at the wrong moment makes the one that reads see the end of a connection that goes on.
"""

from __future__ import annotations

import selectors
import ssl
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from webapp.serving.connection import cut

T = TypeVar("T")

_Selector: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)
"""For one wait: `poll` needs no file of its own, unlike the default, and takes files of any number."""


class SharedTls:
    """A connected TLS socket, used by one thread at a time; whoever waits for the network waits outside.

    Whatever is not defined here is the socket's own.
    """

    def __init__(self, secure: ssl.SSLSocket) -> None:
        self._secure = secure
        self._timeout = secure.gettimeout()
        self._turn = threading.Lock()
        self._writing = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._secure, name)

    def gettimeout(self) -> float | None:
        """Return how many seconds reading and writing may take, None for ever."""
        return self._timeout

    def settimeout(self, seconds: float | None) -> None:
        """Set how many seconds reading and writing may take."""
        self._timeout = seconds

    def recv(self, size: int) -> bytes:
        """Return bytes that have come, at most ``size``; none at the end.

        Raises:
            TimeoutError: None came in time.
        """
        return self._in_turn(lambda: self._secure.recv(size))

    def send(self, data: bytes) -> int:
        """Write bytes and return how many.

        Raises:
            TimeoutError: None could be written in time.
        """
        with self._writing:  # what was begun has to go on with the same bytes
            return self._in_turn(lambda: self._secure.send(data))

    def close(self) -> None:
        """Close the connection; whoever waits for it is told."""
        with self._turn:
            cut(self._secure)
            self._secure.close()

    def _in_turn(self, act: Callable[[], T]) -> T:
        while True:
            try:
                with self._turn:
                    if self._secure.fileno() < 0:
                        raise BrokenPipeError("The connection was closed.")
                    # Not earlier: a request that is refused is read like any other.
                    if self._secure.gettimeout() != 0:
                        self._secure.settimeout(0)
                    return act()
            except ssl.SSLWantReadError:
                self._wait(selectors.EVENT_READ)
            except ssl.SSLWantWriteError:
                self._wait(selectors.EVENT_WRITE)

    def _wait(self, event: int) -> None:
        with _Selector() as selector:
            with self._turn:
                if self._secure.fileno() < 0:
                    return  # which the next try tells
                selector.register(self._secure, event)
            if not selector.select(self._timeout):
                raise TimeoutError("timed out")
