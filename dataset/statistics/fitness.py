"""The share of images that readers found fit for diagnosis, with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Fitness:
    """Findings of readers about the images of one kind.

    Attributes:
        set: The set as its folder is called.
        pipeline: The transform or pipeline of synthetic images, empty for photos.
        level: Its level; None for photos.
        images: ImageColumns that were to be read.
        read: Those that somebody has read.
        fit: Those of them that every one of their readers found fit.
    """

    set: str
    pipeline: str
    level: int | None
    images: int
    read: int
    fit: int

    @property
    def share(self) -> float | None:
        """The share of fit images among those read, None where nobody has read any."""
        return self.fit / self.read if self.read else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its 95 % interval by Wilson's score."""
        return wilson(self.fit, self.read)


def wilson(successes: int, trials: int) -> tuple[float, float] | None:
    """Return the 95 % interval of a share by Wilson's score (1927), None without trials.

    Unlike the usual one it stays within 0 and 1, and has a width where all or none succeed.
    """
    if not trials:
        return None
    share, square = successes / trials, Z95**2
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = Z95 * math.sqrt(share * (1 - share) / trials + square / (4 * trials**2)) / (1 + square / trials)
    # Rounding must not move the ends beyond what is certain.
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    return low, 1.0 if successes == trials else min(1.0, middle + half)
