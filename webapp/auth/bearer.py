"""The token that a script sends with every request."""

from __future__ import annotations

from flask import Request


def bearer_token(request: Request) -> str:
    """Return the token of an ``Authorization: Bearer`` header, or nothing."""
    given = request.authorization
    return (given.token or "") if given is not None and given.type == "bearer" else ""
