"""Threads of the operating system that make calls for eventlet's green threads.

Eventlet has such a pool, ``tpool``.  This one wakes the loop once for all calls that have ended meanwhile, has more
threads only when all are busy, so that many calls may wait for clients, and does not wait for them when the process
ends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple, ParamSpec, TypeVar

from eventlet.event import Event
from eventlet.hubs import get_hub
from eventlet.patcher import original

P = ParamSpec("P")
T = TypeVar("T")


class _Call(NamedTuple):
    """A call, and whom to tell of its end."""

    ended: Event
    call: Callable[[], Any]


class ThreadPool:
    """Real threads for the loop that makes the first call.

    Args:
        most: How many threads there are at most; further calls wait.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._threading, self._os = original("threading"), original("os")
        self._calls = original("queue").SimpleQueue()
        self._ended: deque[tuple[Event, Any, BaseException | None]] = deque()
        self._under_way = 0
        self._threads = 0
        self._told = False
        self._heard: int | None = None
        self._loop = 0

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``function(*args, **kwargs)``, called in another thread; from one of those, it is just called."""
        if self._heard is None:
            self._open()
        elif self._threading.get_ident() != self._loop:
            return function(*args, **kwargs)
        call = _Call(Event(), lambda: function(*args, **kwargs))
        self._under_way += 1
        if self._threads < min(self._under_way, self._most):
            self._threads += 1
            self._threading.Thread(target=self._work, name=f"call-{self._threads}", daemon=True).start()
        self._calls.put(call)
        return call.ended.wait()  # type: ignore[no-any-return]

    def _open(self) -> None:
        self._loop = self._threading.get_ident()
        self._heard, self._said = self._os.pipe()
        hub = get_hub()
        hub.add(hub.READ, self._heard, self._hear, lambda *_: None, lambda: None)

    def _work(self) -> None:
        while True:
            ended, call = self._calls.get()
            try:
                result, error = call(), None
            except BaseException as raised:  # whatever it is, the caller gets it
                result, error = None, raised
            self._ended.append((ended, result, error))
            ended = call = result = error = None  # or this thread would keep them until its next call
            if not self._told:  # or the loop has not looked yet, and will find this end too
                self._told = True
                self._os.write(self._said, b".")

    def _hear(self, _descriptor: int) -> None:
        self._os.read(self._heard, 4096)
        self._told = False  # first: what ends from now on is told anew
        while self._ended:
            ended, result, error = self._ended.popleft()
            self._under_way -= 1
            if error is None:
                ended.send(result)
            else:
                ended.send_exception(error)
