"""Bounded WebSockets under eventlet.

Eventlet's own class reads on for as long as a client sends, unmasks byte by byte, and limits the length of a frame
but not of a message that comes in fragments.
"""

from __future__ import annotations

from typing import Any
from wsgiref.types import WSGIEnvironment

import eventlet
from engineio.async_drivers.eventlet import WebSocketWSGI
from eventlet.websocket import FailedConnectionError, RFC6455WebSocket

from webapp.allowance import Allowance

FRAMES_A_SECOND = 150
FRAMES_AT_ONCE = 400
TOO_MUCH, TOO_LARGE = 1008, 1009


class _Message(RFC6455WebSocket.Message):  # type: ignore[misc]
    """A message limited to the size of one frame, in however many fragments it arrives."""

    size = 0

    def push(self, data: bytes, final: bool = False) -> None:
        self.size += len(data) + 1  # empty fragments count too: they would never end either
        if self.size > self.max_frame_length + 1:
            raise FailedConnectionError(TOO_LARGE, "This message is too long.")
        super().push(data, final)


class BoundedWebSocket(RFC6455WebSocket):  # type: ignore[misc]
    """A WebSocket that yields to other connections after each frame, and ends when frames come too fast."""

    Message = _Message

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._allowance = Allowance(FRAMES_A_SECOND, FRAMES_AT_ONCE)

    def _recv_frame(self, message: Any = None) -> Any:
        eventlet.sleep(0)
        frame = super()._recv_frame(message)
        if self._allowance.take():
            raise FailedConnectionError(TOO_MUCH, "Too many frames.")
        return frame

    @staticmethod
    def _apply_mask(data: bytes, mask: tuple[int, ...], length: int | None = None, offset: int = 0) -> bytes:
        """Unmask all bytes at once, as one long integer."""
        size = len(data) if length is None else length
        turned = bytes(mask[(offset + place) % 4] for place in range(4))
        key = (turned * (size // 4 + 1))[:size]
        return (int.from_bytes(data[:size]) ^ int.from_bytes(key)).to_bytes(size)


class BoundedWebSocketWSGI(WebSocketWSGI):  # type: ignore[misc]
    """Engine.IO's WebSocket adapter, with the bounded kind."""

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self.support_legacy_versions = False  # they know no limits at all

    def _handle_hybi_request(self, environ: WSGIEnvironment) -> BoundedWebSocket:
        made = super()._handle_hybi_request(environ)
        return BoundedWebSocket(
            made.socket,
            environ,
            made.version,
            protocol=made.protocol,
            extensions=made.extensions,
            max_frame_length=made.max_frame_length,
        )
