"""Blocking calls off the event loop; with ``wsgi`` the only module that depends on how the server runs.

Under eventlet everything shares one thread, so that a query of a second silences every phone for a second;
`ThreadPool` hands the call to a real thread and lets the loop go on.  Under ``threading`` each request has its own
thread and may simply block.  Whoever has something blocking to do calls the `Offload` it was given.

A call that runs in a real thread must not touch what eventlet has made green: no locks of this package, no sockets.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from types import FrameType
from typing import Any, Literal, ParamSpec, Protocol, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
AsyncMode = Literal["eventlet", "threading"]
SHORT_CALLS = 20
WAITING_CALLS = 128
"""So many threads are for calls that wait for clients (`Waiting`), and so many for all others."""


class Offload(Protocol):
    """A callable that runs a blocking function and returns its result without blocking the loop."""

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``function(*args, **kwargs)``; its exceptions propagate."""


def offload_for(async_mode: AsyncMode) -> Offload:
    """Return the offload function for ``async_mode``."""
    if async_mode == "eventlet":
        from webapp.thread_pool import ThreadPool

        return ThreadPool(SHORT_CALLS + WAITING_CALLS)
    return _call


def _call(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    return function(*args, **kwargs)


class Lane:
    """An `Offload` that makes one call at a time, for functions that are not thread-safe.

    A database behind SQLAlchemy is such a thing: its pool's locks are green under eventlet and must never be
    contended from two real threads.
    """

    def __init__(self, offload: Offload) -> None:
        self._offload = offload
        self._turn = threading.Lock()

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``function(*args, **kwargs)`` after all earlier calls."""
        with self._turn:
            return self._offload(function, *args, **kwargs)


class Waiting:
    """An `Offload` for calls that wait for a client, perhaps for minutes: they leave the others their threads."""

    def __init__(self, offload: Offload) -> None:
        self._offload = offload
        self._free = threading.BoundedSemaphore(WAITING_CALLS)

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``function(*args, **kwargs)``, as soon as one of these threads is free."""
        with self._free:
            return self._offload(function, *args, **kwargs)


class RealThreads:
    """Threads of the operating system, which run on when eventlet's loop blocks, and stack inspection.

    What runs in one must not touch a lock that eventlet has made green, those of `logging` included.
    """

    def __init__(self, async_mode: AsyncMode) -> None:
        self._green = async_mode == "eventlet"
        if self._green:
            from eventlet import patcher

            self._threading: Any = patcher.original("threading")
        else:
            self._threading = threading

    def start(self, name: str, run: Callable[[], None]) -> None:
        """Run ``run`` in a real thread that ends with the process."""
        self._threading.Thread(target=run, name=name, daemon=True).start()

    def event(self) -> threading.Event:
        """Return an event that real threads can wait for."""
        return cast(threading.Event, self._threading.Event())

    def logger(self, log: logging.Logger) -> Callable[[str], None]:
        """Return a way to log an error from a real thread."""
        if not self._green:
            return log.error
        return lambda text: _write_line(f"{datetime.now():%H:%M:%S} ERROR {log.name}: {text}\n")

    def whereabouts(self) -> Callable[[], FrameType | None]:
        """Return a function that tells, from any thread, where the current one is."""
        ident = self._threading.get_ident()
        if not self._green:
            return lambda: sys._current_frames().get(ident)
        me = import_module("greenlet").getcurrent()
        # A green thread that waits keeps its frame in `gr_frame`; the one that runs has None there, and its frame is
        # that of the real thread.
        return lambda: me.gr_frame or sys._current_frames().get(ident)

    def frames(self) -> list[FrameType]:
        """Return the current frame of every thread, real and green."""
        found = list(sys._current_frames().values())
        if self._green:
            kind = import_module("greenlet").greenlet
            # greenlet keeps no list of its greenlets, so that only the garbage collector knows them all.
            green = [thing for thing in gc.get_objects() if isinstance(thing, kind)]
            found += [thing.gr_frame for thing in green if thing.gr_frame is not None]
        return found


def _write_line(text: str) -> None:
    """Write to the terminal without any lock."""
    # `logging` and `sys.stderr` take locks that eventlet has made green, and this is called from a real thread.
    os.write(2, text.encode())
