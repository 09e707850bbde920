"""A session as the operator sees and makes it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from capture.plan import MAX_CONDITION, MAX_NOTES, MAX_REASON, MAX_SETS, MAX_TITLE
from webapp.api.models.paths import Id, Index, SetName, Strict
from webapp.limits import within

Phase = Literal["waiting", "aiming", "running", "paused", "finishing", "finished", "aborted"]
Condition = Annotated[str, Field(max_length=MAX_CONDITION)]


class Conditions(Strict):
    """The constant circumstances of a session, in the operator's words."""

    room: Condition = ""
    room_light: Condition = ""
    window_blinds: Condition = ""
    phone_orientation: Condition = ""
    tripod_position: Condition = ""
    cursor: Condition = ""
    monitor_colour_temperature: Condition = ""
    screen_finish: Condition = ""
    notes: Annotated[str, Field(max_length=MAX_NOTES)] = ""


class SettingsChosen(Strict):
    """What the operator may set for one session; what is left out keeps the server's default."""

    settle_ms: Annotated[int, within("settle_ms")] | None = Field(
        default=None, description="Wait before the shutter, ms."
    )
    fresh_frames: Annotated[int, within("fresh_frames")] | None = Field(
        default=None, description="New camera frames to wait for."
    )
    max_automatic_retakes: Annotated[int, within("max_automatic_retakes")] | None = Field(
        default=None,
        description="Retakes of one x-ray that the server orders by itself before it asks the operator.",
    )
    thumbnail: bool | None = Field(default=None, description="Show the expected x-ray, small, on the phone.")
    verification: Literal["strict", "flag", "off"] | None = Field(
        default=None,
        description="What happens to a photo that does not show its x-ray: rejected and taken again, kept and "
        "flagged, or nothing.",
    )


class Subset(Strict):
    """A range of x-rays and the sets that are to be filled with photos of it."""

    first: Index
    last: Index
    sets: list[SetName] = Field(min_length=1, max_length=MAX_SETS)

    @model_validator(mode="after")
    def check(self) -> Subset:
        """Refuse a range that ends before it begins, and two sets of one name."""
        if self.last < self.first:
            raise ValueError("The last x-ray is before the first one.")
        if len(set(self.sets)) < len(self.sets):
            raise ValueError("Two sets have the same name. Give each a name of its own.")
        return self


class NewSession(Subset):
    """Everything a session is made of."""

    title: str = Field("", max_length=MAX_TITLE)
    dataset: Id
    conditions: Conditions = Conditions()
    settings: SettingsChosen = SettingsChosen()
    overlap: bool = Field(False, description="Photograph x-rays again that a set already has.")


class Agreed(Strict):
    """What is agreed to when a session starts or goes on; without a body, nothing."""

    without: list[SetName] = Field(
        default=[], max_length=32, description="Sets that may stay empty although they have no phone."
    )

    @model_validator(mode="before")
    @classmethod
    def accept_no_body(cls, values: Any) -> Any:
        """Take no body for an empty one."""
        return {} if values is None else values


class NewRetake(Strict):
    """An x-ray to photograph again, in one set or in all."""

    index: Index
    set: SetName | None = None
    detail: str = Field("", max_length=MAX_REASON)


class NewSkip(Strict):
    """An x-ray that nobody shall photograph, and why."""

    index: Index
    detail: str = Field(min_length=1, max_length=MAX_REASON)


class Reason(BaseModel):
    """Why a session is paused or aborted, in words."""

    code: str
    message: str
    device: str | None = None
    index: int | None = None
    at: float


class DatasetName(BaseModel):
    """Which data set, and how many x-rays it has."""

    id: str
    name: str
    xrays: int


class Progress(BaseModel):
    """Counts of photos, the rate of the last minute, and the time left."""

    stored: int
    total: int
    accepted: int
    rejected: int
    pending: int
    retaken: int
    skipped: int
    missing: int
    rate: float | None
    seconds_left: float | None
    until: float | None


class Can(BaseModel):
    """What the operator may do now; why not, where it is not plain."""

    aim: bool
    start: bool
    pause: bool
    resume: bool
    abort: bool
    export: bool
    start_why: str


class Summary(BaseModel):
    """One line of the list of sessions."""

    session: str
    title: str
    dataset: DatasetName
    phase: Phase
    reason: Reason | None
    first: int
    last: int
    total: int
    sets: list[str]
    created_at: float
    started_at: float | None
    ended_at: float | None
    progress: Progress
    loose: bool = Field(description="It is a pile of loose photos: nobody captured it.")


class Snapshot(BaseModel):
    """All that the console shows of a session."""

    session: str
    title: str
    dataset: DatasetName
    phase: Phase
    reason: Reason | None
    waits_for: list[str]
    can: Can
    first: int
    last: int
    total: int
    index: int | None
    showing: int | None
    next_index: int | None
    sets: list[str]
    sets_without_phone: list[str] = Field(description="Sets that lack photos and have no phone to take them.")
    conditions: dict[str, str]
    settings: dict[str, Any]
    created_at: float
    started_at: float | None
    ended_at: float | None
    progress: Progress
    display: dict[str, Any] | None
    phones: list[dict[str, Any]]
    retakes: list[dict[str, Any]]
    skips: list[dict[str, Any]]


class Summaries(BaseModel):
    """All sessions, newest first."""

    sessions: list[Summary]


class Strip(BaseModel):
    """One letter per index and set.

    ``.`` missing, ``u`` under way, ``s`` stored, ``a`` accepted, ``r`` rejected and to be retaken, ``k`` skipped;
    a capital where the photo is a retake.
    """

    first: int
    last: int
    sets: dict[str, str]


class EventRow(BaseModel):
    """One line of a session's log."""

    seq: int
    at: float
    level: Literal["info", "ok", "wait", "stop"]
    kind: Literal["photo", "device", "phase", "problem", "retake", "skip"]
    index: int | None
    device: str | None
    message: str


class EventRows(BaseModel):
    """A page of a session's log, oldest first."""

    events: list[EventRow]


class ReportQuery(Strict):
    """How the report is to be."""

    pictures: bool = Field(
        default=True, description="With small pictures of the photos to look at first, and of their x-rays."
    )


class EventsQuery(Strict):
    """Which part of the log: the lines after a number, or the newest. A page that is not full is the last."""

    after: int | None = Field(default=None, ge=0, le=2**53)
    limit: int = Field(200, ge=1, le=1000)
