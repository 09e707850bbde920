"""Studies, as the REST API gives them."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from capture.facts import Phase
from capture.plan import Way
from capture.study.coverage import SubsetState
from webapp.shapes.session import DatasetName


class PlannedSubsetView(TypedDict):
    """Some consecutive x-rays of a set, and the conditions planned for them."""

    first: int
    last: int
    conditions: dict[str, str]


class StudySetView(TypedDict):
    """A set of a study; ``indices`` are its x-rays where they are a sample, null where they are all of the range."""

    name: str
    first: int
    last: int
    indices: list[int] | None
    xrays: int
    capture: Way
    subset_size: int
    subsets: list[PlannedSubsetView]


class StudyView(TypedDict):
    """A study with its plan; ``edits`` counts the changes of it."""

    id: str
    name: str
    dataset: DatasetName
    created_at: float
    edits: int
    sets: list[StudySetView]


class StudyLine(TypedDict):
    """One line of the list of studies."""

    id: str
    name: str
    dataset: DatasetName
    created_at: float
    sessions: int
    xrays: int
    stored: int
    refused: int


class StudyLines(TypedDict):
    """All studies, newest first."""

    studies: list[StudyLine]


class ProposedSubsets(TypedDict):
    """Subsets for a set, not yet stored."""

    subsets: list[PlannedSubsetView]


class SampleView(TypedDict):
    """The x-rays of a sample, in order."""

    indices: list[int]


class CountsView(TypedDict):
    """Numbers of x-rays: each is stored, refused (all its photos were rejected), skipped on purpose, or missing.

    Of those stored, ``accepted`` have a verdict, ``retaken`` replaced another photo, and ``reviewed`` were read.
    """

    xrays: int
    stored: int
    accepted: int
    refused: int
    skipped: int
    missing: int
    retaken: int
    reviewed: int


class SubsetCoverage(CountsView):
    """A subset of a set, its state, and the sessions over it, newest first."""

    number: int
    first: int
    last: int
    state: SubsetState
    conditions: dict[str, str]
    sessions: list[str]


class SetCoverageView(CountsView):
    """A set; one letter for each x-ray of its range, as in a strip, and a space for one outside its sample."""

    name: str
    first: int
    last: int
    letters: str
    planned: bool
    subsets: list[SubsetCoverage]


class StudySession(TypedDict):
    """A session of a study."""

    session: str
    title: str
    phase: Phase
    sets: list[str]
    first: int
    last: int
    created_at: float
    started_at: float | None
    ended_at: float | None
    conditions: dict[str, str]


class ConditionView(TypedDict):
    """Numbers of x-rays for which a value of a condition is planned and has photos."""

    condition: str
    value: str
    planned: int
    stored: int
    sets: dict[str, int]


class StudyRetake(TypedDict):
    """An x-ray to be photographed again; ``why``: its photos were rejected, or every reader calls it unusable."""

    set: str
    index: int
    session: str
    attempt: int
    why: Literal["refused", "unusable"]
    detail: str
    thumbnail: str


class StudyCoverage(TypedDict):
    """Photos that a study has and lacks."""

    sets: list[SetCoverageView]
    sessions: list[StudySession]
    conditions: list[ConditionView]
    retakes: list[StudyRetake]


class Incomplete(TypedDict):
    """X-rays that a set lacks for a complete export."""

    set: str
    missing: int
    refused: int
    unjudged: int
    message: str
