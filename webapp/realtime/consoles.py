"""What consoles are told, in order, by a thread of its own: whoever has news may hold any lock."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from webapp.realtime.transport import Outlets
from webapp.runtime.threads import WorkQueue


class Consoles:
    """Tells the operator's pages."""

    def __init__(self, outlets: Outlets, queue: WorkQueue) -> None:
        self._outlets = outlets
        self._queue = queue

    def tell(self, session: str, event: str, data: Mapping[str, object]) -> None:
        """Tell those who watch a session."""
        self._queue.put(partial(self._outlets.to_watchers, session, event, data))

    def tell_all(self, event: str, data: Mapping[str, object]) -> None:
        """Tell all, whatever they watch."""
        self._queue.put(partial(self._outlets.to_operators, event, data))

    def watch(self, session: str) -> bool:
        """Tell whether any console watches a session."""
        return self._outlets.is_watched(session)
