"""Choices about the server itself."""

from __future__ import annotations

from pydantic import Field

from webapp.api.paths import Strict


class ChosenAddress(Strict):
    """The address of this server for QR codes, one of ``urls``."""

    url: str = Field(max_length=300)


class SignIn(Strict):
    """The operator's token, as the server printed it."""

    token: str = Field(min_length=1, max_length=200)
