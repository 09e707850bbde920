"""Reviews: what readers are asked to look at, and what they say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from capture.errors import CaptureError
from capture.reviews import MAX_NAME, MAX_NOTE, reader_key
from webapp.api.models.paths import Attempt, Id, Index, SetName, Strict
from webapp.api.models.photo import Photo

Choice = Literal["usable", "unusable"]
Reason = Literal["glare", "blur", "cut_off", "too_dark", "not_this_xray", "other"]
Which = Literal["accepted", "flagged", "all"]


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
    """Which photos are read: of which sessions, and of those which."""

    session: SessionIds
    which: Which = Field(
        default="accepted",
        description="`accepted`, of those the `flagged` (doubtful, or beyond a quality limit), or `all` that are kept.",
    )


class QueueQuery(SelectionQuery):
    """A part of what one reader goes through."""

    reader: Reader
    order: Literal["index", "flagged"] = Field(
        default="index", description="By x-ray, or those that ask for a look first."
    )
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
    """Whose newest choice is taken back, among which sessions."""

    reader: Reader
    sessions: SessionIds


class Review(BaseModel):
    """A choice that holds."""

    id: int
    session: str
    set: str
    index: int
    attempt: int
    reader: str
    at: float
    choice: Choice
    reasons: list[Reason]
    note: str


class HistoryRow(Review):
    """A row of the history: a choice, or what took one back (``undoes`` is its ``id``)."""

    name: str
    undoes: int | None
    undone: bool


class History(BaseModel):
    """Everything that readers ever said of a session's photos, oldest first."""

    reviews: list[HistoryRow]


class ReaderPlace(BaseModel):
    """A reader, and whether the first of these sessions, the second, ..."""

    reader: str
    name: str
    place: int


class QueuedPhoto(Photo):
    """A photo to read, beside its x-ray; ``mine`` is this reader's choice and nobody else's."""

    position: int
    picture: str
    xray: str
    flagged: bool
    mine: Review | None


class Queue(BaseModel):
    """A part of what one reader goes through, and how far they are."""

    reader: ReaderPlace
    total: int
    read: int
    usable: int
    unread: int | None
    start: int
    photos: list[QueuedPhoto]


class ReaderCounts(BaseModel):
    """What one reader made of the photos."""

    reader: str
    name: str
    read: int
    usable: int
    unusable: int
    reasons: dict[Reason, int]
    newest_at: float


class Difference(BaseModel):
    """A photo that two readers judge differently."""

    session: str
    set: str
    index: int
    attempt: int
    choices: list[Choice]
    reasons: list[list[Reason]]


class PairAgreement(BaseModel):
    """Two readers: their two-by-two table, Cohen's kappa and its 95 % interval (each null where undefined).

    ``disagreements`` is null until both have read every photo.
    """

    readers: list[str]
    both: int
    agreed: int
    usable: int
    first_only: int
    second_only: int
    unusable: int
    kappa: float | None
    interval: list[float] | None
    disagreements: list[Difference] | None


class AgreementAnswer(BaseModel):
    """What readers made of a selection of photos."""

    photos: int
    readers: list[ReaderCounts]
    pairs: list[PairAgreement]
