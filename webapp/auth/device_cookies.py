"""Cookies with which a browser authenticates its phones and displays: one for each session and role.

A browser sends all of them with every request, and a request's headers may only be so long. So it keeps a few: those
of which photos are still waited for, then those of sessions that go on, then the newest.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response

from capture.facts import Role

PREFIX = "__Host-"
"""What makes browsers take a cookie from this very host alone, over HTTPS: no other host of the domain can set it."""
MOST = 20
"""How many of them a browser keeps; each takes about 70 bytes of every request."""
AGE_S = 30 * 24 * 3600
_ROLES: tuple[Role, ...] = ("phone", "display")


def device_cookie(role: str, session: str) -> str:
    """Return the name of a device's cookie."""
    return f"{PREFIX}{role}-{session}"


def session_of(cookie: str) -> str | None:
    """Return the session to whose device a cookie of this name belongs; None for any other cookie."""
    role, _, session = cookie.removeprefix(PREFIX).partition("-")
    return session if session and cookie.startswith(PREFIX) and role in _ROLES else None


def give(response: Response, cookie: str, token: str) -> None:
    """Set the cookie with a device's credential."""
    response.set_cookie(cookie, token, max_age=AGE_S, httponly=True, secure=True, samesite="Lax")


def forget(response: Response, cookies: Iterable[str]) -> None:
    """Delete cookies with credentials."""
    for cookie in cookies:
        response.delete_cookie(cookie, httponly=True, secure=True, samesite="Lax")
