"""Reviews: selections, queues and choices."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from capture.errors import CaptureError
from capture.reviews import MAX_NAME, MAX_NOTE, Choice, Reason, reader_key
from webapp.api.paths import MAX_INDEX, Attempt, FileOfServer, Id, Index, SetName, Strict
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
SessionIds = Annotated[
    list[Id], Field(min_length=1, max_length=500, description="Sessions, or samples of images.")
]
MOST_EACH = 5000
Number = Annotated[int, Field(ge=1, le=MAX_INDEX, description="The image's place in the sample, from 1.")]


class SelectionQuery(Strict):
    """The photos to review: their sessions or samples, and a filter."""

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


class Said(Strict):
    """Statement of a reader."""

    reader: Reader
    choice: Choice
    reasons: list[Reason] = Field(
        default=[], max_length=6, description="Why it is not usable; at least one then."
    )
    note: str = Field(default="", max_length=MAX_NOTE)


class NewReviewBody(Said):
    """A choice about a photo."""

    set: SetName
    index: Index
    attempt: Attempt


class ImageReviewBody(Said):
    """A choice about an image of a sample."""

    number: Number


class NewSample(Strict):
    """Images to be drawn from a data set on the server's disk."""

    name: str = Field(min_length=1, max_length=100)
    folder: FileOfServer = Field(
        min_length=1, description="The folder with `train.csv`, `valid.csv` or `test.csv`."
    )
    dataset: Id = Field(description="The data set of the x-rays that the images were made from.")
    each: int = Field(default=20, ge=1, le=MOST_EACH, description="How many images of each set.")
    seed: int = Field(default=0, ge=0, le=2**53, description="The same seed draws the same images.")
    sets: list[Annotated[str, Field(max_length=200)]] = Field(
        default=[], max_length=200, description="Sets to draw from, as `synthetic/digital-2`; none: all."
    )


class SamplePath(BaseModel):
    """One sample."""

    sample: Id


class SampleImagePath(SamplePath):
    """One image of a sample."""

    number: Number


class UndoBody(Strict):
    """The reader whose newest choice is undone, and the sessions concerned."""

    reader: Reader
    sessions: SessionIds
