"""Phones, displays and invitations, as the REST API gives them."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from capture.facts import Role
from capture.shapes import DisplayView, PhoneView
from matching.match import Verdict
from webapp.shapes.pair import pair


class Joined(TypedDict):
    """The device's identity; its credential comes as a cookie."""

    role: Role
    session: str
    device: str
    page: str


class InvitationView(TypedDict):
    """A code to type, the address in its QR, and their expiry."""

    code: str
    url: str
    qr: str
    expires: float


class OpenInvitations(TypedDict):
    """The open invitations of a session."""

    phone: InvitationView
    display: InvitationView
    addresses: Annotated[
        list[str],
        Field(
            description="Where other machines reach the server, the one in the QR codes first; empty: nowhere."
        ),
    ]
    advice: Annotated[
        str, Field(description="Why no other machine reaches the server and what to do; else empty.")
    ]


class DeviceViews(TypedDict):
    """The phones and the display of a session, as in its snapshot."""

    display: DisplayView | None
    phones: list[PhoneView]


class Aimed(TypedDict):
    """Position of the x-ray in a frame, and advice."""

    corners: Annotated[
        list[Annotated[tuple[float, float], pair("number")]] | None,
        Field(
            description="Top left, top right, bottom right, bottom left, as shares of the frame's width and height."
        ),
    ]
    code: str
    side: NotRequired[str]
    degrees: NotRequired[int]
    sentence: str
    good: bool
    quality: dict[str, float | str]
    verdict: Verdict
