"""Requests that another site made a browser send, with this server's cookies."""

from __future__ import annotations

from flask import Request

from webapp.auth.bearer import bearer_token
from webapp.errors import ApiError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def refuse_cross_site(request: Request) -> None:
    """Refuse a request of another site's page; scripts send none of these headers, and no site has their token.

    Raises:
        ApiError: ``cross_site``.
    """
    if bearer_token(request):
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in ("same-origin", "none") if site else origin and origin != request.host_url.rstrip("/"):
        raise ApiError("cross_site", "Another site asked for this. Use the pages of this server.")
