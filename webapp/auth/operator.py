"""Sign-in: the operator's token, one-time codes in its place, and what is given out for it.

The token lies in the data root, readable by its owner alone, so that a restart signs nobody out.  A new token makes
everything that was given for the old one worthless.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Request, Response

from dataset.files import write_atomically
from dataset.system.opening import create_new
from webapp.auth.bearer import bearer_token
from webapp.auth.issued import Issued, IssuedCredentials, Scope
from webapp.auth.one_time import OneTimeCodes
from webapp.auth.tokens import digest, new_secret, same

COOKIE = "__Host-operator"
MAX_AGE_S = 30 * 24 * 3600
HEADER_FILE = "authorization"
"""The token as a request's header, for ``curl -H @file``: what stands on a command line is for every user to read."""


def stored_secret(path: Path) -> str:
    """Return the secret stored in ``path``; create it, readable by its owner only, if missing."""
    try:
        descriptor = create_new(path)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = new_secret()
        file.write(secret + "\n")
    return secret


@dataclass(frozen=True, slots=True)
class Holder:
    """A person or script with a credential that is no device's.

    Attributes:
        scope: What it opens.
        name: Whose it is; "" for the operator's own token.
        id: The credential's, "" for the token itself.
        owner: Whether it may give out and revoke credentials.
    """

    scope: Scope
    name: str = ""
    id: str = ""
    owner: bool = False

    @property
    def roles(self) -> frozenset[str]:
        """The roles that routes are marked with."""
        return frozenset({self.scope, "owner"} if self.owner else {self.scope})


class OperatorSignIn:
    """The operator's token, the codes that sign in for it once, and the credentials that were given for it."""

    def __init__(self, token: str, issued: IssuedCredentials, codes: OneTimeCodes) -> None:
        self.token, self.issued, self.codes = token, issued, codes

    @classmethod
    def load(
        cls, data_root: Path, token: str | None = None, now: Callable[[], float] = time.time
    ) -> OperatorSignIn:
        """Read, or create, the secrets of a data root; ``token`` overrides the stored one."""
        folder = data_root / "secrets"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        token = token or stored_secret(folder / "operator-token")
        write_atomically(folder / HEADER_FILE, f"Authorization: Bearer {token}\n", private=True)
        issued, codes = (
            IssuedCredentials(folder / "issued.json", digest(token)[:16], now),
            OneTimeCodes(folder, now),
        )
        codes.forget()  # whoever replaces the token must not leave a way in
        return cls(token, issued, codes)

    def accepts(self, token: str) -> bool:
        """Return whether ``token`` is the operator's."""
        return same(token, self.token)

    def sign_in(self, response: Response, token: str) -> bool:
        """Set the cookie for a one-time code, the operator's token or a reader's link; return whether it is one."""
        if self.codes.use(token) or self.accepts(token):
            self.remember(response)
            return True
        link = self.issued.find(token, "link")
        if link is not None:
            self.remember(response, link)
        return link is not None

    def remember(self, response: Response, link: Issued | None = None) -> None:
        """Set a new sign-in's cookie: the operator's, or that of whoever has the link."""
        scope, name, parent = ("operator", "", "") if link is None else (link.scope, link.name, link.id)
        _, secret = self.issued.issue("sign-in", scope, name, MAX_AGE_S, parent)  # type: ignore[arg-type]
        response.set_cookie(COOKIE, secret, max_age=MAX_AGE_S, httponly=True, secure=True, samesite="Lax")

    def forget(self, request: Request, response: Response) -> None:
        """Make the browser's sign-in void, copies of its cookie included."""
        if found := self.issued.find(request.cookies.get(COOKIE, ""), "sign-in"):
            self.issued.revoke(found.id)
        response.delete_cookie(COOKIE, httponly=True, secure=True, samesite="Lax")

    def holder(self, request: Request) -> Holder | None:
        """Return who sends ``request``, by bearer token or else by cookie; None for nobody that is known."""
        if bearer := bearer_token(request):
            if self.accepts(bearer):
                return Holder("operator", owner=True)
            token = self.issued.find(bearer, "token")
            return None if token is None else Holder(token.scope, token.name, token.id)
        found = self.issued.find(request.cookies.get(COOKIE, ""), "sign-in")
        if found is None:
            return None
        return Holder(found.scope, found.name, found.id, owner=found.scope == "operator")

    def is_signed_in(self, request: Request) -> bool:
        """Return whether ``request`` comes from the operator."""
        holder = self.holder(request)
        return holder is not None and holder.scope == "operator"
