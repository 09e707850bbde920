"""HTTPS to the lab: trusted certificate authorities, and joining a session by its code."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from dataset.files import write_atomically
from webapp.auth.device_cookies import device_cookie
from webapp.virtual.network.address import JoinAddress


class DeviceError(Exception):
    """The device cannot continue; ``code`` is the protocol's error code, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class _Connections(HTTPAdapter):
    """An adapter that waits ``patience_s`` for an answer, and closes connections on close."""

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        super().__init__()

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        return super().send(request, **{**options, "timeout": options.get("timeout") or self._patience_s})

    def close(self) -> None:
        pools = self.poolmanager.pools
        for key in list(pools.keys()):
            pool = pools.get(key)
            if pool is not None:
                pool.close()
        super().close()


@dataclass(frozen=True, slots=True)
class Trust:
    """Trusted certificates: those of ``ca`` (None: the system's), or with ``insecure`` all.

    ``patience_s`` is how long an answer is waited for: a network that is gone tells nobody.
    """

    ca: Path | None = None
    insecure: bool = False
    patience_s: float = 30.0

    def open(self) -> requests.Session:
        """Open an HTTPS session; proxies and other settings of the environment do not apply to a lab's network."""
        web = requests.Session()
        web.trust_env = False
        web.mount("https://", _Connections(self.patience_s))
        web.verify = False if self.insecure else str(self.ca) if self.ca else True
        return web


class ThreadSessions:
    """One HTTPS session for each thread of a device, with the device's cookie.

    A thread may be in the middle of a request when the device is put away, so each closes what it leaves behind.
    """

    def __init__(self, trust: Trust, cookies: Mapping[str, str]) -> None:
        self._trust, self._cookies = trust, cookies
        self._own = threading.local()
        self._opened: list[requests.Session] = []
        self._closed = threading.Event()

    @contextmanager
    def mine(self) -> Iterator[requests.Session]:
        """Return this thread's session.

        Raises:
            requests.ConnectionError: The device was put away.
        """
        if self._closed.is_set():
            raise requests.ConnectionError("the device was put away")
        if not hasattr(self._own, "web"):
            self._own.web = self._trust.open()
            self._own.web.cookies.update(self._cookies)
            self._opened.append(self._own.web)
        try:
            yield self._own.web
        finally:
            if self._closed.is_set():
                self._own.web.close()

    def close(self) -> None:
        """Close all sessions not in use, and the others after their request."""
        self._closed.set()
        for web in list(self._opened):
            web.close()


@dataclass(frozen=True, slots=True)
class DeviceCredential:
    """A device's name in one session, and the cookie that authenticates it."""

    base: str
    role: str
    session: str
    device: str
    cookie: str
    code: str = ""

    @property
    def cookies(self) -> dict[str, str]:
        """The cookie to send with every request."""
        return {device_cookie(self.role, self.session): self.cookie}

    def save(self, file: Path) -> None:
        """Write the credential to a file readable only by its owner."""
        write_atomically(file, json.dumps(asdict(self)), private=True)

    @staticmethod
    def load(file: Path) -> DeviceCredential | None:
        """Return the credential in ``file``, None when there is none."""
        return DeviceCredential(**json.loads(file.read_text())) if file.exists() else None


def join(
    invitation: JoinAddress, name: str, role: str, trust: Trust, cookies: Mapping[str, str] | None = None
) -> DeviceCredential:
    """Exchange a code for a credential; ``cookies`` are earlier ones, by which the lab recognises a device.

    Raises:
        DeviceError: The lab is not there, its certificate is not trusted, or it refuses the code.
    """
    with trust.open() as web:
        web.cookies.update(cookies or {})
        answer = ask(
            web, "POST", f"{invitation.base}/api/v1/join", json={"code": invitation.code, "name": name}
        )
        body = answer.json()
        if body["role"] != role:
            raise DeviceError("wrong_role", f"This code is for a {body['role']}, not for a {role}.")
        cookie = answer.cookies.get(device_cookie(role, body["session"]))
    if cookie is None:
        raise DeviceError("credential_missing", "The lab let the device in but gave it no credential.")
    return DeviceCredential(invitation.base, role, body["session"], body["device"], cookie, invitation.code)


def ask(web: requests.Session, method: str, url: str, **more: Any) -> requests.Response:
    """Make one request that must succeed.

    Raises:
        DeviceError: There was no answer, or an error; with the lab's own words where it spoke.
    """
    try:
        answer = web.request(method, url, **more)
    except requests.exceptions.RequestException as error:
        if is_distrust(error):
            raise DeviceError(
                "certificate_not_trusted",
                f"The lab's certificate is not trusted ({_reason(error)}). Pass --ca <data root>/tls/ca.crt.",
            ) from error
        raise DeviceError(
            "lab_unreachable", f"The lab does not answer at {url} ({_reason(error)})."
        ) from error
    if not answer.ok:
        raise DeviceError(*error_of(answer))
    return answer


def is_distrust(error: requests.RequestException) -> bool:
    """Return whether a request failed because of the server's certificate.

    ``requests`` raises its ``SSLError`` also when the server ends in the middle of a handshake: that passes.
    """
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None


def error_of(answer: requests.Response) -> tuple[str, str]:
    """Return code and message of an error answer, whatever its body."""
    try:
        error = answer.json()["error"]
        return str(error["code"]), str(error["message"])
    except (ValueError, KeyError, TypeError):
        return f"http_{answer.status_code}", f"The lab answered {answer.status_code} {answer.reason}."


def _reason(error: BaseException) -> str:
    inner = error.args[0] if error.args else error
    return str(getattr(inner, "reason", inner))
