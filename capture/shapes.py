"""The JSON shapes of a session, each declared only here.

The REST API documents them, the sockets send them, and the pages' TypeScript declarations are generated from them
(``make types``).  They are plain dictionaries at run time: a snapshot is made several times a second.
"""

from __future__ import annotations

from typing import Any, Literal

# Pydantic reads the standard library's TypedDict from Python 3.12 on only.
from typing_extensions import TypedDict

from capture.facts import Phase
from capture.plan import GoesOn, Way
from matching.match import Verdict

Level = Literal["info", "ok", "wait", "stop"]
Kind = Literal["photo", "device", "phase", "problem", "retake", "skip"]
KeptState = Literal["pending", "accepted", "rejected", "lost"]
"""The outcome of a photo that is kept, or should have been."""
PhotoState = Literal["captured", "pending", "accepted", "rejected", "lost"]
"""The same, with the photos that a phone still holds."""
LooseState = Literal["waiting", "assigned", "doubtful", "unknown", "refused", "left_out"]
PhoneState = Literal["active", "paused", "spare", "dropped", "revoked"]
Doing = Literal["waiting", "asked", "taking", "has", "silent", "failed", "spare"]
ShowingState = Literal["none", "preparing", "shown", "black", "broken"]


class PauseReason(TypedDict):
    """The reason of a pause or an abort, in words."""

    code: str
    message: str
    device: str | None
    index: int | None
    at: float


class Progress(TypedDict):
    """Counts of photos over the sets, the rate, and the time left; a set that nobody fills is missing.

    ``stored``: with a stored photo that was not rejected; of those ``accepted``, ``pending`` (not judged) and
    ``retaken`` (taken again at least once).  ``total``: x-rays times sets.  ``rejected``: photos rejected, all
    attempts.  ``missing``: neither stored nor skipped.  ``rate``: x-rays a minute over the last minute, null before
    ten; ``seconds_left`` at that rate, ``until`` when.
    """

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


class Allowed(TypedDict):
    """Operator actions that are currently allowed, and why start is not."""

    aim: bool
    start: bool
    pause: bool
    resume: bool
    abort: bool
    export: bool
    start_why: str


class ScreenView(TypedDict):
    """A display's screen in CSS pixels; null until reported."""

    width: int | None
    height: int | None
    fullscreen: bool | None
    wake_lock: bool | None


class DisplayView(TypedDict):
    """The display of a session, or the newest invited one that has not connected yet."""

    device: str
    name: str
    connected: bool
    showing_state: ShowingState
    index: int | None
    status: ScreenView


class CameraView(TypedDict):
    """A phone's camera, as its browser reports it."""

    label: str
    width: int | None
    height: int | None
    settings: dict[str, Any]  # whatever `MediaStreamTrack.getSettings` of the browser says


class LastPhoto(TypedDict):
    """A phone's newest photo; ``thumbnail`` is null until it is stored."""

    index: int
    attempt: int
    name: str
    state: PhotoState
    thumbnail: str | None


class PhoneView(TypedDict):
    """A phone's state, activity and newest photo."""

    device: str
    name: str
    set: str | None
    state: PhoneState
    connected: bool
    ready: bool
    code: str
    doing: Doing
    index: int | None
    attempt: int | None
    under_way: int
    unjudged: int
    waiting: int
    battery: float | None
    charging: bool
    space: int | None
    lasting: bool | None
    camera: CameraView
    stored: int
    missing: int
    last_photo: LastPhoto | None


class RetakeView(TypedDict):
    """An x-ray that is to be photographed again."""

    index: int
    set: str
    reason: str
    detail: str
    phone: str | None


class SkipView(TypedDict):
    """An x-ray that is not photographed, the reason, and the sets that keep a photo of it."""

    index: int
    reason: str
    kept: list[str]


class SessionSettings(TypedDict):
    """Settings for care and patience in capture, see `capture.plan.CaptureSettings`."""

    settle_ms: int
    fresh_frames: int
    frame_timeout_ms: int
    capture_timeout_s: float
    silent_after_s: float
    command_repeat_s: float
    max_automatic_retakes: int
    thumbnail: bool
    verification: Literal["strict", "flag", "off"]
    goes_on: GoesOn
    shutter_after_s: float
    conditions_every: int


