"""Credentials that the operator gave out, as the REST API gives them."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict


class CredentialView(TypedDict):
    """A credential without its secret; times in Unix seconds."""

    id: str
    kind: Literal["sign-in", "token", "link"]
    scope: Literal["operator", "transforms", "reviewer"]
    name: str
    created: float
    expires: float


class GivenCredential(CredentialView):
    """A new credential with its secret, which is told once; ``url`` is a reader's link, "" for a token."""

    secret: str
    url: str


class GivenCredentials(TypedDict):
    """The credentials that are good now, oldest first."""

    credentials: list[CredentialView]
