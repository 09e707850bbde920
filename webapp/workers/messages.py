"""Messages between a server and its own worker process: length-prefixed pickles over a socket pair.

Nothing but the two ends of a pair that one of them made ever reads these bytes, which is what makes pickle safe here.
"""

from __future__ import annotations

import pickle
import socket
import struct
from time import monotonic
from typing import Any

READY = "ready"
"""The first word of a worker, once it has imported all it needs and is in its cage."""
_LENGTH = struct.Struct(">Q")
_CHUNK_BYTES = 1 << 20


class Channel:
    """One end of the pair."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, message: Any, time_limit_s: float | None = None) -> None:
        """Send a value.

        Raises:
            TimeoutError: if the other end does not take it in time.
            ConnectionError: if the other end is gone.
        """
        body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
        self._end.settimeout(time_limit_s)
        self._end.sendall(_LENGTH.pack(len(body)) + body)

    def receive(self, time_limit_s: float | None = None) -> Any:
        """Return the next value.

        Raises:
            TimeoutError: if it is not all there in time.
            EOFError: if the other end is gone.
            ConnectionError: if the other end went in the middle of something.
        """
        ends = None if time_limit_s is None else monotonic() + time_limit_s
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size, ends))
        return pickle.loads(self._read(length, ends))

    def close(self) -> None:
        """Close this end; the other one reads the end of the stream."""
        self._end.close()

    def _read(self, count: int, ends: float | None) -> bytes:
        content = bytearray()
        while len(content) < count:
            self._end.settimeout(None if ends is None else max(ends - monotonic(), 0.001))
            piece = self._end.recv(min(count - len(content), _CHUNK_BYTES))
            if not piece:
                raise EOFError("the other end is gone")
            content += piece
        return bytes(content)
