"""Outgoing messages of one connection: queued under any lock, sent in order by a thread that holds none.

Sending calls foreign code.  Socket.IO may find out in the middle of it that the client is gone and call the handler of
that event at once, which wants the locks of whoever sends.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)
Message = tuple[str, Mapping[str, object]]
MOST_WAITING = 500
"""A device is sent some four messages a second: one that is so far behind does not read them."""


class Outbox:
    """A queue of messages that can be held back; ``put`` never blocks."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._changed = threading.Condition()
        self._waiting: deque[Message] = deque()
        # The answer to hello is sent by another path and must come first; `release` follows it.
        self._held = True
        self._closed = False
        self._finishing = False

    @property
    def finished(self) -> bool:
        """Whether `run` ended after a last message."""
        return self._finishing and self._closed

    @property
    def waiting(self) -> int:
        """Number of queued messages."""
        return len(self._waiting)

    def put(self, message: Message) -> bool:
        """Queue a message; return False when too many wait."""
        with self._changed:
            if self._closed or self._finishing:
                # Not False, which means "too far behind": the caller would cut a connection that has ended already.
                return True
            if len(self._waiting) >= self._most:
                return False
            self._waiting.append(message)
            self._changed.notify()
            return True

    def hold(self) -> None:
        """Hold back all messages from now on, as at the beginning."""
        with self._changed:
            self._held = not self._finishing

    def release(self) -> None:
        """Send queued and new messages, in order."""
        with self._changed:
            self._held = False
            self._changed.notify()

    def finish(self, message: Message) -> None:
        """Send ``message`` instead of all that waits, and then stop `run`."""
        with self._changed:
            if self._closed or self._finishing:
                return
            self._waiting.clear()
            self._waiting.append(message)
            # A connection that never said hello would hold it back for ever.
            self._held, self._finishing = False, True
            self._changed.notify()

    def close(self) -> None:
        """Discard the queue and stop `run`."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify()

    def run(self, send: Callable[[Message], None]) -> None:
        """Send until closed; needs a thread of its own."""
        while (message := self._next()) is not None:
            try:
                send(message)
            except Exception as error:
                # A socket that closes meanwhile is no news: the device connects anew and is told again.
                log.info("A message (%s) could not be sent: %s", message[0], error or type(error).__name__)

    def _next(self) -> Message | None:
        with self._changed:
            while not self._closed and (self._held or not self._waiting):
                if self._finishing and not self._waiting:
                    self._closed = True
                else:
                    self._changed.wait()
            return None if self._closed else self._waiting.popleft()
