"""The operator's sign-in: a token printed at start, exchanged for a signed cookie.

Token and signing key live in the data root, readable by their owner alone, so that a restart signs nobody out.  A
new token makes every cookie given for the old one worthless.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.auth.bearer import bearer_token
from webapp.auth.tokens import digest, new_secret, same

COOKIE = "__Host-operator"
MAX_AGE_S = 30 * 24 * 3600


def stored_secret(path: Path) -> str:
    """Return the secret stored in ``path``; create it, readable by its owner only, if missing."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = new_secret()
        file.write(secret + "\n")
    return secret


class OperatorSignIn:
    """The operator's token, and the cookies issued for it."""

    def __init__(self, token: str, signing_key: str) -> None:
        self.token = token
        self._mark = digest(token)[:16]
        self._signer = URLSafeTimedSerializer(signing_key, salt="operator")

    @classmethod
    def load(cls, data_root: Path, token: str | None = None) -> OperatorSignIn:
        """Read, or create, the secrets of a data root; ``token`` overrides the stored one."""
        folder = data_root / "secrets"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(token or stored_secret(folder / "operator-token"), stored_secret(folder / "signing-key"))

    def accepts(self, token: str) -> bool:
        """Return whether ``token`` is the operator's."""
        return same(token, self.token)

    def remember(self, response: Response) -> None:
        """Set the sign-in cookie."""
        value = self._signer.dumps(self._mark)
        response.set_cookie(COOKIE, value, max_age=MAX_AGE_S, httponly=True, secure=True, samesite="Lax")

    def forget(self, response: Response) -> None:
        """Delete the sign-in cookie."""
        response.delete_cookie(COOKIE, httponly=True, secure=True, samesite="Lax")

    def is_signed_in(self, request: Request) -> bool:
        """Return whether ``request`` comes from the operator, by cookie or bearer token."""
        if bearer := bearer_token(request):
            return self.accepts(bearer)
        try:
            return same(
                str(self._signer.loads(request.cookies.get(COOKIE, ""), max_age=MAX_AGE_S)), self._mark
            )
        except BadSignature:
            return False
