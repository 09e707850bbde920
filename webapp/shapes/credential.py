"""Credentials that the operator gave out, as the REST API gives them."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict


class CredentialView(TypedDict):
    """A credential without its secret; times in Unix seconds.

    ``last_used`` is null for one that was never used; ``current`` is the sign-in with which this was asked.
    """

    id: str
    kind: Literal["sign-in", "token", "link"]
    scope: Literal["operator", "transforms", "reviewer"]
    name: str
    created: float
    expires: float
    last_used: float | None
    current: bool


class GivenCredential(CredentialView):
    """A new credential with its secret, which is told once; ``url`` is a reader's link, "" for a token."""

    secret: str
    url: str


class GivenCredentials(TypedDict):
    """The credentials that are good now, oldest first."""

    credentials: list[CredentialView]


class Change(TypedDict):
    """A request that changed something, or tried to.

    Attributes:
        at: When, in Unix seconds.
        who: The role.
        name: Whose token or link it was; "" for the operator's own.
        credential: Its id, as the list of credentials has it.
        address: Where the request came from.
        did: Method and route.
        status: What the server answered.
    """

    at: float
    who: str
    name: str
    credential: str
    address: str
    did: str
    status: int


class Changes(TypedDict):
    """The newest changes, newest first."""

    changes: list[Change]
