"""Loose photos, as the API receives them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from capture.plan import MAX_TITLE
from webapp.api.paths import Id, Index, SetName, Strict


class NewPile(Strict):
    """The x-rays that the photos of a pile may show, and their set."""

    dataset: Id
    set: SetName
    title: str = Field(default="Loose photos", min_length=1, max_length=MAX_TITLE)


class PilePath(BaseModel):
    """One pile; its id is that of the session it is exported as."""

    pile: Id


class LoosePath(PilePath):
    """One photo of a pile."""

    photo: int = Field(ge=1, le=2**53)


class NewLooseQuery(Strict):
    """The name of a photo's file."""

    name: str = Field(default="photo", max_length=1000, description="The name of its file, shown to people.")


class Decision(Strict):
    """A person's decision which x-ray a photo shows."""

    index: Index
    person: str = Field(default="operator", min_length=1, max_length=60)


class LeavingOut(Strict):
    """A person's decision that a photo shows none of the x-rays."""

    person: str = Field(default="operator", min_length=1, max_length=60)
