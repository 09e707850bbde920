"""The plan of a session, fixed when it is created: x-rays, sets and conditions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from itertools import pairwise
from typing import Any, Literal, NamedTuple, Self

from capture.errors import CaptureError
from dataset.json_values import JsonObject
from dataset.names import SET

Policy = Literal["strict", "flag", "off"]
Way = Literal["automatic", "by_hand", "film", "presenter"]
"""Way of capture: phones on tripods, a person with a phone at a display, films without one, a display without any."""
GoesOn = Literal["itself", "asked"]
"""After a photo that a person took: by itself to the next x-ray, or when asked to."""

MAX_TITLE = 200
MAX_SETS = 32
MAX_DEVICE_NAME = 80
MAX_REASON = 500
MAX_CONDITION = 500
MAX_NOTES = 4000


class Limits(NamedTuple):
    """Minimum and maximum of a number, both included."""

    least: int | float
    most: int | float


SETTING_LIMITS: Mapping[str, Limits] = {
    "settle_ms": Limits(0, 10_000),
    "fresh_frames": Limits(0, 60),
    "frame_timeout_ms": Limits(50, 5000),
    "capture_timeout_s": Limits(1, 300),
    "silent_after_s": Limits(2, 600),
    "command_repeat_s": Limits(0.1, 30),
    "max_automatic_retakes": Limits(0, 20),
    "shutter_after_s": Limits(0, 600),
    "conditions_every": Limits(0, 10_000),
}
"""The limits of each number of `CaptureSettings`, for the server's settings, the REST API and the form alike."""


@dataclass(frozen=True, slots=True)
class CaptureSettings:
    """Settings for care and patience in capture; times in the unit at the end of their names.

    ``verification`` says what is done about a photo whose pixels are not those of its x-ray, see
    `capture.verification`.  The last three are for photos that a person takes: whether the run goes on by itself,
    after how many seconds the shutter is pressed without a hand (0: never), and after how many photos the conditions
    are asked for again (0: never).
    """

    settle_ms: int = 200
    fresh_frames: int = 5
    frame_timeout_ms: int = 500
    capture_timeout_s: float = 20.0
    silent_after_s: float = 20.0
    command_repeat_s: float = 1.0
    max_automatic_retakes: int = 3
    thumbnail: bool = True
    verification: Policy = "strict"
    goes_on: GoesOn = "itself"
    shutter_after_s: float = 0.0
    conditions_every: int = 150


VARIATION_LIMITS: Mapping[str, Limits] = {
    "seed": Limits(0, 2**31 - 1),
    "colour_temperature_k": Limits(0, 3000),
    "dimming_percent": Limits(0, 70),
    "cursor_percent": Limits(0, 100),
    "background_percent": Limits(0, 50),
    "shift_percent": Limits(0, 25),
    "shrink_percent": Limits(0, 50),
}
"""What each number of `DisplayVariation` may be."""


