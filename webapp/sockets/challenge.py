"""The namespace of challenges: a participant follows its own submissions, the operator all, both the leaderboard."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_socketio import Namespace, join_room

from webapp.auth.guard import Caller
from webapp.container import Services
from webapp.sockets.device import answered, refuse, unknown
from webapp.sockets.messages import WatchChallengeMessage
from webapp.sockets.rooms import enter_as

NAMESPACE = "/challenge"
EITHER = frozenset({"operator", "participant"})


class ChallengeNamespace(Namespace):  # type: ignore[misc]
    """Pages of participants and the operator's follow one challenge."""

    def __init__(self, lab: Services) -> None:
        super().__init__(NAMESPACE)
        self.lab = lab

    def trigger_event(self, event: str, *args: Any) -> Any:
        """Answer unknown events too, so that no client waits for it."""
        return unknown(self, event) or super().trigger_event(event, *args)

    def on_connect(self, *_: Any) -> None:
        """Authenticate the operator or a participant."""
        try:
            enter_as(lambda: self._admit({}))
        except Exception as error:
            raise refuse(error) from error

    @answered
    def on_watch(self, data: Any) -> None:
        """Watch a challenge from now on."""
        challenge = WatchChallengeMessage.model_validate(data).challenge
        caller = self._admit({"challenge": challenge})  # again: a token may have been revoked since
        self.lab.challenges.get(challenge)
        join_room(watchers(challenge), namespace=NAMESPACE)
        own_room = operators(challenge) if caller.role == "operator" else own(caller.participant)
        join_room(own_room, namespace=NAMESPACE)

    def _admit(self, place: dict[str, object]) -> Caller:
        return self.lab.guard.admit(request, EITHER, place)  # type: ignore[arg-type]


def watchers(challenge: str) -> str:
    """Return the room of all who watch a challenge."""
    return f"challenge:{challenge}"


def operators(challenge: str) -> str:
    """Return the room of the operator's pages that watch a challenge."""
    return f"operators:{challenge}"


def own(participant: str) -> str:
    """Return the room of one participant's pages."""
    return f"participant:{participant}"
