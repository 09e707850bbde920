"""Incoming messages of phones, displays and consoles, with bounds; ``docs/protocol.md`` explains them."""

from __future__ import annotations

from typing import Annotated, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator

from capture.by_person.events import Step
from capture.events import Shown
from capture.plan import MAX_REASON
from capture.state.layouts import Layout
from capture.state.record import MOST_ATTEMPTS
from webapp.api.paths import Attempt, FromOutside, Id, Index
from webapp.sessions.models import Conditions

PROTOCOL = 1
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Generation = Annotated[int, Field(ge=1, le=2**53)]
Showing = Annotated[int, Field(ge=0, le=2**53)]
Size = Annotated[int, Field(ge=0, le=2**40)]
Detail = Annotated[str, Field(max_length=2000)]
_EARLIEST, _LATEST = 946_684_800, 4_102_444_800
"""Of a phone's clock: the years 2000 to 2099, in Unix seconds."""
Values = dict[Annotated[str, Field(max_length=100)], JsonValue]


class ClientMessage(FromOutside, BaseModel):
    """Base of messages; unknown fields are ignored, so that a newer page can talk to this server."""

    model_config = ConfigDict(extra="ignore")


class LeasedMessage(ClientMessage):
    """A message of a device that was granted a lease."""

    generation: Generation


class HeldPhoto(ClientMessage):
    """A photo in the phone's own store."""

    index: Index
    attempt: Attempt
    showing: Showing
    sha256: Sha256
    size: Size


class PhoneHelloMessage(ClientMessage):
    """A phone's record and stored photos."""

    protocol: Literal[1]
    begin: Index | None = None
    last: Annotated[int, Field(ge=0)] | None = None
    attempts: dict[Index, Annotated[int, Field(ge=0, le=MOST_ATTEMPTS)]] = {}
    held: Annotated[list[HeldPhoto], Field(max_length=2000)] = []


class UnableMessage(ClientMessage):
    """The reason why a phone cannot say hello."""

    code: Literal["storage_failed"]


class ReadyMessage(LeasedMessage):
    """Whether the camera is usable."""

    ready: bool
    code: Annotated[str, Field(max_length=64)] = ""
    status: Values = {}


class ShotMessage(LeasedMessage):
    """A capture, by its key and showing."""

    index: Index
    attempt: Attempt
    showing: Showing


class CapturedMessage(ShotMessage):
    """The photo is in the phone's store."""

    sha256: Sha256
    size: Size
    camera: Values = {}

    @field_validator("camera")
    @classmethod
    def overlook_an_impossible_time(cls, camera: Values) -> Values:
        """Drop a time outside the calendar: the photo counts all the same."""
        taken_at = camera.get("taken_at")
        number = not isinstance(taken_at, bool) and isinstance(taken_at, int | float)
        if number and _EARLIEST <= cast(float, taken_at) <= _LATEST:
            return camera
        return {name: value for name, value in camera.items() if name != "taken_at"}


class FailedMessage(ShotMessage):
    """No photo could be taken."""

    detail: Detail = ""


class MismatchMessage(LeasedMessage):
    """The command does not follow the phone's record."""

    index: Index
    attempt: Attempt
    last: Annotated[int, Field(ge=0)] | None = None


class SpoiledMessage(LeasedMessage):
    """The server refused the photo permanently."""

    index: Index
    attempt: Attempt


class XrayMessage(LeasedMessage):
    """Wish of a person about the x-ray that they saw."""

    index: Index


class SkipMessage(XrayMessage):
    """An x-ray that the person cannot photograph."""

    detail: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]


class ConditionsMessage(LeasedMessage):
    """The conditions of every photo from now on."""

    conditions: Conditions


class ScreenFields(ClientMessage):
    """A display's screen, in CSS pixels."""

    width: Annotated[int, Field(ge=0, le=100_000)] = 0
    height: Annotated[int, Field(ge=0, le=100_000)] = 0
    fullscreen: bool = False
    wake_lock: bool = False

    def status(self) -> Values:
        """Return the screen's state for the console."""
        return self.model_dump(include=set(ScreenFields.model_fields))


class DisplayHelloMessage(ScreenFields):
    """A display and its screen."""

    protocol: Literal[1]


class DisplayStatusMessage(ScreenFields, LeasedMessage):
    """The screen changed."""


Length = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
Extent = Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]
Pixels = Annotated[int, Field(ge=1, le=1_000_000)]


Share = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]


class DrawnVariation(ClientMessage):
    """Variation that the display drew, as `capture.state.variation.Variation`."""

    colour_temperature_k: Annotated[int, Field(ge=1000, le=40_000)]
    brightness: Share
    background: Share
    cursor_x: Share | None = None
    cursor_y: Share | None = None
    shift_x: Share
    shift_y: Share
    size: Share


class PictureLayout(ClientMessage):
    """Position and size of a picture on the screen."""

    screen: tuple[Extent, Extent]
    rectangle: tuple[Length, Length, Length, Length]
    natural: tuple[Pixels, Pixels]
    pixel_ratio: Extent = 1.0
    fullscreen: bool = False
    zoom: Extent = 1.0
    visible: bool = True
    covered_by: Annotated[str, Field(max_length=200)] = ""
    variation: DrawnVariation | None = None

    def layout(self) -> Layout:
        """Convert it to the state machine's type."""
        said = self.model_dump()
        return Layout(**{**said, "variation": said["variation"] or {}})


class PaintedMessage(LeasedMessage):
    """A showing is on the screen; ``whole`` is the one it replaced, if that was never interrupted."""

    showing: Showing
    whole: Showing | None = None
    layout: PictureLayout | None = None
    stood: PictureLayout | None = None

    def event(self, at: float, display: str) -> Shown:
        """Convert it to an event."""
        layout, stood = (None if said is None else said.layout() for said in (self.layout, self.stood))
        return Shown(at, display, self.generation, self.showing, self.whole, layout, stood)


class TurnMessage(LeasedMessage):
    """A key of the presenter, who saw ``showing``."""

    showing: Showing
    step: Step


class ShowingTroubleMessage(LeasedMessage):
    """A showing could not be shown, or is no longer."""

    showing: Showing
    detail: Detail = ""


class WatchChallengeMessage(ClientMessage):
    """A page wants to follow a challenge."""

    challenge: Id


class WatchMessage(ClientMessage):
    """The console wants to follow a session."""

    session: Id
