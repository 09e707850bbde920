"""Hosts at which other machines reach this server, and the explanation where there are none.

An address in a QR code has to be one that a phone can open, so only what the server listens on counts, and what the
operator names as leading here (``--names``): a reverse proxy's name, the address of the Windows that WSL runs in.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address
from pathlib import Path

import psutil

from messages import Message
from webapp.settings import Settings
from webapp.tls.addresses import Address, is_address, lan_addresses

KERNEL = Path("/proc/version")
WSL_MIRRORED_INTERFACE = "loopback0"
"""Only there with WSL's mirrored networking, where Windows' own addresses lead here."""


def hosts_for_others(settings: Settings) -> tuple[str, ...]:
    """Return the names and addresses by which other machines reach this server, likeliest first."""
    listened = () if behind_wsl() else (str(address) for address in _listened_on(settings.host))
    named = (name for name in settings.names if not is_local(name))
    return tuple(dict.fromkeys((*named, *listened)))


def why_unreachable(settings: Settings) -> str:
    """Return why no other machine reaches this server and what to do, as sentences."""
    bound = _bound(settings.host)
    if bound is not None and bound.is_loopback:
        return Message("reach-local-only", host=settings.host)
    return Message("reach-in-wsl" if behind_wsl() else "reach-no-network")


def origin(host: str, port: int) -> str:
    """Return the address of a server's pages, without a trailing slash."""
    name = f"[{host}]" if ":" in host else host
    return f"https://{name}" if port == 443 else f"https://{name}:{port}"


def sign_in_address(origin: str, code: str, page: str = "/") -> str:
    """Return the address that signs a browser in by a code, and leads on to a page of the server."""
    # What follows # is sent to no server: it is in no log, and no page that is opened from there learns it.
    return f"{origin}/sign-in" + (f"?next={page}" if page != "/" else "") + (f"#{code}" if code else "")


def is_local(host: str) -> bool:
    """Return whether ``host`` is reachable only from the same machine."""
    if not is_address(host):
        return host == "localhost" or host.endswith(".localhost")
    address = ip_address(host)
    return address.is_loopback or address.is_unspecified


def behind_wsl() -> bool:
    """Return whether this is WSL 2 with its own network, whose addresses only its Windows can open."""
    try:
        kernel = KERNEL.read_text(errors="replace").lower()
    except OSError:
        return False
    # WSL 1 calls itself Microsoft too, but shares the network of Windows.
    in_wsl_2 = "microsoft-standard" in kernel or "wsl2" in kernel
    return in_wsl_2 and WSL_MIRRORED_INTERFACE not in psutil.net_if_addrs()


def _listened_on(host: str) -> tuple[Address, ...]:
    bound = _bound(host)
    if bound is None or bound.is_loopback:
        return ()
    if not bound.is_unspecified:
        return (bound,)
    return tuple(address for address in lan_addresses() if bound.version == 6 or address.version == 4)


def _bound(host: str) -> Address | None:
    """Return the address that listening on ``host`` implies, None if there is none."""
    if is_address(host):
        return ip_address(host)
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        return None
    return ip_address(str(found[0][4][0]).partition("%")[0])
