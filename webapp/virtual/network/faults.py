"""Simulated network faults: loss, duplication and reordering of messages, reproducible by seed."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Faults:
    """Rates of network faults.

    Attributes:
        loss: Probability in 0..1 that a message, or an answer to one, never arrives.
        duplicate: Probability in 0..1 that a message arrives twice.
        reorder: Probability in 0..1 that a message is held back and overtaken by later ones.
        delay_ms: How long at most a message is held back.
        seed: Where the randomness starts.
        counted: Counts what was done to messages, by kind.
    """

    loss: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    delay_ms: float = 200.0
    seed: int = 0
    counted: Counter[str] = field(default_factory=Counter, compare=False)


class Weather:
    """A random stream of message fates."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._random = random.Random(faults.seed)

    def deliveries(self) -> list[float]:
        """Return the delays of each copy of the next message; empty if it is lost."""
        dice, faults = self._random, self._faults
        if dice.random() < faults.loss:
            faults.counted["message lost"] += 1
            return []
        copies = 2 if dice.random() < faults.duplicate else 1
        faults.counted["message doubled"] += copies - 1
        return [self._delay() for _ in range(copies)]

    def _delay(self) -> float:
        dice, faults = self._random, self._faults
        if dice.random() >= faults.reorder:
            return 0.0
        faults.counted["message delayed, so that others overtake it"] += 1
        return dice.uniform(0, faults.delay_ms / 1000)
