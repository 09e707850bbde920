"""A reconnecting Socket.IO connection over a simulated faulty network.

Messages arrive by one callback in the order in which they were read; answers to what was sent come by their
own.  Both are called on the connection's reading thread and must return at once.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Sequence
from typing import Any, cast

import engineio
import requests
import socketio
import websocket
from engineio.payload import Payload

from webapp.serving.shared_tls import SharedTls
from webapp.virtual.network.faults import Faults, Weather
from webapp.virtual.network.web import DeviceCredential, DeviceError, Trust

Message = dict[str, Any]  # of any name: whoever hears one knows its shape by the name that comes with it
Listener = Callable[[str, Message], None]
Answer = Callable[[Message], None]

# By default a poll that brings more than 16 messages at once breaks the connection.
Payload.max_decode_packets = 500

_FINAL = ("credential_unknown", "credential_revoked", "session_unknown")


class _OrderedEngine(engineio.Client):  # type: ignore[misc]
    """An engine that reads packets in wire order: by default each gets a thread and may overtake.

    Only a farewell still gets a thread, because it ends the one that reads.
    """

    def _trigger_event(self, event: str, *args: Any, **kwargs: Any) -> Any:
        farewell = event == "message" and isinstance(args[0], str) and args[0].startswith("1")
        return super()._trigger_event(event, *args, **{**kwargs, "run_async": farewell})


class OrderedClient(socketio.Client):  # type: ignore[misc]
    """A Socket.IO client that receives messages in the order in which they were sent."""

    def _engineio_client_class(self) -> type[engineio.Client]:
        return _OrderedEngine


class _WebSocket(websocket.WebSocket):
    """A WebSocket for two threads: Engine.IO reads in one and writes in another."""

    def connect(self, url: str, **options: Any) -> None:
        super().connect(url, **options)  # type: ignore[no-untyped-call]
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock = cast(Any, SharedTls(self.sock))


class _Sockets:
    """A factory of a connection's WebSockets that also closes orphans of failed upgrades."""

    def __init__(self) -> None:
        self._made: list[websocket.WebSocket] = []

    def __call__(self, **options: Any) -> websocket.WebSocket:
        made = _WebSocket(**options)
        self._made.append(made)
        return made

    def close(self) -> None:
        for made in self._made:
            made.shutdown()  # type: ignore[no-untyped-call]


class SocketLink:
    """A device's connection to its namespace.

    Args:
        credential: Who connects, and where.
        trust: Whose certificate is believed.
        listener: Is told ``("up", {})`` on every connection, ``("down", {})`` when it ends, ``("refused",
            error)`` when the lab will never let the device in again, and every message by its name.
        faults: How bad the network is.
        transports: Of Socket.IO; ``("polling",)`` forbids WebSocket.
        retry_s: How long to wait before connecting again; doubles up to 16 times as much.
    """

    def __init__(
        self,
        credential: DeviceCredential,
        trust: Trust,
        listener: Listener,
        faults: Faults | None = None,
        transports: Sequence[str] = ("polling", "websocket"),
        retry_s: float = 0.25,
    ) -> None:
        self._credential, self._trust, self._listener = credential, trust, listener
        self._weather = Weather(faults or Faults())
        self._transports, self._retry = list(transports), retry_s
        self._client: OrderedClient | None = None
        self._ended: threading.Event | None = None
        self._parting: threading.Thread | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._keep_connected, daemon=True, name="link")

    def open(self) -> None:
        """Connect, and stay connected until `close`."""
        self._thread.start()

    def close(self) -> None:
        """Disconnect for good."""
        self._closed.set()
        self.cut()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(5)
        if self._parting:
            self._parting.join(1)

    def cut(self) -> None:
        """Break the connection; it reconnects."""
        ended = self._ended
        if ended:
            ended.set()

    def send(self, name: str, message: Message, answer: Answer | None = None) -> None:
        """Send a message, which may be lost; ``answer`` is called with the acknowledgement, if one comes."""
        client = self._client
        if client is None:
            return
        for delay in self._weather.deliveries():
            if delay > 0:
                timer = threading.Timer(delay, self._emit, (client, name, message, answer))
                timer.daemon = True
                timer.start()
            else:
                self._emit(client, name, message, answer)

    def _emit(self, client: OrderedClient, name: str, message: Message, answer: Answer | None) -> None:
        namespace = f"/{self._credential.role}"
        callback = self._answered(answer) if answer else None
        # When the connection has just ended, the message is lost like any other.
        with contextlib.suppress(socketio.exceptions.BadNamespaceError, OSError):
            client.emit(name, message, namespace=namespace, callback=callback)

    def _answered(self, answer: Answer) -> Callable[..., None]:
        def deliver(*values: Any) -> None:
            if self._weather.deliveries():
                answer(values[0] if values and isinstance(values[0], dict) else {"ok": True})

        return deliver

    def _keep_connected(self) -> None:
        wait = self._retry
        while not self._closed.is_set():
            if self._connect():
                wait = self._retry
                self._listener("down", {})
            self._closed.wait(wait)
            wait = min(2 * wait, 16 * self._retry)

    def _connect(self) -> bool:
        """Hold one connection until it ends; return whether there was one."""
        self._ended = ended = threading.Event()
        web, sockets = self._trust.open(), _Sockets()
        client = self._prepare(web, sockets, ended)
        try:
            client.connect(
                self._credential.base,
                namespaces=[f"/{self._credential.role}"],
                auth={"session": self._credential.session},
                transports=self._transports,
                wait_timeout=5,
            )
        except socketio.exceptions.ConnectionError:
            self._parting = _hang_up(client, web, sockets)
            return False
        self._client = client
        self._listener("up", {})
        ended.wait()
        self._client = None
        self._parting = _hang_up(client, web, sockets)
        return True

    def _prepare(self, web: requests.Session, sockets: _Sockets, ended: threading.Event) -> OrderedClient:
        web.cookies.update(self._credential.cookies)
        client = OrderedClient(
            reconnection=False,
            http_session=web,
            ssl_verify=not self._trust.insecure,
            handle_sigint=False,
            websocket_extra_options={"class_": sockets},
        )
        namespace = f"/{self._credential.role}"
        client.on("connect_error", self._refused, namespace=namespace)
        client.on("disconnect", lambda *_reason: ended.set(), namespace=namespace)
        client.on("*", self._heard, namespace=namespace)
        return client

    def _heard(self, name: str, message: Any = None, *_more: Any) -> None:
        for _ in self._weather.deliveries():
            self._listener(name, message if isinstance(message, dict) else {})

    def _refused(self, data: Any = None) -> None:
        error = data.get("error", {}) if isinstance(data, dict) else {}
        if error.get("code") in _FINAL:
            self._listener("refused", error)
            self._closed.set()


def _hang_up(client: OrderedClient, web: requests.Session, sockets: _Sockets) -> threading.Thread:
    """Disconnect in the background: a regular WebSocket close may take the library three seconds."""

    def part() -> None:
        try:
            with web:
                client.disconnect()
        finally:
            sockets.close()

    thread = threading.Thread(target=part, daemon=True, name="hang-up")
    thread.start()
    return thread


def error_in(answer: Message) -> DeviceError | None:
    """Return the error in an acknowledgement, None when it is a good one."""
    if answer.get("ok"):
        return None
    error = answer.get("error", {})
    return DeviceError(
        str(error.get("code", "unknown")), str(error.get("message", "The lab gave no reason."))
    )
