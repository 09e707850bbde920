"""The operator's namespace: watch a session and receive all its messages, or watch all stations."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_socketio import Namespace, join_room, leave_room, rooms

from webapp.container import Services
from webapp.languages import language
from webapp.shapes.message import Watched
from webapp.shapes.station import OverviewState
from webapp.sockets.device import answered, refuse, unknown
from webapp.sockets.messages import WatchMessage
from webapp.sockets.rooms import enter_as

NAMESPACE = "/operator"
OVERVIEW = "overview"
"""The room of the pages that show all stations."""


class OperatorNamespace(Namespace):  # type: ignore[misc]
    """Consoles follow one session at a time."""

    def __init__(self, lab: Services) -> None:
        super().__init__(NAMESPACE)
        self.lab = lab

    def trigger_event(self, event: str, *args: Any) -> Any:
        """Answer unknown events too, so that no client waits for it."""
        return unknown(self, event) or super().trigger_event(event, *args)

    def on_connect(self, *_: Any) -> None:
        """Authenticate the operator."""
        try:
            enter_as(lambda: self.lab.guard.admit(request, frozenset({"operator"}), {}))
        except Exception as error:
            raise refuse(error) from error

    @answered
    def on_watch(self, data: Any) -> Watched:
        """Watch a session from now on; the answer is its snapshot."""
        session = WatchMessage.model_validate(data).session
        snapshot = self.lab.snapshots.of(session)
        for room in rooms(namespace=NAMESPACE):
            if room.startswith("session:"):
                leave_room(room, namespace=NAMESPACE)
        join_room(watchers(session, language()), namespace=NAMESPACE)
        return {"snapshot": snapshot}

    @answered
    def on_overview(self, _: Any) -> OverviewState:
        """Watch all stations from now on; the answer is how they stand."""
        join_room(OVERVIEW, namespace=NAMESPACE)
        return self.lab.overview.now()


def watchers(session: str, language: str) -> str:
    """Return the room of the consoles that watch a session."""
    return f"session:{session}:{language}"
