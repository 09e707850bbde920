"""Who has sent images that cost a worker its limit, and which images those were.

An image that ended a worker is refused at once the next time. A sender who did it twice within ten minutes is struck
out: what it sends goes last, so that others never wait for it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from webapp.workers.errors import WorkerError

MOST = 2
FORGOTTEN_AFTER_S = 600.0
REMEMBERED = 1024


class Strikes:
    """Remembers the last `REMEMBERED` images and senders.

    Args:
        clock: Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._mutex = threading.Lock()
        self._images: OrderedDict[str, WorkerError] = OrderedDict()
        self._senders: OrderedDict[str, list[float]] = OrderedDict()

    def note(self, sender: str, image: str, error: WorkerError) -> None:
        """Remember what an image did, where it is to blame; empty names are nobody's."""
        if not error.by_input:
            return
        with self._mutex:
            if image:
                self._images[image] = error
            if sender:
                self._senders[sender] = [*self._recent(sender), self._clock()]
                self._senders.move_to_end(sender)
            for known in (self._images, self._senders):
                if len(known) > REMEMBERED:
                    known.popitem(last=False)

    def against(self, image: str) -> WorkerError | None:
        """Return what an image did before, None if nothing is known."""
        with self._mutex:
            return self._images.get(image)

    def is_out(self, sender: str) -> bool:
        """Tell whether a sender is struck out."""
        with self._mutex:
            return len(self._recent(sender)) >= MOST

    def _recent(self, sender: str) -> list[float]:
        since = self._clock() - FORGOTTEN_AFTER_S
        return [at for at in self._senders.get(sender, ()) if at > since]
