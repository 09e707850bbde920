"""Devices that go along to the next session, as pages do: the same device, with another credential and store."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from webapp.auth.device_cookies import device_cookie
from webapp.virtual.network.session_client import MOVED, Ending
from webapp.virtual.network.web import DeviceCredential, DeviceError, Trust, ask

AGAIN_S = 1.0
PASSING = ("lab_unreachable", "disk_full", "server_busy", "internal", "http_502", "http_503", "http_504")


class SessionDevice(Protocol):
    """A device in one session."""

    def run(self) -> Ending:
        """Take part until it ends, with the code ``moved`` where another session follows."""


def run_on(
    make: Callable[[DeviceCredential], SessionDevice], credential: DeviceCredential, trust: Trust
) -> Ending:
    """Run a device in its session, and in those to which it moves; ``make`` makes it anew for each of them.

    Raises:
        DeviceError: The lab refuses the move.
    """
    while (ending := make(credential).run()).code == MOVED:
        credential = moved(credential, trust)
    return ending


def moved(credential: DeviceCredential, trust: Trust) -> DeviceCredential:
    """Return the credential for the session to which a device is to go; its own if that has ended meanwhile.

    Raises:
        DeviceError: The lab refuses it.
    """
    url = f"{credential.base}/api/v1/sessions/{credential.session}/devices/{credential.device}/move"
    while True:
        try:
            with trust.open() as web:
                web.cookies.update(credential.cookies)
                answer = ask(web, "POST", url)
        except DeviceError as error:
            if error.code == "not_moved":
                return credential
            if error.code not in PASSING:
                raise
            time.sleep(AGAIN_S)
        else:
            body = answer.json()
            cookie = answer.cookies.get(device_cookie(credential.role, body["session"])) or ""
            return replace(credential, session=body["session"], device=body["device"], cookie=cookie, code="")