class ByHandView(TypedDict):
    """Actions open now to a person who takes the photos; null in a session that runs by itself.

    ``stays`` is the x-ray that waits for Next; ``ask_conditions``: enough photos were taken to ask what has changed.
    """

    stays: int | None
    ask_conditions: bool


class HandheldView(ByHandView):
    """The same for one phone: ``previous`` is the x-ray that *Back* takes again.

    ``camera_app``: photos may come from the phone's own camera app.
    """

    previous: int | None
    camera_app: bool
    goes_on: GoesOn
    shutter_after_s: float
    conditions: dict[str, str]


class DisplayVariationView(TypedDict):
    """Limits of the display's variation, see `capture.plan.DisplayVariation`."""

    seed: int
    colour_temperature_k: int
    dimming_percent: int
    cursor_percent: int
    background_percent: int
    shift_percent: int
    shrink_percent: int


class SessionView(TypedDict):
    """A session as the console shows it, except for its data set.

    ``sets_without_phone`` lack photos and have no phone to take them.  ``conditions`` are those of the next photo.
    ``follows``: the session whose devices it took over; ``by_itself``: it starts without a person once all is as it was
    there.
    """

    session: str
    title: str
    capture: Way
    by_hand: ByHandView | None
    phase: Phase
    reason: PauseReason | None
    waits_for: list[str]
    can: Allowed
    first: int
    last: int
    total: int
    index: int | None
    showing: int | None
    next_index: int | None
    sets: list[str]
    sets_without_phone: list[str]
    conditions: dict[str, str]
    settings: SessionSettings
    display_variation: DisplayVariationView
    created_at: float
    started_at: float | None
    ended_at: float | None
    progress: Progress
    display: DisplayView | None
    phones: list[PhoneView]
    retakes: list[RetakeView]
    skips: list[SkipView]
    follows: str | None
    by_itself: bool
    copies: list[list[int]]


class StationNeed(TypedDict):
    """Reason to go to a station: a code, and where; ``photos`` wait on its phones."""

    code: str
    device: str | None
    index: int | None
    photos: int


class StationView(TypedDict):
    """A session as a tile of the overview: small, because all of them are sent once a second.

    ``follows`` is the session whose place it takes, ``lacks`` the role of the device that has yet to join.
    ``seconds_left`` is rounded, so that a tile on which nothing else happens stays as it is.
    """

    session: str
    title: str
    sets: list[str]
    follows: str
    created_at: float
    ended_at: float | None
    capture: Literal["automatic", "by_hand", "film", "presenter"]
    phase: Phase
    reason: str | None
    ready: bool
    lacks: Literal["display", "phone"] | None
    index: int | None
    stored: int
    total: int
    seconds_left: float | None
    need: StationNeed | None
    thumbnail: str | None


class DeviceState(TypedDict):
    """State of a session for a phone or display; counts are of its own set where it fills one."""

    session: str
    capture: Way
    by_hand: HandheldView | None
    phase: Phase
    reason: PauseReason | None
    waits_for: list[str]
    first: int
    last: int
    index: int | None
    next_index: int | None
    set: str | None
    paused: bool
    stored: int
    total: int
    rate: float | None
    seconds_left: float | None


class Strip(TypedDict):
    """One letter per index and set.

    ``.`` missing, ``u`` under way, ``s`` stored, ``a`` accepted, ``r`` rejected and to be retaken, ``k`` skipped;
    ``S`` and ``A`` where the photo is a retake.
    """

    first: int
    last: int
    sets: dict[str, str]


class LogRow(TypedDict):
    """One line of a session's log."""

    seq: int
    at: float
    level: Level
    kind: Kind
    index: int | None
    device: str | None
    message: str


class FoundXray(TypedDict):
    """An x-ray that a photo may show, and how far the comparison came."""

    index: int
    verdict: Verdict
    code: str
    score: float
    inliers: int
