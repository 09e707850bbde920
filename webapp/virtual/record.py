"""What a phone has done, and whether a command follows from it: the phone's half of the index check.

Pure, because this check is what stands between a confused network and a photo filed under the wrong x-ray.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Decision = Literal["take", "repeat", "mismatch"]


@dataclass(frozen=True, slots=True)
class PhoneRecord:
    """Attempt 1 for every index ``begin..last``, 0 for all others, except as ``attempts`` says."""

    begin: int | None = None
    last: int | None = None
    attempts: Mapping[int, int] = field(default_factory=dict)

    @staticmethod
    def of(point: Mapping[str, Any]) -> PhoneRecord:
        """The record that a ``resume_point`` of the server stands for."""
        return PhoneRecord(point["begin"], point["last"], {int(i): n for i, n in point["attempts"].items()})

    @property
    def is_empty(self) -> bool:
        """Whether the phone has not even been told where to begin."""
        return self.last is None

    def done(self, index: int) -> int:
        """How many attempts of ``index`` have been made."""
        if index in self.attempts:
            return self.attempts[index]
        inside = self.begin is not None and self.last is not None and self.begin <= index <= self.last
        return 1 if inside else 0

    def decide(self, index: int, attempt: int, skipped: Collection[int] = ()) -> Decision:
        """Whether a capture command is to be carried out, answered from the store, or refused."""
        if self.last is None:
            return "mismatch"
        if attempt <= self.done(index):
            return "repeat"
        follows = index <= self.last or all(i in skipped for i in range(self.last + 1, index))
        return "take" if follows and attempt == self.done(index) + 1 else "mismatch"

    def after(self, index: int, attempt: int) -> PhoneRecord:
        """The record once ``attempt`` of ``index`` is taken; what lies between ``last`` and it is passed over."""
        last = index if self.last is None else max(self.last, index)
        begin = index if self.begin is None else self.begin
        exceptions = dict(self.attempts)
        exceptions |= dict.fromkeys(range(index if self.last is None else self.last + 1, index), 0)
        exceptions[index] = attempt
        implied = PhoneRecord(begin, last)
        return PhoneRecord(begin, last, {i: n for i, n in sorted(exceptions.items()) if n != implied.done(i)})

    def to_json(self) -> dict[str, Any]:
        """As it stands in ``hello``."""
        return {
            "begin": self.begin,
            "last": self.last,
            "attempts": {str(i): n for i, n in self.attempts.items()},
        }
