"""Security headers on every answer.

The policy allows scripts, styles and connections from this server alone and nothing inline; the API's browser page
brings its own (see ``webapp.api.browser``).  There is no HSTS on purpose: with a certificate that a phone does
not know yet it would take away the way past the warning.
"""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), fullscreen=(self), screen-wake-lock=(self), microphone=(), geolocation=()",
}


def policy(**changes: str) -> str:
    """Return the Content-Security-Policy with ``changes`` (``script_src="..."``) applied.

    Old Safari does not count ``wss:`` on the same host as ``'self'``, so that it is named.
    """
    directives = POLICY | {"connect-src": f"'self' wss://{request.host}"}
    directives |= {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def register(app: Flask) -> None:
    """Set the headers on every answer of ``app``; an answer without a caching header is not stored."""

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy())
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
