"""The interface by which messages leave the server; the lab knows nothing else of Socket.IO."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Transport(Protocol):
    """Recipients of messages."""

    def to_device(self, event: str, namespace: str, data: Mapping[str, object], connection: str) -> None:
        """Send to one connection of a phone or display."""

    def to_watchers(self, session: str, event: str, data: Mapping[str, object]) -> None:
        """Send to every console that watches a session."""

    def to_operators(self, event: str, data: Mapping[str, object]) -> None:
        """Send to every console, whatever it watches."""

    def is_watched(self, session: str) -> bool:
        """Return whether any console watches a session."""

    def to_overviews(self, event: str, data: Mapping[str, object]) -> None:
        """Send to every open overview."""

    def overview_is_open(self) -> bool:
        """Return whether any overview is open."""

    def cut(self, namespace: str, connection: str) -> None:
        """Close a connection, so that its device reconnects and says hello."""

    def turn_out(self, namespace: str, connection: str) -> None:
        """Close a connection whose client is not to come back."""

    def cut_holder(self, credential: str) -> None:
        """Close the connections of whoever signed in with a credential."""

    def to_challenge(self, challenge: str, event: str, data: Mapping[str, object]) -> None:
        """Send to everybody who watches a challenge."""

    def to_participant(
        self, challenge: str, participant: str, event: str, data: Mapping[str, object]
    ) -> None:
        """Send to one participant of a challenge, and to the operator's pages that watch it."""

    def cut_participant(self, participant: str) -> None:
        """Close a participant's connections."""
