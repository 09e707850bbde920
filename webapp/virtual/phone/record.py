"""The phone's half of the index check: its record, and whether a command follows from it.

Pure, because this check is what stands between a confused network and a photo filed under the wrong x-ray.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict

Decision = Literal["take", "repeat", "mismatch"]


class RecordValues(TypedDict):
    """A record as it stands in ``hello``."""

    begin: int | None
    last: int | None
    attempts: dict[str, int]


@dataclass(frozen=True, slots=True)
class PhoneRecord:
    """Attempts by index: 1 for ``begin..last``, 0 for all others, except as ``attempts`` says."""

    begin: int | None = None
    last: int | None = None
    attempts: Mapping[int, int] = field(default_factory=dict)

    @staticmethod
    def of(point: RecordValues) -> PhoneRecord:
        """Return the record that a ``resume_point`` of the server describes."""
        return PhoneRecord(point["begin"], point["last"], {int(i): n for i, n in point["attempts"].items()})

    @property
    def is_empty(self) -> bool:
        """Whether the phone has not yet been told where to begin."""
        return self.last is None

    def done(self, index: int) -> int:
        """Return the number of attempts of ``index`` made."""
        if index in self.attempts:
            return self.attempts[index]
        inside = self.begin is not None and self.last is not None and self.begin <= index <= self.last
        return 1 if inside else 0

    def decide(self, index: int, attempt: int, skipped: Collection[int] = ()) -> Decision:
        """Return whether a capture command is to be carried out, answered from the store, or refused."""
        if self.last is None:
            return "mismatch"
        if attempt <= self.done(index):
            return "repeat"
        follows = index <= self.last or all(i in skipped for i in range(self.last + 1, index))
        return "take" if follows and attempt == self.done(index) + 1 else "mismatch"

    def after(self, index: int, attempt: int) -> PhoneRecord:
        """Return the record after ``attempt`` of ``index``; indices after ``last`` and before it are passed over."""
        last = index if self.last is None else max(self.last, index)
        begin = index if self.begin is None else self.begin
        exceptions = dict(self.attempts)
        exceptions |= dict.fromkeys(range(index if self.last is None else self.last + 1, index), 0)
        exceptions[index] = attempt
        implied = PhoneRecord(begin, last)
        return PhoneRecord(begin, last, {i: n for i, n in sorted(exceptions.items()) if n != implied.done(i)})

    def to_json(self) -> RecordValues:
        """Return it in the form of ``hello``."""
        return {
            "begin": self.begin,
            "last": self.last,
            "attempts": {str(i): n for i, n in self.attempts.items()},
        }
