"""Sessions, as the REST API gives them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from capture.facts import Phase
from capture.shapes import LogRow, PauseReason, Progress, SessionView


class DatasetName(TypedDict):
    """A data set's name, and its number of x-rays."""

    id: str
    name: str
    xrays: int


class SessionSnapshot(SessionView):
    """A session as the console shows it."""

    dataset: DatasetName


class NextSubsetView(TypedDict):
    """The x-rays of the next subset, or the session that has it already; all null where no x-ray is left.

    ``conditions``: those that are planned to be others than in this session.
    """

    session: str | None
    first: int | None
    last: int | None
    conditions: dict[str, str]


class SessionLine(TypedDict):
    """One line of the list of sessions."""

    session: str
    title: str
    dataset: DatasetName
    phase: Phase
    reason: PauseReason | None
    first: int
    last: int
    total: int
    sets: list[str]
    created_at: float
    started_at: float | None
    ended_at: float | None
    progress: Progress
    loose: Annotated[bool, Field(description="It is a pile of loose photos: nobody captured it.")]


class SessionLines(TypedDict):
    """A page of the sessions, newest first."""

    sessions: list[SessionLine]
    next: Annotated[str | None, Field(description="The `after` of the next page; null: there are no more.")]


class LogPage(TypedDict):
    """A page of a session's log, oldest first."""

    events: list[LogRow]