@dataclass(frozen=True, slots=True)
class DisplayVariation:
    """Limits within which the display varies from x-ray to x-ray; 0 is not at all.

    Attributes:
        seed: With an x-ray's index it decides what is drawn.
        colour_temperature_k: Warmer or colder than the monitor's own white, taken as 6500 K, by at most so much.
        dimming_percent: Darker by at most so much.
        cursor_percent: Share of x-rays with a mouse pointer drawn somewhere on the screen.
        background_percent: Grey around the x-ray, from black to at most so much of white.
        shift_percent: Off the centre by at most so much of the screen, in each direction.
        shrink_percent: Smaller by at most so much.
    """

    seed: int = 0
    colour_temperature_k: int = 0
    dimming_percent: int = 0
    cursor_percent: int = 0
    background_percent: int = 0
    shift_percent: int = 0
    shrink_percent: int = 0


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """One run over the x-rays ``first..last`` of a data set, each of ``sets`` to be filled by one phone.

    ``study`` is the study that the session belongs to.  ``indices`` are the x-rays of a session over a sample, in
    order; None stands for all of ``first..last``.
    ``without_twin`` are films of which the data set had no x-ray when the session was planned.
    ``follows`` is the session whose devices and settings it takes over, empty for none; ``by_itself`` says that it may
    start without a person.

    Raises:
        CaptureError: ``plan_invalid`` when the subset is empty or below 1, a sample is not one of ``first..last``, or
            the sets are none or repeated.
    """

    session: str
    title: str
    dataset: str
    csv_sha256: str
    first: int
    last: int
    sets: tuple[str, ...]
    conditions: Mapping[str, str] = field(default_factory=dict)
    settings: CaptureSettings = field(default_factory=CaptureSettings)
    display_variation: DisplayVariation = field(default_factory=DisplayVariation)
    study: str = ""
    indices: tuple[int, ...] | None = None
    follows: str = ""
    by_itself: bool = False
    capture: Way = "automatic"
    without_twin: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise CaptureError("plan_invalid", f"The subset {self.first:,} to {self.last:,} is not one.")
        if self.capture == "presenter" and len(self.sets) > 1:
            message = "A presented session has one set: its photos are those of one camera."
            raise CaptureError("plan_invalid", message)
        if not self.sets or len(set(self.sets)) != len(self.sets):
            raise CaptureError("plan_invalid", "A session needs at least one set, and each set only once.")
        if self.indices is not None and not _is_sample(self.indices, self.first, self.last):
            raise CaptureError(
                "plan_invalid", "The sample is not in order, or not the one that was announced."
            )

    def check_new(self) -> None:
        """Check a plan by the rules for new sessions; old sessions were made under older rules.

        Raises:
            CaptureError: ``plan_invalid`` when a set cannot be called so, the title is too long, or a setting is out
                of its limits.
        """
        if len(self.title) > MAX_TITLE:
            raise CaptureError("plan_invalid", f"The title is too long: {MAX_TITLE} characters at most.")
        for name in self.sets:
            if problem := SET.problem(name):
                raise CaptureError("plan_invalid", f"{name!r} cannot name a set. {problem}")
        for setting, (least, most) in SETTING_LIMITS.items():
            if not least <= getattr(self.settings, setting) <= most:
                raise CaptureError("plan_invalid", f"{setting} is not within {least:,} to {most:,}.")
        for name, (least, most) in VARIATION_LIMITS.items():
            if not least <= getattr(self.display_variation, name) <= most:
                raise CaptureError("plan_invalid", f"{name} is not within {least:,} to {most:,}.")

    @property
    def by_person(self) -> bool:
        """Whether a person decides when each photo is taken, so that no answer is ever overdue."""
        return self.capture in ("by_hand", "film")

    @property
    def has_phones(self) -> bool:
        """Whether phones take the photos; a presenter's come later, as loose photos."""
        return self.capture != "presenter"

    @property
    def has_display(self) -> bool:
        """Whether x-rays are shown on a display; films are put up by a person."""
        return self.capture != "film"

    @property
    def xrays(self) -> int:
        """Number of x-rays in the subset."""
        return len(self.members)

    @property
    def members(self) -> Sequence[int]:
        """The x-rays of the subset, in order."""
        return range(self.first, self.last + 1) if self.indices is None else self.indices

    def covers(self, index: int) -> bool:
        """Return whether an x-ray belongs to the subset."""
        members = self.members
        at = bisect_left(members, index)
        return at < len(members) and members[at] == index

    def count_beyond(self, index: int) -> int:
        """Return how many x-rays of the subset come after ``index``."""
        return len(self.members) - bisect_right(self.members, index)

    def neighbours(self, index: int, reach: int = 1) -> list[int]:
        """Return the x-rays shown before and after one of the subset, nearest first."""
        members = self.members
        at = bisect_left(members, index)
        steps = [sign * step for step in range(1, reach + 1) for sign in (-1, 1)]
        return [members[at + step] for step in steps if 0 <= at + step < len(members)]

    def to_json(self) -> JsonObject:
        """Return the plan as JSON values."""
        indices = None if self.indices is None else list(self.indices)
        return {
            **asdict(self),
            "sets": list(self.sets),
            "indices": indices,
            "without_twin": list(self.without_twin),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Parse a plan written by `to_json`, ignoring the names that `unknown_names` returns."""
        settings = CaptureSettings(**_known(CaptureSettings, values["settings"]))
        variation = DisplayVariation(**_known(DisplayVariation, values.get("display_variation") or {}))
        indices = values.get("indices")
        return cls(
            **{
                **_known(cls, values),
                "sets": tuple(values["sets"]),
                "settings": settings,
                "display_variation": variation,
                "indices": None if indices is None else tuple(indices),
                "without_twin": tuple(values.get("without_twin", ())),
            }
        )


def unknown_names(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names in a plan's JSON values that only a newer version can have written."""
    extra = values.keys() - _known(SessionPlan, values).keys()
    settings = values["settings"].keys() - _known(CaptureSettings, values["settings"]).keys()
    varied = values.get("display_variation") or {}
    variation = varied.keys() - _known(DisplayVariation, varied).keys()
    return tuple(sorted(extra | settings | variation))


def _is_sample(indices: Sequence[int], first: int, last: int) -> bool:
    rising = all(one < next_one for one, next_one in pairwise(indices))
    return bool(indices) and rising and (indices[0], indices[-1]) == (first, last)


def _known(
    kind: type[SessionPlan | CaptureSettings | DisplayVariation], values: Mapping[str, Any]
) -> dict[str, Any]:
    # Whatever version wrote them: the dataclass that takes them knows their types.
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in values.items() if name in names}
