"""A lab that does only what the test says: TLS, join, sockets, pictures and uploads, and no protocol of its own.

Tests against it specify the virtual devices message by message, as any other client would have to behave.
"""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import logging
import queue
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import socketio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask, Response, jsonify, request
from werkzeug.serving import WSGIRequestHandler, make_server

SESSION, DEVICE, CODE = "s7k3m9qa", "p4hx2mtc", "K7M42Q"
PATIENCE = 30.0
Answer = tuple[int, dict[str, Any]]


def running(**changes: Any) -> dict[str, Any]:
    """A ``state`` message."""
    state = {"session": SESSION, "phase": "running", "reason": None, "waits_for": [], "first": 1, "last": 9}
    return {**state, "index": 1, "set": "nokia", "stored": 0, "total": 9, "rate": None, **changes}


def welcome(last: int | None = 0, begin: int = 1, **changes: Any) -> dict[str, Any]:
    """The answer to a phone's ``hello``."""
    point = None if last is None else {"begin": begin, "last": last, "attempts": {}}
    settings = {"settle_ms": 0, "fresh_frames": 0, "frame_timeout_ms": 500, "capture_timeout_s": 20}
    answer = {"ok": True, "generation": 1, "device": DEVICE, "name": "Virtual", "settings": settings}
    return {**answer, "set": "nokia" if point else None, "resume_point": point, "state": running(), **changes}


class _KeepAlive(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"


class ScriptedLab:
    """Serves one namespace; the test reads what the device says and answers as it likes."""

    def __init__(self, role: str, folder: Path) -> None:
        self.role = role
        self.heard: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.answers: dict[str, Any] = {"hello": welcome()}
        self.uploads: queue.Queue[tuple[str, dict[str, str], bytes]] = queue.Queue()
        self.upload_answer: Callable[[str, bytes], Answer] = _kept
        self.frames: queue.Queue[bytes] = queue.Queue()
        self.frame_answer: Answer = (200, {"sentence": "Move closer"})
        self.pictures: dict[str, bytes] = {}
        self.missed: list[str] = []
        self.ca = folder / "ca.crt"
        self._sid: str | None = None
        self._sio = socketio.Server(async_mode="threading", allow_upgrades=False)
        self._listen()
        self._server = make_server(
            "127.0.0.1",
            0,
            self._wsgi(),
            threaded=True,
            request_handler=_KeepAlive,
            ssl_context=self._tls(folder),
        )
        self._server.daemon_threads = True
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        """The address to join by."""
        return f"https://127.0.0.1:{self._server.server_port}/join?code={CODE}"

    def close(self) -> None:
        """Stop serving."""
        self.hang_up()
        self._server.shutdown()
        self._server.server_close()

    def hang_up(self) -> None:
        """Break the device's connection."""
        if self._sid:
            self._sio.disconnect(self._sid, namespace=f"/{self.role}")

    def say(self, name: str, **message: Any) -> None:
        """Send a message to the device."""
        self._sio.emit(name, message, to=self._sid, namespace=f"/{self.role}")

    def capture(
        self, index: int, attempt: int = 1, showing: int = 1, generation: int = 1, **more: Any
    ) -> None:
        """Send a capture command."""
        message = {"generation": generation, "index": index, "attempt": attempt, "showing": showing}
        self.say("capture", **message, skipped=[], xray={"path": "x"}, thumbnail=b"\xff\xd8", **more)

    def expect(self, name: str, *ignored: str) -> dict[str, Any]:
        """The next message, which must be ``name``; messages named in ``ignored`` may come before it."""
        while True:
            got, message = self.heard.get(timeout=PATIENCE)
            if got == name:
                return message
            assert got in ignored, f"expected {name}, heard {got} {message}"

    def expect_upload(self) -> tuple[str, dict[str, str], bytes]:
        """The next upload: path, headers, bytes."""
        return self.uploads.get(timeout=PATIENCE)

    def heard_within(self, seconds: float) -> Iterator[tuple[str, Any]]:
        """What the device says in the time given."""
        until = time.monotonic() + seconds
        while (rest := until - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                yield self.heard.get(timeout=rest)

    def silent(self, seconds: float = 0.15) -> bool:
        """Whether the device says nothing for a while."""
        try:
            self.heard.get(timeout=seconds)
        except queue.Empty:
            return True
        return False

    def _listen(self) -> None:
        namespace = f"/{self.role}"

        @self._sio.on("connect", namespace=namespace)
        def connect(sid: str, environ: dict[str, Any], auth: dict[str, Any]) -> None:
            assert auth == {"session": SESSION}
            assert f"__Host-{self.role}-{SESSION}={DEVICE}.secret" in environ.get("HTTP_COOKIE", "")
            self._sid = sid

        @self._sio.on("*", namespace=namespace)
        def message(name: str, sid: str, data: Any) -> Any:
            self.heard.put((name, data))
            answer = self.answers.get(name, {"ok": True})
            return answer(data) if callable(answer) else answer

    def _wsgi(self) -> Any:
        app = Flask("scripted")

        @app.post("/api/v1/join")
        def join() -> Response | tuple[Response, int]:
            if request.json["code"] != CODE:
                error = {"code": "code_unknown", "message": "No session has this code."}
                return jsonify(error=error), 404
            page = f"/{self.role}/{SESSION}"
            answer = jsonify(role=self.role, session=SESSION, device=DEVICE, page=page)
            answer.set_cookie(f"__Host-{self.role}-{SESSION}", f"{DEVICE}.secret", secure=True, httponly=True)
            return answer, 201

        @app.put("/api/v1/sessions/<s>/phones/<d>/photos/<int:index>/<int:attempt>")
        def photo(s: str, d: str, index: int, attempt: int) -> tuple[Response, int, dict[str, str]]:
            key, data = f"{index}/{attempt}", request.get_data()
            self.uploads.put((key, dict(request.headers), data))
            status, body = self.upload_answer(key, data)
            return jsonify(body), status, {"Retry-After": "0"} if status >= 429 else {}

        @app.post("/api/v1/sessions/<s>/phones/<d>/aim")
        def aim(s: str, d: str) -> tuple[Response, int]:
            assert (s, d, request.mimetype) == (SESSION, DEVICE, "image/jpeg")
            self.frames.put(request.get_data())
            status, body = self.frame_answer
            return jsonify(body), status

        @app.get("/pictures/<name>")
        def picture(name: str) -> Response:
            if name not in self.pictures:
                self.missed.append(name)
                return Response(status=404)
            return Response(self.pictures[name], mimetype="image/png")

        return socketio.WSGIApp(self._sio, app)

    def _tls(self, folder: Path) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "scripted")])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        self.ca.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        private = folder / "key.pem"
        encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        private.write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.ca, private)
        return context


def _kept(key: str, data: bytes) -> Answer:
    index, attempt = key.split("/")
    return 201, {"index": int(index), "attempt": int(attempt), "name": f"{key}.jpg", "size": len(data)}


def refusal(status: int, code: str) -> Answer:
    """An error answer to an upload."""
    return status, {"error": {"code": code, "message": f"Refused: {code}."}}
