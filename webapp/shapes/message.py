"""Messages that the server sends by Socket.IO; incoming ones are in `webapp.sockets.messages`."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

from capture.by_person.poses import Angle, Distance
from capture.facts import Verdict
from capture.shapes import DeviceState
from webapp.shapes.device import Aimed
from webapp.shapes.session import SessionSnapshot


class ErrorShape(TypedDict):
    """An error: a code for programs, a sentence for people."""

    code: str
    message: str
    details: dict[str, Any]  # each code has details of its own


class PhoneSettings(TypedDict):
    """Settings for a phone's photos."""

    settle_ms: int
    fresh_frames: int
    frame_timeout_ms: int
    capture_timeout_s: float


class ResumePointView(TypedDict):
    """Progress of a phone: every index ``begin..last`` has attempt 1, except those in ``attempts``."""

    begin: int
    last: int
    attempts: dict[str, int]


class PhoneWelcome(TypedDict):
    """The answer to a phone's hello; without a resume point it is a spare."""

    generation: int
    device: str
    name: str
    set: str | None
    resume_point: ResumePointView | None
    settings: PhoneSettings
    moved: str | None
    state: DeviceState


class DisplayWelcome(TypedDict):
    """The answer to a display's hello."""

    generation: int
    device: str
    name: str
    moved: str | None
    state: DeviceState


class Watched(TypedDict):
    """The answer to a console that starts to watch a session."""

    snapshot: SessionSnapshot


class CareTaken(TypedDict, total=False):
    """Settings for a careful retake, instead of the session's."""

    settle_ms: int
    fresh_frames: int


class NamedXray(TypedDict):
    """An x-ray, by its path in the CSV."""

    path: str


class PoseAdvised(TypedDict):
    """Advice where to stand for the next photo, so that a set varies; see `capture.by_person.poses`."""

    angle: Angle
    distance: Distance


class PressMessage(TypedDict):
    """``press``: take the photo that was asked for, now."""

    generation: int
    index: int
    attempt: int
    showing: int


class CaptureMessage(CareTaken):
    """``capture``: photograph an x-ray; ``thumbnail`` (bytes) is its small picture.

    ``advice`` is null where no person holds the phone.
    """

    generation: int
    index: int
    attempt: int
    showing: int
    skipped: list[int]
    xray: NamedXray
    thumbnail: bytes | None
    advice: PoseAdvised | None


class VariationView(TypedDict):
    """Appearance of an x-ray, see `capture.state.variation.Variation`."""

    colour_temperature_k: int
    brightness: float
    background: float
    cursor_x: float | None
    cursor_y: float | None
    shift_x: float
    shift_y: float
    size: float


class ShowMessage(TypedDict):
    """``show``: put an x-ray on the display (``index`` null: black), and decode the next one ahead."""

    generation: int
    showing: int
    index: int | None
    url: str | None
    next_url: str | None
    variation: VariationView | None


class StoredMessage(TypedDict):
    """``stored``: a photo is stored."""

    index: int
    attempt: int
    name: str
    size: int


class JudgedMessage(TypedDict):
    """``judged``: a photo was accepted or rejected."""

    index: int
    attempt: int
    verdict: Verdict
    code: str
    detail: str
    flag: str
    warnings: list[str]
    sentence: str


class MovedMessage(TypedDict):
    """``moved``: the device goes on in another session."""

    session: str


class DroppedMessage(TypedDict):
    """``dropped``: the operator took the device out."""

    code: Literal["dropped", "revoked"]


class AimedMessage(Aimed):
    """``aimed``: what an aiming phone sees, for consoles."""

    device: str
