"""Loose photos, as the REST API gives them."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

from capture.shapes import FoundXray, LooseState

Stage = Literal["", "describing", "comparing"]


class CandidateView(FoundXray):
    """An x-ray that a photo may show, with its picture and path."""

    path: str
    thumbnail: str


class LooseView(TypedDict):
    """A loose photo and its match; ``camera`` holds what its EXIF says."""

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
    camera: dict[str, Any]  # whatever the EXIF says
    candidates: list[CandidateView]
    picture: str


class Pile(TypedDict):
    """A pile of loose photos, over ``xrays`` x-rays, the ``last`` of them with that index."""

    id: str
    title: str
    dataset: str
    set: str
    xrays: int
    last: int
    counts: dict[LooseState, int]


class Piles(TypedDict):
    """Every pile, newest first."""

    piles: list[Pile]


class Preparing(TypedDict):
    """Progress of the x-rays: those described, then pairs compared; zeros when idle.

    ``stopped`` is true where somebody stopped it; photos then wait.
    """

    stage: Stage
    done: int
    total: int
    seconds_left: float | None
    stopped: bool


class PileWithPhotos(Pile):
    """A pile and its photos, in the order they were brought in."""

    preparing: Preparing
    photos: list[LooseView]
