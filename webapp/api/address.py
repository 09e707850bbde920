"""At which address a phone reaches this server: not ``localhost``, even if the operator came by that name."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

from webapp.tls.addresses import lan_addresses

OWN = ("localhost", "127.0.0.1", "::1")


def urls_for_others() -> list[str]:
    """Return the addresses of this server for other machines, likeliest first.

    The one that the operator's own browser uses is known to work, unless it never leaves this machine.
    """
    port = urlsplit(f"//{request.host}").port or 443
    used = urlsplit(f"//{request.host}").hostname or ""
    found = [
        f"https://[{address}]:{port}" if address.version == 6 else f"https://{address}:{port}"
        for address in lan_addresses()
    ]
    mine = [] if used in OWN else [f"https://{request.host}"]
    return list(dict.fromkeys([*mine, *found])) or [f"https://{request.host}"]


def url_for_others() -> str:
    """Return the likeliest address of this server for other machines."""
    return urls_for_others()[0]
