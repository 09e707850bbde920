"""Publication of session changes: log rows and photos immediately, snapshots throttled.

Photos are looked up in the journal for consoles, which must not hold up the session: that has a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from capture import views
from capture.facts import Fact, PhotoNoted, PhotoStored, VerdictGiven
from capture.log import event_row
from capture.storage import PhotoRow
from webapp.realtime.broadcast import Broadcast
from webapp.realtime.connections import Connections
from webapp.realtime.consoles import Consoles
from webapp.runtime.threads import WorkQueue
from webapp.sessions.photo_views import photo_json
from webapp.sessions.session_runner import LiveSession
from webapp.shapes.message import JudgedMessage, StoredMessage
from webapp.shapes.session import SessionSnapshot
from webapp.storage.session_store import SessionStore


class Notifications:
    """The publisher of session changes."""

    def __init__(
        self,
        connections: Connections,
        store: SessionStore,
        consoles: Consoles,
        queue: WorkQueue,
        broadcast: Broadcast,
    ) -> None:
        self._connections = connections
        self._store = store
        self._consoles = consoles
        self._queue = queue
        self._broadcast = broadcast

    def announce(self, live: LiveSession, facts: Sequence[tuple[int, Fact]]) -> None:
        """Publish the changes of a session to everybody concerned."""
        # A console that comes later reads the rows and the photos from the journal.
        watched = self._consoles.watch(live.id)
        for number, fact in facts:
            if watched and (row := event_row(number, fact, live.machine)) is not None:
                self._consoles.tell(live.id, "event", row)
            if isinstance(fact, PhotoStored):
                self._stored(live.id, fact)
            if isinstance(fact, VerdictGiven):
                self._judged(live, fact)
            if watched and isinstance(fact, PhotoNoted | PhotoStored | VerdictGiven):
                self._queue.put(lambda fact=fact: self._tell_photo(live.id, fact))  # type: ignore[misc]
        self._broadcast.touch(live.id)

    def tell_state(self, live: LiveSession, snapshot: Callable[[], SessionSnapshot]) -> None:
        """Send the state of a session to its devices, and its snapshot to its consoles."""
        devices = {connection.device for connection in self._connections.leased(live.id)}
        for device, state in live.look(lambda machine, at: views.device_states(machine, devices, at)).items():
            self._connections.send(live.id, device, "state", state)
        if self._consoles.watch(live.id):
            self._consoles.tell(live.id, "snapshot", snapshot())

    def _stored(self, session: str, fact: PhotoStored) -> None:
        message: StoredMessage = {
            "index": fact.index,
            "attempt": fact.attempt,
            "name": fact.name,
            "size": fact.size,
        }
        self._connections.send(session, fact.phone, "stored", message)

    def _judged(self, live: LiveSession, fact: VerdictGiven) -> None:
        # From the state, not the journal: one look-up fewer for each photo.
        phone = live.machine.taken_by(fact.set, fact.index, fact.attempt)
        if phone is not None:
            self._connections.send(live.id, phone, "judged", _verdict(fact))

    def _tell_photo(self, session: str, fact: PhotoNoted | PhotoStored | VerdictGiven) -> None:
        photo: PhotoRow | None = self._store(
            lambda storage: storage.photos.get(session, fact.set, fact.index, fact.attempt)
        )
        if photo is not None:
            self._consoles.tell(session, "photo", photo_json(photo))


def _verdict(fact: VerdictGiven) -> JudgedMessage:
    return {
        "index": fact.index,
        "attempt": fact.attempt,
        "verdict": fact.verdict,
        "code": fact.code,
        "detail": fact.detail,
        "flag": fact.measures.get("flag", ""),
        "warnings": fact.measures.get("warnings", []),
        "sentence": fact.measures.get("sentence", ""),
    }
