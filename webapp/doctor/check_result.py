"""The results of checks: one line for each thing, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dataset.json_values import JsonObject

Grade = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The state of one thing.

    Attributes:
        subject: What was looked at.
        grade: ``warn`` where work goes on with a restriction, ``bad`` where it does not.
        said: What was found.
        advice: What to do; empty where nothing is to be done.
    """

    subject: str
    grade: Grade
    said: str
    advice: str = ""

    def to_json(self) -> JsonObject:
        """Return it as JSON values."""
        return {"subject": self.subject, "grade": self.grade, "said": self.said, "advice": self.advice}

    def lines(self) -> Iterator[str]:
        """Yield it as lines for people."""
        yield f"{self.grade:<5}{self.subject}: {self.said}"
        if self.advice:
            yield f"     {self.advice}"


def ok(subject: str, said: str) -> CheckResult:
    """Return that nothing is to be done."""
    return CheckResult(subject, "ok", said)


def warn(subject: str, said: str, advice: str) -> CheckResult:
    """Return that work goes on with a restriction."""
    return CheckResult(subject, "warn", said, advice)


def bad(subject: str, said: str, advice: str) -> CheckResult:
    """Return that work does not go on."""
    return CheckResult(subject, "bad", said, advice)
