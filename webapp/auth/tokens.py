"""Random names and secrets of the web layer; the journal makes the devices' credentials."""

from __future__ import annotations

import hashlib
import hmac
import secrets

ID_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def new_id() -> str:
    """Return a fresh identifier for a session or data set: eight characters."""
    return "".join(secrets.choice(ID_ALPHABET) for _ in range(8))


def new_secret() -> str:
    """Return a fresh secret of 256 bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the SHA-256 of a secret, which reveals nothing of it (it is random and long)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
