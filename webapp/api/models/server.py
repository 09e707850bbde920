"""The server's own account of itself."""

from __future__ import annotations

from pydantic import Field

from webapp.api.models.paths import Strict


class ChosenAddress(Strict):
    """The address of this server that QR codes are to lead to, one of ``urls``."""

    url: str = Field(max_length=300)
