"""Messages to consoles, sent in order by one thread: senders may hold any lock."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from webapp.realtime.transport import Transport
from webapp.runtime.threads import WorkQueue


class Consoles:
    """The sender of messages to the operator's pages."""

    def __init__(self, transport: Transport, queue: WorkQueue) -> None:
        self._transport = transport
        self._queue = queue

    def tell(self, session: str, event: str, data: Mapping[str, object]) -> None:
        """Send to the consoles that watch a session."""
        self._queue.put(partial(self._transport.to_watchers, session, event, data))

    def tell_all(self, event: str, data: Mapping[str, object]) -> None:
        """Send to all consoles."""
        self._queue.put(partial(self._transport.to_operators, event, data))

    def watch(self, session: str) -> bool:
        """Return whether any console watches a session."""
        return self._transport.is_watched(session)

    def tell_overviews(self, event: str, data: Mapping[str, object]) -> None:
        """Send to the pages that show all stations."""
        self._queue.put(partial(self._transport.to_overviews, event, data))

    def turn_away(self, credential: str) -> None:
        """End the connections of whoever has a credential that is void; the next try is refused."""
        self._queue.put(partial(self._transport.cut_holder, credential))

    def overview_is_open(self) -> bool:
        """Return whether any page shows all stations."""
        return self._transport.overview_is_open()
