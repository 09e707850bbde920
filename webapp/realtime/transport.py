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
