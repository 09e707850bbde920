"""Reviews, as the REST API gives them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from capture.reviews import Choice, Reason
from dataset.statistics.shapes import FitnessShare
from webapp.shapes.pair import pair
from webapp.shapes.photo import PhotoView


class ReviewView(TypedDict):
    """A choice in force."""

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


class HistoryRow(ReviewView):
    """A row of the history: a choice, or the undo of one (``undoes`` is its ``id``)."""

    name: str
    undoes: int | None
    undone: bool


class History(TypedDict):
    """All choices about a session's photos, oldest first."""

    reviews: list[HistoryRow]


class ReaderPlace(TypedDict):
    """A reader, and their ordinal in these sessions."""

    reader: str
    name: str
    place: int


class QueuedPhoto(PhotoView):
    """A photo to review, beside its x-ray; ``mine`` is this reader's own choice.

    An image of a sample has the sample's id as its session, and its place in the sample as its index.
    """

    kind: Literal["photo", "image"]
    position: int
    picture: str
    xray: str
    flagged: bool
    mine: ReviewView | None


class QueuePart(TypedDict):
    """A part of one reader's queue, and their progress."""

    reader: ReaderPlace
    total: int
    read: int
    usable: int
    unread: int | None
    start: int
    photos: list[QueuedPhoto]


class ReadableSession(TypedDict):
    """A session with accepted photos, as a reader chooses it."""

    session: str
    title: str
    sets: list[str]
    first: int
    last: int
    created_at: float
    accepted: int


class ReadableSessions(TypedDict):
    """A page of the sessions with accepted photos, newest first."""

    sessions: list[ReadableSession]
    next: Annotated[str | None, Field(description="The `after` of the next page; null: there are no more.")]


class ReaderCounts(TypedDict):
    """One reader's counts."""

    reader: str
    name: str
    read: int
    usable: int
    unusable: int
    reasons: dict[Reason, int]
    newest_at: float


class Difference(TypedDict):
    """A photo that two readers judge differently."""

    session: str
    set: str
    index: int
    attempt: int
    choices: list[Choice]
    reasons: list[list[Reason]]


class PairAgreement(TypedDict):
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
    interval: Annotated[tuple[float, float], pair("number")] | None
    disagreements: list[Difference] | None


class AgreementView(TypedDict):
    """Readers' counts and agreement over a selection of photos."""

    photos: int
    readers: list[ReaderCounts]
    pairs: list[PairAgreement]


class SampleLine(TypedDict):
    """A sample of images, drawn by its seed: ``each`` images of every set."""

    id: str
    name: str
    folder: str
    dataset: str
    each: int
    seed: int
    created_at: float
    images: int
    sets: list[str]


class SamplesOfImages(TypedDict):
    """All samples, newest first."""

    samples: list[SampleLine]


class SampleOfImages(SampleLine):
    """A sample, and what its readers found fit for diagnosis by set, and so by transform and level."""

    fitness: list[FitnessShare]
