"""Reviews: selections, queues and choices."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from capture.errors import CaptureError
from capture.reviews import MAX_NAME, MAX_NOTE, Choice, Reason, reader_key
from webapp.api.paths import Attempt, Id, Index, SetName, Strict
from webapp.reviews.review_service import Order, Which


def _named(name: str) -> str:
    try:
        reader_key(name)
    except CaptureError as error:
        raise ValueError(error.message) from error
    return name


Reader = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_NAME,
        description="The reader's name; case, spaces and dots do not matter.",
    ),
    AfterValidator(_named),
]
SessionIds = Annotated[list[Id], Field(min_length=1, max_length=500)]


class SelectionQuery(Strict):
    """The photos to review: their sessions, and a filter."""

    session: SessionIds
    which: Which = Field(
        default="accepted",
        description="`accepted`, of those the `flagged` (doubtful, or beyond a quality limit), or `all` that are kept.",
    )


class QueueQuery(SelectionQuery):
    """A part of one reader's queue."""

    reader: Reader
    order: Order = Field(default="index", description="By x-ray, or those that ask for a look first.")
    start: int | None = Field(
        default=None, ge=0, le=2**31, description="Position from 0; without it, the first that is not read."
    )
    limit: int = Field(default=50, ge=1, le=500)


class NewReviewBody(Strict):
    """A choice."""

    reader: Reader
    set: SetName
    index: Index
    attempt: Attempt
    choice: Choice
    reasons: list[Reason] = Field(
        default=[], max_length=6, description="Why it is not usable; at least one then."
    )
    note: str = Field(default="", max_length=MAX_NOTE)


class UndoBody(Strict):
    """The reader whose newest choice is undone, and the sessions concerned."""

    reader: Reader
    sessions: SessionIds
