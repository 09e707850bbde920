"""Joining, invitations and devices."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from capture.plan import MAX_DEVICE_NAME
from capture.reviews import one_line
from webapp.api.paths import Id, Strict


class Join(Strict):
    """An invitation's code and the device's name."""

    code: str = Field(min_length=1, max_length=20)
    name: Annotated[str, Field(max_length=MAX_DEVICE_NAME), AfterValidator(one_line)] = ""


class Exchange(Strict):
    """The phone of the same session whose place is taken, and which takes the place left."""

    with_: Id = Field(alias="with")


class Replacement(Strict):
    """The spare phone that takes over place and set."""

    with_: Id = Field(alias="with")
