"""Keeps blocking calls off the loop: the one place, besides ``wsgi``, that knows how the server is run.

Under eventlet everything shares one thread, so that a query of a second silences every phone for a second;
``tpool`` hands the call to a real thread and lets the loop go on.  Under ``threading`` each request has its own
thread and may simply block.  Whoever has something blocking to do calls the `Offload` it was given.

A call that runs in a real thread must not touch what eventlet has made green: no locks of this package, no sockets.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Literal, ParamSpec, Protocol, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
AsyncMode = Literal["eventlet", "threading"]


class Offload(Protocol):
    """Calls a blocking function and returns its result without stopping the loop."""

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``function(*args, **kwargs)``; what it raises is raised here."""


def offload_for(async_mode: AsyncMode) -> Offload:
    """Return the way to make a blocking call under ``async_mode``."""
    if async_mode == "eventlet":
        from eventlet import tpool

        return cast(Offload, tpool.execute)
    return _call


def _call(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    return function(*args, **kwargs)


class Lane:
    """An `Offload` that makes one call at a time, for what is not safe in several threads at once.

    A database behind SQLAlchemy is such a thing: its pool's locks are green under eventlet and must never be
    contended from two real threads.
    """

    def __init__(self, offload: Offload) -> None:
        self._offload = offload
        self._turn = threading.Lock()

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``function(*args, **kwargs)`` after the calls that came before it."""
        with self._turn:
            return self._offload(function, *args, **kwargs)
