"""Joining, invitations and devices."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from capture.plan import MAX_DEVICE_NAME
from webapp.api.models.paths import Id, Strict


class Join(Strict):
    """An invitation's code and how the device calls itself."""

    code: str = Field(min_length=1, max_length=20)
    name: str = Field("", max_length=MAX_DEVICE_NAME)


class Joined(BaseModel):
    """What the device is from now on; its credential comes as a cookie."""

    role: Literal["phone", "display"]
    session: str
    device: str
    page: str


class Invitation(BaseModel):
    """A code to type, the address behind its QR, and until when they are good."""

    code: str
    url: str
    qr: str
    expires: float


class Invitations(BaseModel):
    """The open invitations of a session."""

    phone: Invitation
    display: Invitation
    addresses: list[str] = Field(
        description="Where other machines reach the server, the one in the QR codes first; empty: nowhere."
    )
    advice: str = Field(description="Why no other machine reaches the server and what to do; else empty.")


class Devices(BaseModel):
    """The phones and the display of a session, as in its snapshot."""

    display: dict[str, Any] | None
    phones: list[dict[str, Any]]


class Aimed(BaseModel):
    """Where the x-ray is in a frame, and what to do."""

    corners: list[tuple[float, float]] | None = Field(
        description="Top left, top right, bottom right, bottom left, as shares of the frame's width and height."
    )
    code: str
    side: str = ""
    degrees: int = 0
    sentence: str
    good: bool
    quality: dict[str, float | str]
    verdict: Literal["verified", "doubtful", "wrong"]


class SignIn(Strict):
    """The operator's token, as the server printed it."""

    token: str = Field(min_length=1, max_length=200)


class Replacement(Strict):
    """The spare phone that takes over place and set."""

    with_: Id = Field(alias="with")
