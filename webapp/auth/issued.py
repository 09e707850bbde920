"""Credentials that the server has given out for the operator's token: sign-ins, tokens of scripts, links of readers.

Only digests are kept, in one file of the data root beside the token. Each can be revoked, and what was given for an
older token of the operator is void.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from dataset.files import write_atomically
from webapp.auth.last_use import LastUses
from webapp.auth.tokens import digest, new_id, new_secret

Kind = Literal["sign-in", "token", "link"]
Scope = Literal["operator", "transforms", "reviewer"]
MOST_SIGN_INS = 500
"""The newest are kept: a script that signs in again and again must not fill the file."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A credential that was given out.

    Attributes:
        id: With which it is revoked.
        kind: A browser's ``sign-in``, a script's ``token``, or a ``link`` that signs a browser in.
        scope: What it opens.
        name: Whose it is.
        sha256: The digest of its secret.
        mark: The operator's token that it was given for, shortened digest.
        created_at: When it was given.
        expires_at: When it ends.
        parent: The link that a sign-in came by.
    """

    id: str
    kind: Kind
    scope: Scope
    name: str
    sha256: str
    mark: str
    created_at: float
    expires_at: float
    parent: str = ""


class IssuedCredentials:
    """The credentials in one file.

    Args:
        file: Where they are kept, for the owner alone.
        mark: The operator's present token, as a shortened digest.
        now: The time.
    """

    def __init__(self, file: Path, mark: str, now: Callable[[], float]) -> None:
        self._file, self._mark, self._now = file, mark, now
        self._lock = threading.Lock()
        self._voided: Callable[[str], None] = lambda _id: None
        self.uses = LastUses(file.with_name("last-use.json"), now)
        read = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
        self._by_digest = {row["sha256"]: Issued(**row) for row in read if row["mark"] == mark}

    def watch(self, voided: Callable[[str], None]) -> None:
        """Have ``voided`` called with the id of each credential that is good no more."""
        self._voided = voided

    def issue(
        self, kind: Kind, scope: Scope, name: str, lifetime_s: float, parent: str = ""
    ) -> tuple[Issued, str]:
        """Return a new credential and its secret, which is kept nowhere."""
        secret, at = new_secret(), self._now()
        made = Issued(new_id(), kind, scope, name, digest(secret), self._mark, at, at + lifetime_s, parent)
        with self._lock:
            self._by_digest[made.sha256] = made
            void = self._keep()
        self._tell(void)
        return made, secret

    def find(self, secret: str, *kinds: Kind) -> Issued | None:
        """Return the credential of these kinds with this secret, None for none that is good now."""
        found = self._by_digest.get(digest(secret)) if secret else None
        if found is None or found.kind not in kinds or found.expires_at <= self._now():
            return None
        self.uses.note(found.id)
        return found

    def all(self) -> list[Issued]:
        """Return the credentials that are good now, oldest first."""
        return [one for one in self._by_digest.values() if one.expires_at > self._now()]

    def revoke(self, id_: str) -> bool:
        """Make a credential void, with the sign-ins that came by it; return whether there was one."""
        with self._lock:
            void = [one for one in self._by_digest.values() if id_ in (one.id, one.parent)]
            for one in void:
                del self._by_digest[one.sha256]
            surplus = self._keep()
        self._tell([*void, *surplus])
        return bool(void)

    def _tell(self, void: list[Issued]) -> None:
        for one in void:
            self._voided(one.id)

    def _keep(self) -> list[Issued]:
        """Write down what is good, and return what is not any more."""
        before, good = list(self._by_digest.values()), self.all()
        surplus = [one for one in good if one.kind == "sign-in"][:-MOST_SIGN_INS]
        self._by_digest = {one.sha256: one for one in good if one not in surplus}
        self.uses.forget_others({one.id for one in self._by_digest.values()})
        rows = [asdict(one) for one in self._by_digest.values()]
        write_atomically(self._file, json.dumps(rows), private=True)
        return [one for one in before if one.sha256 not in self._by_digest]
