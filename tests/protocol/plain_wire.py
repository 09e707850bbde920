"""HTTPS and Socket.IO of the plain clients: one thread asks, and takes what came from a queue."""

from __future__ import annotations

import http.client
import json
import logging
import queue
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import engineio
import requests
import socketio

Json = dict[str, Any]
ANSWER_S = 5.0
_QUIET = logging.Logger("plain wire", logging.CRITICAL)  # it calls the end of a connection an error
PASSING = ("disk_full", "server_busy", "internal")


class Gone(Exception):
    """The connection has ended, or an answer did not come: connect anew."""


class Over(Exception):
    """The server will not have this device (any more)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _InOrder(engineio.Client):  # type: ignore[misc]
    """Hears messages in the order of the wire: by default each gets a thread."""

    def _trigger_event(self, event: str, *values: Any, **how: Any) -> Any:
        farewell = event == "message" and isinstance(values[0], str) and values[0].startswith("1")
        return super()._trigger_event(event, *values, **{**how, "run_async": farewell})


class _Socket(socketio.Client):  # type: ignore[misc]
    def _engineio_client_class(self) -> type[engineio.Client]:
        return _InOrder


class Wire:
    """What a device has in common with others: where the server is, its cookies, its connection."""

    def __init__(self, base: str, ca: Path, role: str) -> None:
        self.base, self.role = base, role
        self.cookies: dict[str, str] = {}
        self.inbox: queue.Queue[tuple[str, Json]] = queue.Queue()
        self._ca = ca
        self._tls = ssl.create_default_context(cafile=str(ca))
        self._socket: Any = None

    # --- HTTPS ---

    def request(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, Any, bytes]:
        """Return status, headers and body of an answer; raises `Gone` where there is none."""
        where = urlsplit(self.base)
        connection = http.client.HTTPSConnection(
            where.hostname or "", where.port, timeout=20, context=self._tls
        )
        sent = {**self._cookie(), **(headers or {})}
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Gone(str(error)) from error
        finally:
            connection.close()

    def join(self, code: str, name: str) -> tuple[int, Json]:
        """Exchange a code for a credential, and show those of before."""
        body = json.dumps({"code": code, "name": name}).encode()
        status, headers, said = self.request(
            "POST", "/api/v1/join", body, {"Content-Type": "application/json"}
        )
        for line in headers.get_all("Set-Cookie") or []:
            cookie, _, value = line.partition(";")[0].partition("=")
            if "max-age=0" in line.lower():
                self.cookies.pop(cookie, None)
            else:
                self.cookies[cookie] = value
        return status, json.loads(said)

    def _cookie(self) -> dict[str, str]:
        pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": pairs} if pairs else {}

    # --- Socket.IO ---

    def open(self, session: str) -> None:
        """Connect; raises `Gone` when that fails, `Over` when it always will."""
        web = requests.Session()
        web.trust_env, web.verify = False, str(self._ca)
        web.cookies.update(self.cookies)
        self.inbox = inbox = queue.Queue()
        self._socket = _Socket(http_session=web, reconnection=False, engineio_logger=_QUIET)
        refused: list[Json] = []
        self._socket.on("connect_error", refused.append, namespace=f"/{self.role}")
        self._socket.on("disconnect", lambda *_: inbox.put(("gone", {})), namespace=f"/{self.role}")
        self._socket.on("*", lambda event, data=None: inbox.put((event, data)), namespace=f"/{self.role}")
        try:
            self._socket.connect(
                self.base,
                auth={"session": session},
                namespaces=[f"/{self.role}"],
                transports=["polling"],
                wait_timeout=10,
            )
        except Exception as error:  # it raises whatever went wrong first
            self.cut()
            code = _code(refused)
            if code in ("credential_unknown", "credential_revoked", "session_unknown"):
                raise Over(code) from error
            raise Gone(str(error)) from error

    def call(self, event: str, message: Json) -> Json:
        """Send a message and return its acknowledgement; raises `Gone` where none comes."""
        try:
            answer = self._socket.call(event, message, namespace=f"/{self.role}", timeout=ANSWER_S)
        except Exception as error:
            raise Gone(f"{event}: {error!r}") from error
        assert isinstance(answer, dict), (event, answer)
        assert answer["ok"] or {"code", "message"} <= set(answer["error"]), answer
        return answer

    def next(self, wait_s: float) -> tuple[str, Json] | None:
        """Return the next message, None when none comes in time."""
        try:
            event, data = self.inbox.get(timeout=wait_s)
        except queue.Empty:
            return None
        if event == "gone":
            raise Gone("the connection ended")
        return event, data

    def cut(self) -> None:
        """End the connection without a word."""
        socket, self._socket = self._socket, None
        if socket is not None and socket.eio.state == "connected":
            socket.eio.disconnect(abort=True)


def code_of(answer: Json) -> str:
    """Return the code of an acknowledgement, empty for ``ok``."""
    return "" if answer["ok"] else str(answer["error"]["code"])


def _code(refused: list[Json]) -> str:
    try:
        return str(refused[0]["data"]["error"]["code"])
    except (IndexError, KeyError, TypeError):
        return ""
