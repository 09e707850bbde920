"""The server's own account of itself."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from webapp.api.models.paths import Strict


class Health(BaseModel):
    """The server is up."""

    status: str
    version: str


class Certificate(BaseModel):
    """What the server's certificate vouches for, and until when (Unix seconds)."""

    addresses: list[str]
    names: list[str]
    expires: float


class Server(BaseModel):
    """What the server is, where its data are and where it can be reached."""

    version: str
    data_root: str
    free_bytes: int
    certificate: Certificate | None
    urls: list[str]
    advice: str
    settings: dict[str, Any]
    rules: dict[str, Any] = Field(
        description="What forms hold people to: `names` (`pattern`, `longest`, `reserved`, and the sentences that say "
        "so), `numbers` (`least` and `most` of each capture setting), how many characters texts have at `longest`, the "
        "most `sets`, the usual `export_name`."
    )


class PhoneAddress(Strict):
    """The address of this server that QR codes are to lead to, one of ``urls``."""

    url: str = Field(max_length=300)
