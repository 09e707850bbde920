"""A phone's record of attempts by index, which both ends keep and compare.

Nearly every index a phone has passed has exactly one attempt, so the record is a range with exceptions:
``begin..last`` have attempt 1, all others 0, except those in ``attempts``.  Ten thousand x-rays cost no more to
store, send or compare than ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MOST_ATTEMPTS = 99
"""No x-ray is photographed more often for a set in one session: file names and messages have room for no more."""


@dataclass(slots=True)
class Record:
    """The newest attempt of every index; ``last`` is the newest index passed (``begin - 1`` at the start)."""

    begin: int
    last: int
    attempts: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, begin: int, last: int, attempts: Mapping[int, int]) -> Record:
        """Return a record from a phone's message, without redundant exceptions."""
        record = cls(begin, last)
        for index, attempt in attempts.items():
            record._set(index, attempt)
        return record

    @property
    def untouched(self) -> bool:
        """Whether nothing has been done yet."""
        return self.last < self.begin and not self.attempts

    def attempt(self, index: int) -> int:
        """Return the newest attempt of ``index``, 0 for none."""
        return self.attempts.get(index, self._usual(index))

    def done(self, index: int, attempt: int) -> None:
        """Add a photo; indices between ``last`` and ``index`` were passed over."""
        for passed in range(self.last + 1, index):
            self.attempts.setdefault(passed, 0)
        if index > self.last:
            self._go_past(index)
        self._set(index, attempt)

    def after(self, done: Iterable[tuple[int, int]]) -> Record:
        """Return a copy with further photos added."""
        copy = Record(self.begin, self.last, dict(self.attempts))
        for index, attempt in done:
            copy.done(index, attempt)
        return copy

    def _go_past(self, index: int) -> None:
        self.last = index
        if self.attempts.get(index) == 1:
            del self.attempts[index]

    def _usual(self, index: int) -> int:
        return 1 if self.begin <= index <= self.last else 0

    def _set(self, index: int, attempt: int) -> None:
        if attempt == self._usual(index):
            self.attempts.pop(index, None)
        else:
            self.attempts[index] = attempt
