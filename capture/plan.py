"""What a session is to do, fixed when it is created: which x-rays, into which sets, under which conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

from capture.errors import CaptureError

Policy = Literal["strict", "flag", "off"]

_SET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CaptureSettings:
    """How carefully and how patiently photos are taken; times in the unit their name ends in.

    ``verification`` says what is done about a photo whose pixels are not those of its x-ray, see
    `capture.verification`.
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


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """One run over the x-rays ``first..last`` of a data set, each of ``sets`` to be filled by one phone.

    Raises:
        CaptureError: ``plan_invalid`` when the subset is empty or below 1, or the sets are none, repeated or not
            names that can be folders.
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

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise CaptureError("plan_invalid", f"The subset {self.first:,} to {self.last:,} is not one.")
        if not self.sets or len(set(self.sets)) != len(self.sets):
            raise CaptureError("plan_invalid", "A session needs at least one set, and each set only once.")
        for name in self.sets:
            if not _SET_NAME.fullmatch(name):
                raise CaptureError(
                    "plan_invalid", f"{name!r} cannot name a set. Use letters, digits, . _ and -."
                )

    @property
    def xrays(self) -> int:
        """How many x-rays the subset has."""
        return self.last - self.first + 1

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON values."""
        return {**asdict(self), "sets": list(self.sets)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The plan that `to_json` wrote."""
        settings = CaptureSettings(**values["settings"])
        return cls(**{**values, "sets": tuple(values["sets"]), "settings": settings})
