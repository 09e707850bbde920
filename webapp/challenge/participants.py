"""Participants' tokens: each is good for one challenge, until the operator revokes it.

Only the digest of a token is kept, in the database and here: a token is looked at with every request of its holder, and
the database is not asked each time.
"""

from __future__ import annotations

from dataclasses import replace

from capture.storage.challenges import ParticipantRow
from webapp.auth.participant import Participant
from webapp.auth.tokens import digest, new_id, new_secret
from webapp.errors import ApiError
from webapp.runtime.clock import Clock
from webapp.storage.session_store import SessionStore

BEGINNING = "challenge-"
"""Of every token, so that its holder, and a search for leaked ones, can tell what it is."""


class Participants:
    """The participants of all challenges."""

    def __init__(self, store: SessionStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[str, ParticipantRow] = {}

    def open(self) -> None:
        """Read them."""
        rows = self._store(lambda storage: storage.challenges.participants())
        self._known = {row.secret_sha256: row for row in rows}

    def add(self, challenge: str, name: str) -> tuple[ParticipantRow, str]:
        """Add a participant and return it with its token, which is told this once."""
        token = BEGINNING + new_secret()
        row = ParticipantRow(new_id(), challenge, name, digest(token), self._clock.now())
        self._store(lambda storage: storage.challenges.add_participant(row))
        self._known[row.secret_sha256] = row
        return row, token

    def revoke(self, challenge: str, participant: str) -> ParticipantRow:
        """Make a participant's token void.

        Raises:
            ApiError: ``participant_unknown``.
        """
        row = next((row for row in self.of(challenge) if row.id == participant), None)
        if row is None:
            raise ApiError("participant_unknown", "This challenge has no such participant.")
        at = row.revoked_at or self._clock.now()
        self._store(lambda storage: storage.challenges.revoke_participant(participant, at))
        revoked = replace(row, revoked_at=at)
        self._known[row.secret_sha256] = revoked
        return revoked

    def of(self, challenge: str) -> list[ParticipantRow]:
        """Return the participants of a challenge, oldest first."""
        rows = (row for row in self._known.values() if row.challenge == challenge)
        return sorted(rows, key=lambda row: row.created_at)

    def names(self, challenge: str) -> dict[str, str]:
        """Return the participants' names by their ids."""
        return {row.id: row.name for row in self.of(challenge)}

    def participant_of(self, token: str) -> Participant | None:
        """Return whose token it is, None for any other text.

        Raises:
            ApiError: ``credential_revoked``.
        """
        row = self._known.get(digest(token)) if token.startswith(BEGINNING) else None
        if row is None:
            return None
        if row.revoked_at is not None:
            raise ApiError("credential_revoked", "This token was revoked. Ask the operator for another one.")
        return Participant(row.id, row.challenge)
