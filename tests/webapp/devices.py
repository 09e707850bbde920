"""A phone and a display as scripts: they speak the protocol over Socket.IO's test client, step by step."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable
from typing import Any, Self

from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from flask_socketio.test_client import SocketIOTestClient
from werkzeug.test import TestResponse

from tests.waiting import wait_until
from tests.webapp.clients import HOST, client
from tests.webapp.xrays import jpeg

Message = dict[str, Any]


class Device:
    """What phones and displays have in common."""

    role = ""

    def __init__(self, app: OpenAPI, code: str, name: str = "") -> None:
        self.app = app
        self.browser: FlaskClient = client(app)
        answer = self.browser.post("/api/v1/join", json={"code": code, "name": name})
        assert answer.status_code == 201, answer.json
        self.session: str = answer.json["session"]
        self.id: str = answer.json["device"]
        self.generation = 0
        self.heard: list[tuple[str, Message]] = []
        self.socket = self.connect()

    @property
    def cookie(self) -> str:
        found = self.browser.get_cookie(f"__Host-{self.role}-{self.session}", domain="lab.test")
        assert found is not None
        return f"{found.key}={found.value}"

    def connect(self) -> SocketIOTestClient:
        headers = {"Cookie": self.cookie, "Host": HOST}
        self.socket = self.app.extensions["socketio"].test_client(
            self.app, namespace=f"/{self.role}", auth={"session": self.session}, headers=headers
        )
        return self.socket

    def follow(self) -> Self:
        """Wait for `moved`, and go on in the session that it names, as a page does."""
        return self.go_to(self.next("moved")["session"])

    def go_to(self, session: str) -> Self:
        """Exchange the credential, and connect in the new session."""
        answer = self.browser.post(f"/api/v1/sessions/{self.session}/devices/{self.id}/move")
        assert answer.status_code == 200, answer.json
        assert (answer.json["session"], answer.json["role"]) == (session, self.role)
        if self.socket.is_connected(f"/{self.role}"):
            self.socket.disconnect(f"/{self.role}")
        self.session, self.id, self.generation = answer.json["session"], answer.json["device"], 0
        self.heard.clear()
        self.start_anew()
        self.connect()
        return self

    def start_anew(self) -> None:
        """Forget what belongs to the session before."""

    def move_to(self, app: OpenAPI) -> None:
        """Turn to a server that was started anew, with the credential it has."""
        cookie = self.cookie.partition("=")
        self.app, self.browser = app, client(app)
        self.browser.set_cookie(cookie[0], cookie[2], domain="lab.test")
        self.heard.clear()
        self.connect()

    def say(self, event: str, **message: Any) -> Message:
        """Send a message and return its acknowledgement."""
        message = {"generation": self.generation, **message}
        return self.socket.emit(event, message, namespace=f"/{self.role}", callback=True)

    def said_hello(self, **message: Any) -> Message:
        answer = self.socket.emit(
            "hello", {"protocol": 1, **message}, namespace=f"/{self.role}", callback=True
        )
        self.generation = answer.get("generation", 0)
        return answer

    def next(self, event: str, fits: Callable[[Message], bool] = lambda message: True) -> Message:
        """Wait for a message; those before it are read over."""

        def look() -> list[Message]:
            self.listen()
            for number, (name, message) in enumerate(self.heard):
                if name == event and fits(message):
                    del self.heard[: number + 1]
                    return [message]
            return []

        (found,) = wait_until(look, f"{event} to the {self.role}")
        return found

    @property
    def connected(self) -> bool:
        return bool(self.socket.is_connected(f"/{self.role}"))

    def listen(self) -> None:
        # Not `get_received`, which gives nothing once the server has ended the connection: there is a last message.
        while self.socket.queue:
            packet = self.socket.queue.pop(0)
            self.heard.append((packet["name"], packet["args"][0] if packet["args"] else {}))


class Display(Device):
    """Shows at once what it is told to."""

    role = "display"

    def __init__(self, app: OpenAPI, code: str) -> None:
        super().__init__(app, code, "Monitor")
        self.shown: int | None = None

    def start_anew(self) -> None:
        self.shown = None

    def hello(self) -> Message:
        self.shown = None
        return self.said_hello(width=1920, height=1080, fullscreen=True, wake_lock=True)

    def show_next(self, index: int | None) -> Message:
        """Wait for an x-ray to be shown, and say that it is."""
        order = self.next("show", lambda message: message["index"] == index)
        self.paint(order)
        return order

    def paint(self, order: Message) -> None:
        assert self.say("shown", showing=order["showing"], whole=self.shown) == {"ok": True}
        self.shown = order["showing"]


class Phone(Device):
    """Photographs when it is told to; its store is a dictionary."""

    role = "phone"

    def __init__(self, app: OpenAPI, code: str, name: str = "Pixel 7a") -> None:
        super().__init__(app, code, name)
        self.held: dict[tuple[int, int], tuple[bytes, int]] = {}
        self.start_anew()

    def start_anew(self) -> None:
        assert not self.held, "photos wait for the session before"
        self.begin: int | None = None
        self.last: int | None = None
        self.attempts: dict[int, int] = {}

    def hello(self) -> Message:
        held = [
            {
                "index": index,
                "attempt": attempt,
                "showing": showing,
                "sha256": sha256(data),
                "size": len(data),
            }
            for (index, attempt), (data, showing) in self.held.items()
        ]
        attempts = {str(index): attempt for index, attempt in self.attempts.items()}
        answer = self.said_hello(begin=self.begin, last=self.last, attempts=attempts, held=held)
        point = answer.get("resume_point")
        if point:
            self.begin, self.last = point["begin"], point["last"]
            self.attempts = {int(index): attempt for index, attempt in point["attempts"].items()}
        return answer

    def ready(self) -> Message:
        return self.say(
            "ready", ready=True, code="", status={"camera": {"label": "back", "width": 64, "height": 48}}
        )

    def come(self) -> Self:
        """Connect as a page does: hello, then the camera is ready."""
        assert self.hello()["ok"]
        assert self.ready() == {"ok": True}
        return self

    def shoot(self, index: int, attempt: int = 1) -> tuple[int, int]:
        """Wait for a command, take the photo, say so; returns its key."""
        order = self.next(
            "capture", lambda message: (message["index"], message["attempt"]) == (index, attempt)
        )
        return self.carry_out(order)

    def carry_out(self, order: Message) -> tuple[int, int]:
        """Take the photo of a command and say so; returns its key."""
        key = (order["index"], order["attempt"])
        facts = {name: order[name] for name in ("index", "attempt", "showing")}
        assert self.say("received", **facts) == {"ok": True}
        data = self.see(*key)
        self.keep(key, data, order["showing"])
        answer = self.say(
            "captured", **facts, sha256=sha256(data), size=len(data), camera={"taken_at": time.time()}
        )
        assert answer == {"ok": True}, answer
        return key

    def see(self, index: int, attempt: int) -> bytes:
        """Return what the camera sees: another JPEG for every photo."""
        return jpeg(index * 7 + attempt + sum(map(ord, self.id)))

    def keep(self, key: tuple[int, int], data: bytes, showing: int) -> None:
        index, attempt = key
        self.held[key] = (data, showing)
        if attempt > 1:
            self.attempts[index] = attempt
        self.last = max(self.last or 0, index)

    def put(
        self, key: tuple[int, int], data: bytes | None = None, length: str | None = None, **headers: str
    ) -> TestResponse:
        """Upload a photo; ``length`` is what the request says, if not the truth."""
        data = self.held[key][0] if data is None else data
        url = f"/api/v1/sessions/{self.session}/phones/{self.id}/photos/{key[0]}/{key[1]}"
        usual = {"Content-Digest": content_digest(data), "Content-Type": "image/jpeg"}
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        merged = {name: value for name, value in {**usual, **sent}.items() if value}
        overrides = {} if length is None else {"CONTENT_LENGTH": length}
        return self.browser.put(url, data=data, headers=merged, environ_overrides=overrides)

    def upload(self, key: tuple[int, int]) -> None:
        answer = self.put(key)
        assert answer.status_code in (200, 201), answer.json
        self.held.pop(key)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def content_digest(data: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"
