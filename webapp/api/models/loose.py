"""Loose photos as the API gives and takes them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from capture.plan import MAX_TITLE
from webapp.api.models.paths import Id, Index, SetName, Strict

LooseState = Literal["waiting", "assigned", "doubtful", "unknown", "refused", "left_out"]


class NewPile(Strict):
    """Which x-rays the photos of a pile may show, and the set that they are."""

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
    """What a photo's file is called."""

    name: str = Field(default="photo", max_length=1000, description="The name of its file, shown to people.")


class Decision(Strict):
    """A person says which x-ray a photo shows."""

    index: Index
    person: str = Field(default="operator", min_length=1, max_length=60)


class LeavingOut(Strict):
    """A person says that a photo shows none of the x-rays."""

    person: str = Field(default="operator", min_length=1, max_length=60)


class Candidate(BaseModel):
    """An x-ray that a photo may show, and how far the comparison came."""

    index: int
    verdict: Literal["verified", "doubtful", "wrong"]
    code: str
    score: float
    inliers: int
    path: str
    thumbnail: str


class Loose(BaseModel):
    """A loose photo and what is known of it."""

    id: int
    file: str
    sha256: str
    size: int
    state: LooseState
    reason: str
    sentence: str
    index: int | None
    attempt: int | None
    decided_by: str
    taken: str | None
    camera: dict[str, Any]
    candidates: list[Candidate]
    picture: str


class Pile(BaseModel):
    """A pile of loose photos."""

    id: str
    title: str
    dataset: str
    set: str
    xrays: int
    counts: dict[LooseState, int]


class Piles(BaseModel):
    """Every pile, newest first."""

    piles: list[Pile]


class Preparing(BaseModel):
    """How far the x-rays are: how many are described, then how many pairs are compared; zeros when nothing is done.

    ``stopped`` is true where somebody stopped it; photos then wait.
    """

    stage: Literal["", "describing", "comparing"]
    done: int
    total: int
    seconds_left: float | None
    stopped: bool


class PileWithPhotos(Pile):
    """A pile and its photos, in the order they were brought in."""

    preparing: Preparing
    photos: list[Loose]
