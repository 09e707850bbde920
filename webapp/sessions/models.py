"""Sessions, as the operator creates and controls them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from capture.plan import MAX_CONDITION, MAX_NOTES, MAX_REASON, MAX_TITLE, GoesOn, Policy
from capture.shapes import Kind, Level
from webapp.api.paths import Id, Index, SetName, Strict
from webapp.datasets.models import Subset
from webapp.limits import within

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
    """Settings of one session; an omitted one keeps the server's default."""

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
    verification: Policy | None = Field(
        default=None,
        description="What happens to a photo that does not show its x-ray: rejected and taken again, kept and "
        "flagged, or nothing.",
    )
    goes_on: GoesOn | None = Field(
        default=None, description="By hand and films: to the next x-ray by itself, or when asked to."
    )
    shutter_after_s: Annotated[float, within("shutter_after_s")] | None = Field(
        default=None,
        description="By hand and films: the phone takes its photo after so many s; 0 leaves it to people.",
    )
    conditions_every: Annotated[int, within("conditions_every")] | None = Field(
        default=None,
        description="By hand and films: photos after which the conditions are asked for again; 0: never.",
    )


class VariationChosen(Strict):
    """Limits within which the display varies from x-ray to x-ray; 0 is not at all."""

    seed: Annotated[int, within("seed")] = Field(
        default=0, description="Decides what is drawn for each x-ray."
    )
    colour_temperature_k: Annotated[int, within("colour_temperature_k")] = Field(
        default=0, description="Warmer or colder than 6500 K by at most so much."
    )
    dimming_percent: Annotated[int, within("dimming_percent")] = Field(
        default=0, description="Darker by at most so much."
    )
    cursor_percent: Annotated[int, within("cursor_percent")] = Field(
        default=0, description="Share of x-rays with a mouse pointer drawn on the screen."
    )
    background_percent: Annotated[int, within("background_percent")] = Field(
        default=0, description="Grey around the x-ray, from black to at most so much of white."
    )
    shift_percent: Annotated[int, within("shift_percent")] = Field(
        default=0, description="Off the centre by at most so much of the screen."
    )
    shrink_percent: Annotated[int, within("shrink_percent")] = Field(
        default=0, description="Smaller by at most so much."
    )


class NewSession(Subset):
    """All parameters of a session."""

    title: str = Field("", max_length=MAX_TITLE)
    dataset: Id
    study: Id | None = Field(
        default=None, description="The study it belongs to; without it, the oldest of the data set."
    )
    indices: list[Index] | None = Field(
        default=None, min_length=1, description="Only these x-rays of `first` to `last`, rising."
    )
    conditions: Conditions = Conditions()
    settings: SettingsChosen = SettingsChosen()
    display_variation: VariationChosen = VariationChosen()
    overlap: bool = Field(False, description="Photograph x-rays again that a set already has.")
    copies_as_one: bool = Field(
        False,
        description="Treat x-rays that content cannot tell apart as one: file what was shown, without a flag.",
    )


class NextSubset(Strict):
    """Differences of the session over the next subset; without a body, its x-rays and nothing else."""

    first: Index | None = None
    last: Index | None = None
    conditions: Conditions | None = None
    overlap: bool = Field(False, description="Photograph x-rays again that a set already has.")

    @model_validator(mode="before")
    @classmethod
    def accept_no_body(cls, values: Any) -> Any:
        """Treat a missing body as an empty one."""
        return {} if values is None else values

    @model_validator(mode="after")
    def check(self) -> NextSubset:
        """Refuse half a range, and one that ends before it begins."""
        if (self.first is None) != (self.last is None):
            raise ValueError("Give the first and the last x-ray, or neither.")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError("The last x-ray is before the first one.")
        return self

    @property
    def subset(self) -> range | None:
        """The x-rays that were asked for; None for the next free ones."""
        return None if self.first is None or self.last is None else range(self.first, self.last + 1)


class Agreed(Strict):
    """Confirmations for a start or resume; without a body, none."""

    without: list[SetName] = Field(
        default=[], max_length=32, description="Sets that may stay empty although they have no phone."
    )

    @model_validator(mode="before")
    @classmethod
    def accept_no_body(cls, values: Any) -> Any:
        """Treat a missing body as an empty one."""
        return {} if values is None else values


class NewRetake(Strict):
    """An x-ray to photograph again, in one set or in all."""

    index: Index
    set: SetName | None = None
    detail: str = Field("", max_length=MAX_REASON)


class NewSkip(Strict):
    """An x-ray to exclude, and the reason."""

    index: Index
    detail: str = Field(min_length=1, max_length=MAX_REASON)


class PageQuery(Strict):
    """A page of a list of sessions: the newest, or what comes after a session."""

    after: Id | None = Field(default=None, description="The `next` of the page before.")
    limit: int = Field(default=100, ge=1, le=500, description="The most to list.")


class SessionsQuery(PageQuery):
    """Query for a page of the sessions."""

    ended: bool | None = Field(default=None, description="Only those that have ended, or that have not.")


class LogQuery(Strict):
    """Query for lines of a session's log."""

    kind: list[Kind] = Field(
        default=[], max_length=8, description="Of these kinds; may be given several times."
    )
    level: list[Level] = Field(
        default=[], max_length=4, description="Of these levels; may be given several times."
    )
    device: str = Field(default="", max_length=32, description="Of this phone or display.")
    index: int | None = Field(default=None, ge=1, le=2**31, description="About this x-ray.")
    text: str = Field(default="", max_length=200, description="With these words in the sentence.")


class EventsQuery(LogQuery):
    """A page of the log: what came after a line, or before one, else the newest. One that is not full is the last."""

    after: int | None = Field(default=None, ge=0, le=2**53)
    before: int | None = Field(default=None, ge=1, le=2**53)
    limit: int = Field(200, ge=1, le=1000)
