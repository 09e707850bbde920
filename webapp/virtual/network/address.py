"""The address by which a device joins, as encoded in the console's QR code."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


class AddressError(ValueError):
    """An invalid join address; the message says what it should look like."""


@dataclass(frozen=True, slots=True)
class JoinAddress:
    """The lab's address (``https://host:port``) and the code for one session."""

    base: str
    code: str


def read_address(url: str) -> JoinAddress:
    """Parse a join address.

    Args:
        url: ``https://<host>:<port>/join?code=K7M42Q``, as the console shows it.

    Raises:
        AddressError: It is not https, names no host or carries no code.
    """
    parts = urlsplit(url.strip())
    code = parse_qs(parts.query).get("code", [""])[0]
    example = "The console shows it under the QR; it looks like https://192.168.0.20:8443/join?code=K7M42Q."
    if parts.scheme != "https" or not parts.hostname:
        raise AddressError(f"{url!r} is not an https address. {example}")
    if not code:
        raise AddressError(f"{url!r} carries no code. {example}")
    return JoinAddress(f"https://{parts.netloc}", code)
