"""Senders whose images cost a worker its limit.

A sender who did it twice within ten minutes, or whose
photos took several times what others' take, is struck out: what it sends goes last, so that others never wait for it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from webapp.workers.errors import WorkerError

T = TypeVar("T")
MOST = 2
FORGOTTEN_AFTER_S = 600.0
REMEMBERED = 1024
COSTLY, COSTLY_S = 6, 1.0
"""A photo is a strike if it takes so many times the processor time of the cheapest other phone's, and so many s.

An ordinary one takes 0.15 s (12 megapixels) to 0.6 s (50, progressive), a JPEG made to take long 2 s and more. A
slow laptop takes thrice that for each, which is why others' photos are the measure, and not the clock alone.
"""


class Strikes:
    """A memory of the last `REMEMBERED` senders.

    Args:
        clock: Seconds that never go back.
        costly_s: Processor time that is no strike, whatever others' photos take.
    """

    def __init__(self, clock: Callable[[], float] = monotonic, costly_s: float = COSTLY_S) -> None:
        self._clock = clock
        self._costly_s = costly_s
        self._mutex = threading.Lock()
        self._senders: OrderedDict[str, list[float]] = OrderedDict()
        self._costs: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def note(self, sender: str, error: WorkerError) -> None:
        """Record a failure where the image is to blame; an empty name is ignored."""
        if sender and error.by_input:
            with self._mutex:
                self._strike(sender)

    def weigh(self, sender: str, seconds: float) -> bool:
        """Record the processor time of a photo; return whether it was a strike."""
        with self._mutex:
            costly = self._is_costly(sender, seconds)
            _remember(self._costs, sender, (self._clock(), seconds))
            if costly:
                self._strike(sender)
        return costly

    def is_out(self, sender: str) -> bool:
        """Return whether a sender is struck out."""
        with self._mutex:
            return len(self._recent(sender)) >= MOST

    def _is_costly(self, sender: str, seconds: float) -> bool:
        since = self._clock() - FORGOTTEN_AFTER_S
        others = [cost for name, (at, cost) in self._costs.items() if name != sender and at > since]
        # Where there is nobody else, there is nobody who waits.
        return bool(others) and seconds > max(self._costly_s, COSTLY * min(others))

    def _strike(self, sender: str) -> None:
        _remember(self._senders, sender, [*self._recent(sender), self._clock()])

    def _recent(self, sender: str) -> list[float]:
        since = self._clock() - FORGOTTEN_AFTER_S
        return [at for at in self._senders.get(sender, ()) if at > since]


def _remember(known: OrderedDict[str, T], name: str, value: T) -> None:
    known[name] = value
    known.move_to_end(name)
    if len(known) > REMEMBERED:
        known.popitem(last=False)
