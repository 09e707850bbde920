"""The part of WebDriver BiDi that the tests need, over one WebSocket: https://w3c.github.io/webdriver-bidi/"""

from __future__ import annotations

import json
from typing import Any

import websocket

from tests.engines.tab import CEILING_S


class BidiError(AssertionError):
    """The browser refused a command."""


class Bidi:
    """A connection to a browser. Events are kept as they come, which is while an answer is awaited."""

    def __init__(self, url: str) -> None:
        # An origin would be refused: only programs may drive a browser, pages may not.
        self._socket = websocket.create_connection(url, timeout=CEILING_S, suppress_origin=True)
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Return the result of a command.

        Raises:
            BidiError: The browser refused it.
        """
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while (message := json.loads(self._socket.recv())).get("id") != self._number:
            self.events.append(message)
        if message["type"] == "error":
            raise BidiError(f"{method}: {message['error']}: {message['message']}")
        return dict(message["result"])

    def close(self) -> None:
        self._socket.close()
