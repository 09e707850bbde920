"""Findings of readers, as a manifest tells them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from dataset.statistics.fitness import Fitness


def fitness_of_manifest(rows: Iterable[Mapping[str, str]]) -> list[Fitness]:
    """Return the share that readers found fit, by set; nothing where nobody has read any image.

    Args:
        rows: Of a manifest; the column ``review`` is ``usable`` where all readers of a photo say so.
    """
    images: Counter[tuple[str, str, str]] = Counter()
    said: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        key = row.get("set", ""), row.get("pipeline", ""), row.get("level", "")
        images[key] += 1
        if verdict := row.get("review", ""):
            said[key][verdict] += 1
    return [
        Fitness(
            of_set,
            pipeline,
            int(level) if level.isdigit() else None,
            images[of_set, pipeline, level],
            verdicts.total(),
            verdicts["usable"],
        )
        for (of_set, pipeline, level), verdicts in sorted(said.items())
    ]
