"""Rooms of the operator's pages by the credential that they came in with: they end with it."""

from __future__ import annotations

from collections.abc import Callable

from flask_socketio import join_room

from webapp.auth.guard import Caller


def holders(credential: str) -> str:
    """Return the room of whoever came in with a credential."""
    return f"holders:{credential}"


def enter_as(admit: Callable[[], Caller]) -> None:
    """Admit whoever connects, into the room of their credential.

    Raises:
        ApiError: They are not admitted.
    """
    caller = admit()
    if caller.role != "operator" or not caller.device:
        return
    join_room(holders(caller.device))
    admit()  # again: whoever was revoked meanwhile was not found in the room
