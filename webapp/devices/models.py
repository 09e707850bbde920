"""Joining, invitations and devices."""

from __future__ import annotations

from pydantic import Field

from capture.plan import MAX_DEVICE_NAME
from webapp.api.paths import Id, Strict


class Join(Strict):
    """An invitation's code and the device's name."""

    code: str = Field(min_length=1, max_length=20)
    name: str = Field("", max_length=MAX_DEVICE_NAME)


class Replacement(Strict):
    """The spare phone that takes over place and set."""

    with_: Id = Field(alias="with")
