"""Agreement of two readers: Cohen's kappa over the photos that both have reviewed, with an interval.

Kappa is the agreement beyond what two readers would reach by chance, given how often each says "usable".  It does
not exist where both always say the same (chance alone explains everything then), and is small where nearly all
photos are usable even if readers agree on nearly all; so the counts are always given beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from capture.reviews.review import Choice

Key = TypeVar("Key")

Z95 = 1.959963984540054
LEAST_VARIANCE = 1e-12


@dataclass(frozen=True, slots=True)
class ReaderAgreement:
    """The two-by-two table of two readers.

    Attributes:
        usable: Photos that both call usable.
        first_only: Photos that only the first reader calls usable.
        second_only: Photos that only the second reader calls usable.
        unusable: Photos that neither calls usable.
    """

    usable: int
    first_only: int
    second_only: int
    unusable: int

    @property
    def both(self) -> int:
        """Number of photos that both have reviewed."""
        return self.usable + self.first_only + self.second_only + self.unusable

    @property
    def agreed(self) -> int:
        """Number of photos on which both agree."""
        return self.usable + self.unusable

    @property
    def by_chance(self) -> float | None:
        """Share of photos on which they would agree by chance, 0 to 1; None without photos."""
        if not self.both:
            return None
        first, second = self._shares()
        return first * second + (1 - first) * (1 - second)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, -1 to 1; None where it is undefined: no photos, or both always choose the same."""
        if self._is_constant():
            return None
        chance = self.by_chance or 0.0
        return (self.agreed / self.both - chance) / (1 - chance)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of kappa by its large-sample standard error (Fleiss, Cohen and Everitt, 1969).

        None where kappa is undefined, and where that error is zero and says nothing: they agree on every photo, or one
        of them says the same of every photo.  For a few dozen photos it is a rough guide only.
        """
        kappa = self.kappa
        variance = 0.0 if kappa is None else self._variance(kappa)
        if kappa is None or variance < LEAST_VARIANCE:
            return None
        margin = Z95 * math.sqrt(variance)
        return max(-1.0, kappa - margin), min(1.0, kappa + margin)

    def _shares(self) -> tuple[float, float]:
        """Return how often each reader says "usable"."""
        return (self.usable + self.first_only) / self.both, (self.usable + self.second_only) / self.both

    def _is_constant(self) -> bool:
        """Return whether agreement by chance is certain, in exact integers."""
        return self.both in (self.usable, self.unusable)

    def _variance(self, kappa: float) -> float:
        n = self.both
        first, second = self._shares()
        chance = self.by_chance or 0.0
        margins = ((first, second), (1 - first, 1 - second))
        table = ((self.usable, self.first_only), (self.second_only, self.unusable))
        same = sum(
            table[i][i] / n * (1 - (margins[i][0] + margins[i][1]) * (1 - kappa)) ** 2 for i in range(2)
        )
        different = (
            sum(table[i][1 - i] / n * (margins[1 - i][0] + margins[i][1]) ** 2 for i in range(2))
            * (1 - kappa) ** 2
        )
        return (same + different - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)


def agreement(choices: Iterable[tuple[Choice, Choice]]) -> ReaderAgreement:
    """Count the pairs of choices of two readers, one pair per photo."""
    counts = {("usable", "usable"): 0, ("usable", "unusable"): 0, ("unusable", "usable"): 0}
    counts["unusable", "unusable"] = 0
    for pair in choices:
        counts[pair] += 1
    return ReaderAgreement(*counts.values())


def disagreements(first: Mapping[Key, Choice], second: Mapping[Key, Choice]) -> list[Key]:
    """Return the photos that two readers judge differently, in the first one's order."""
    return [key for key, choice in first.items() if key in second and second[key] != choice]
