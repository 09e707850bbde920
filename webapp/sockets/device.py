"""Shared Socket.IO namespace logic for devices: authentication, leases, acknowledgements."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ClassVar, TypeVar, cast

from flask import request
from flask_socketio import ConnectionRefusedError as ConnectionRefused
from flask_socketio import Namespace

from capture.by_person.events import PressShutter
from capture.commands import Refuse, Welcome
from capture.errors import CaptureError
from capture.events import DeviceLeft, Event
from capture.facts import Role
from capture.session import Session
from messages import in_language
from webapp.container import Services
from webapp.errors import ApiError, as_api_error
from webapp.languages import language
from webapp.realtime.connections import Connection
from webapp.sockets.messages import LeasedMessage

log = logging.getLogger(__name__)
Answer = dict[str, object]
M = TypeVar("M", bound=LeasedMessage)
Handler = Callable[..., Mapping[str, object] | None]

ANSWER_LEAVES_S = 0.02
"""How long messages to a connection are held back after its hello was answered, so that the answer is first."""


def answered(handler: Handler) -> Callable[..., Answer]:
    """Acknowledge a handler's result as ``{"ok": true, ...}``, and its errors in the one shape."""

    @wraps(handler)
    def handle(self: Any, data: Any = None, *_: Any) -> Answer:
        try:
            return _in_their_language({"ok": True, **(handler(self, data) or {})})
        except Exception as error:
            return _in_their_language({"ok": False, **as_api_error(error).body()})

    return handle


def unknown(namespace: Namespace, event: str) -> Answer | None:
    """Return the answer to an event that a namespace does not know, None for a known one."""
    if hasattr(namespace, f"on_{event}"):
        return None
    error = ApiError("event_unknown", f"{namespace.namespace} has no message {event[:64]!r}.")
    return {"ok": False, **error.body()}


def refuse(error: Exception) -> ConnectionRefused:
    """Return the exception that puts the error into the client's ``connect_error``."""
    told = as_api_error(error)
    return ConnectionRefused(told.message, _in_their_language(told.body()))


def session_asked_for(auth: Any) -> str:
    """Return the session named in the Socket.IO ``auth`` object."""
    session = auth.get("session") if isinstance(auth, dict) else None
    return session if isinstance(session, str) else ""


class DeviceNamespace(Namespace):  # type: ignore[misc]
    """Base of the phones' and the displays' namespace."""

    role: ClassVar[Role]

    def __init__(self, lab: Services) -> None:
        super().__init__(f"/{self.role}")
        self.lab = lab

    def trigger_event(self, event: str, *args: Any) -> Any:
        """Answer unknown events too, so that no client waits for it."""
        return unknown(self, event) or super().trigger_event(event, *args)

    def on_connect(self, auth: Any = None) -> None:
        """Authenticate a device by its cookie."""
        session = session_asked_for(auth)
        try:
            caller = self.lab.guard.admit(request, frozenset({self.role}), {"session": session})
            self.lab.sessions.get(session)
        except Exception as error:
            raise refuse(error) from error
        self.lab.connections.opened(
            Connection(_sid(), self.role, session, caller.device, language=language())
        )

    def on_disconnect(self, *_: Any) -> None:
        """Tell the session that a device's connection ended."""
        connection = self.lab.connections.closed(_sid())
        if connection is None or not connection.generation:
            return
        device, generation = connection.device, connection.generation
        try:
            live = self.lab.sessions.get(connection.session)
            if live.deliver(lambda at: DeviceLeft(at, device, generation)).stale:
                why = live.look(lambda machine, _: _why_it_had_left(machine, device, generation))
                log.info("A page of %s left session %s: %s", device, live.id, why)
        except (ApiError, CaptureError) as error:
            log.warning(
                "That %s left session %s could not be noted: %s", device, connection.session, error.message
            )

    @answered
    def on_shutter(self, data: Any) -> None:
        """Handle a person who presses the shutter here: a timer or key at the phone, a remote at the display."""
        said = LeasedMessage.model_validate(data)
        self.say(said, lambda c, at: PressShutter(at, c.device, said.generation))

    def greet(self, make: Callable[[Connection, float], Event]) -> Welcome:
        """Deliver a hello and return the granted lease; resulting messages are sent after the answer."""
        connection = self._connection()
        self.lab.connections.hold(connection.id)
        try:
            outcome = self.lab.sessions.get(connection.session).deliver(lambda at: make(connection, at))
            for command in outcome.commands:
                if isinstance(command, Welcome) and command.connection == connection.id:
                    return command
                if isinstance(command, Refuse) and command.connection == connection.id:
                    raise ApiError(command.code, command.message)
            raise ApiError("superseded", "Another page of this device is newer.")
        finally:
            self.lab.threads.later(ANSWER_LEAVES_S, self.lab.connections.answered, connection.id)

    def say(self, message: LeasedMessage, make: Callable[[Connection, float], Event]) -> None:
        """Deliver a device's message; a connection that has lost the lease gets an error."""
        connection = self._connection()
        if message.generation != connection.generation:
            raise _superseded()
        self._deliver(connection, lambda at: make(connection, at))

    def _deliver(self, connection: Connection, make: Callable[[float], Event]) -> None:
        if self.lab.sessions.get(connection.session).deliver(make).stale:
            raise _superseded()

    def _connection(self) -> Connection:
        connection = self.lab.connections.get(_sid())
        if connection is None:
            raise ApiError("credential_unknown", "This connection is not known. Connect again.")
        return connection


def _why_it_had_left(machine: Session, device: str, generation: int) -> str:
    """Return why a closing connection had already lost its lease."""
    known = machine.state.devices.get(device)
    if known is not None and known.removed:
        return f"it had been {known.removed}."
    if known is not None and known.generation != generation:
        return "another page of it had taken over."
    return "the server had counted it as gone."


def _in_their_language(answer: Mapping[str, object]) -> Answer:
    return cast(Answer, in_language(answer, language()))


def _superseded() -> ApiError:
    return ApiError("superseded", "Another page of this device has taken over. This one is no longer used.")


def _sid() -> str:
    return cast(str, request.sid)  # type: ignore[attr-defined]
