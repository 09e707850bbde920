"""Progress of a long operation, and its estimated time left."""

from __future__ import annotations

import time
from dataclasses import dataclass

from webapp.shapes.loose import Preparing, Stage


@dataclass(slots=True)
class Pace:
    """Progress of an operation.

    Attributes:
        stage: What is being done: x-rays are described, then those that may be the same are compared.
        done: How many.
        total: Of how many; 0 when nothing is under way.
        stopped: Somebody stopped it there; what was done by then is kept.
    """

    stage: Stage = ""
    done: int = 0
    total: int = 0
    stopped: bool = False
    _began: float = 0.0

    def tell(self, stage: Stage, done: int, total: int) -> None:
        """Record the progress."""
        if stage != self.stage or done == 0:
            self._began = time.monotonic()
        self.stage, self.done, self.total = stage, done, total

    def to_json(self) -> Preparing:
        """Return it as the API gives it; ``seconds_left`` is None while unknown."""
        spent = time.monotonic() - self._began
        left = spent / self.done * (self.total - self.done) if self.done and not self.stopped else None
        return {
            "stage": self.stage,
            "done": self.done,
            "total": self.total,
            "seconds_left": left,
            "stopped": self.stopped,
        }
