"""The additions that an export could not make, one row each, so that nothing is silently missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LEFT_OUT_COLUMNS = ("Path", "set", "index", "what", "reason")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An addition that a photo does not get.

    Attributes:
        path: The photo in the export.
        set: Its set.
        index: Its x-ray.
        what: ``rectified``, ``boxes`` or ``mask``.
        reason: Why, in plain words.
    """

    path: str
    set: str
    index: int
    what: str
    reason: str

    @property
    def row(self) -> tuple[str, str, int, str, str]:
        """Its row under `LEFT_OUT_COLUMNS`."""
        return self.path, self.set, self.index, self.what, self.reason


def left_out_by_reason(left_out: Iterable[LeftOut]) -> dict[tuple[str, str], list[LeftOut]]:
    """Group missing additions by kind and reason."""
    grouped: dict[tuple[str, str], list[LeftOut]] = {}
    for row in left_out:
        grouped.setdefault((row.what, row.reason), []).append(row)
    return grouped
