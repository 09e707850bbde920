"""The credential of a participant in a challenge: a bearer token, or the same in a cookie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flask import Request, Response

from webapp.auth.bearer import bearer_token

COOKIE = "__Host-participant"
MAX_AGE_S = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Participant:
    """Participant of one challenge."""

    id: str
    challenge: str


class ParticipantTokens(Protocol):
    """The guard's interface to the participants."""

    def participant_of(self, token: str) -> Participant | None:
        """Return whose token it is, None for any other text.

        Raises:
            ApiError: ``credential_revoked``.
        """


def token_of(request: Request) -> str:
    """Return the token that a request may carry for a participant."""
    return bearer_token(request) or request.cookies.get(COOKIE, "")


def remember(response: Response, token: str) -> None:
    """Set the cookie."""
    response.set_cookie(COOKIE, token, max_age=MAX_AGE_S, httponly=True, secure=True, samesite="Lax")


def forget(response: Response) -> None:
    """Delete the cookie."""
    response.delete_cookie(COOKIE, httponly=True, secure=True, samesite="Lax")
