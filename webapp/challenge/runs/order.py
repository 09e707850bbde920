"""Messages to and from a submission's process."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TypedDict

from dataset.submission.parts import PartScore
from webapp.challenge.sandbox import SandboxLimits

Step = Literal["unpacking", "running", "scoring"]


@dataclass(frozen=True, slots=True)
class RunOrder:
    """One run.

    Attributes:
        folder: Of the challenge.
        upload: The submitted file.
        command: Of a program; empty for predictions.
        number: Of the run: no two programs at once have the same user.
        python: What runs programs.
        data_root: What that Python must not bring along.
        work: A folder for the run, which it removes.
        unpacked_mb: Most that an archive may hold.
        limits: Of the sandbox.
    """

    folder: str
    upload: str
    command: str
    number: int
    python: str
    data_root: str
    work: str
    unpacked_mb: int
    limits: SandboxLimits

    def write(self, file: Path) -> None:
        """Write it for the process."""
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")


def read_order(file: Path) -> RunOrder:
    """Return an order that `RunOrder.write` wrote."""
    told = json.loads(file.read_text(encoding="utf-8"))
    return RunOrder(**{**told, "limits": SandboxLimits(**told["limits"])})


class ProgressReport(TypedDict):
    """Progress of a run."""

    step: Step
    seconds: float


class EndReport(TypedDict):
    """The end of a run.

    Attributes:
        code: Why it failed; empty where it did not.
        message: The same for people.
        log: The trimmed end of what the program printed.
        scores: By part.
        seconds: How long the program itself took.
    """

    code: str
    message: str
    log: str
    scores: dict[str, PartScore] | None
    seconds: float
