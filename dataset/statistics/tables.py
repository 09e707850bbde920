"""Statistics as tables, in the form of the papers' Tables 1 and 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dataset.statistics.counting import (
    ALL_SETS,
    NOT_GIVEN,
    LabelCounts,
    PartCounts,
    Statistics,
    not_given_last,
)
from dataset.statistics.fitness import Fitness

Blank = Literal["negative", "apart"]

PAPER_ORDER = (
    "No Finding",
    "Enlarged Cardiomediastinum",
    "Cardiomegaly",
    "Lung Lesion",
    "Lung Opacity",
    "Edema",
    "Consolidation",
    "Pneumonia",
    "Atelectasis",
    "Pneumothorax",
    "Pleural Effusion",
    "Pleural Other",
    "Fracture",
    "Support Devices",
)
"""The order of Table 1 of CheXpert's paper; its CSV has Lung Opacity before Lung Lesion."""

TITLES = {"sex": "Sex (patients)", "age": "Age in years (studies)", "view": "View (images)"}


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table: the first ``left`` columns are words, the others numbers."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1
    note: str = ""


def share(count: int, total: int) -> float:
    """Return a percentage as the paper gives it: rounded to two digits."""
    return round(100 * count / total, 2) if total else 0.0


def counted(count: int, total: int) -> str:
    """Return a count and its percentage as in the paper: ``16627 (8.86)``."""
    return f"{count} ({share(count, total)})"


def tables(statistics: Statistics, blank: Blank = "negative") -> list[CountTable]:
    """Return all tables, in the order in which people read them.

    Args:
        statistics: The counts.
        blank: Whether a blank cell counts as negative, as in the paper, or apart.
    """
    found = [_sizes(statistics)]
    found += [_observations(statistics, names, part, blank) for names, part in label_groups(statistics)]
    shown = [part for part in statistics.parts if part.set != ALL_SETS]
    for name, title in TITLES.items():
        found += _by_value(title, [(part, getattr(part, name)) for part in shown])
    for fact in dict.fromkeys(fact for part in shown for fact in part.facts):
        with_it = [(part, part.facts[fact]) for part in shown if fact in part.facts]
        found += _by_value(f"{fact.replace('_', ' ').capitalize()} (images)", with_it)
    return found + ([fitness_table(statistics.fitness)] if statistics.fitness else [])


def label_groups(statistics: Statistics) -> Iterator[tuple[str, PartCounts]]:
    """Yield what labels are told of: a name, and the part with the counts; sets with the same counts are told once."""
    groups: dict[tuple[str, tuple[LabelCounts, ...]], list[PartCounts]] = {}
    for part in statistics.parts:
        if part.set != ALL_SETS and part.is_labelled:
            groups.setdefault((part.split, part.observations), []).append(part)
    for parts in groups.values():
        names = ", ".join(part.set for part in parts if part.set)
        yield ": ".join(filter(None, (parts[0].split, names))), parts[0]


def columns(blank: Blank) -> tuple[str, ...]:
    """Return the names of the labels that are told apart."""
    return ("positive", "uncertain", "negative") + (("blank",) if blank == "apart" else ())


def values(counts: LabelCounts, blank: Blank) -> tuple[int, ...]:
    """Return the counts of `columns`."""
    if blank == "apart":
        return counts.positive, counts.uncertain, counts.negative, counts.blank
    return counts.positive, counts.uncertain, counts.negative + counts.blank


def in_paper_order(part: PartCounts) -> list[LabelCounts]:
    """Return the counts of the observations in the order of the paper's table; none of a part without labels."""
    if not part.is_labelled:
        return []
    return sorted(part.observations, key=lambda counts: PAPER_ORDER.index(counts.observation))


def fitness_table(fitness: Iterable[Fitness]) -> CountTable:
    """Return what readers found fit for diagnosis, by set and level."""
    rows = tuple(
        (
            of.set,
            of.pipeline,
            "" if of.level is None else str(of.level),
            str(of.images),
            str(of.read),
            str(of.fit),
            "" if of.share is None else f"{100 * of.share:.1f}",
            "" if of.interval is None else f"{100 * of.interval[0]:.1f}-{100 * of.interval[1]:.1f}",
        )
        for of in fitness
    )
    header = ("set", "pipeline", "level", "images", "read", "fit", "%", "95 % interval")
    note = "Fit: every reader of the image found it fit for diagnosis. Intervals by Wilson's score."
    return CountTable("Fit for diagnosis", header, rows, 3, note)


def _sizes(statistics: Statistics) -> CountTable:
    rows = tuple(
        (part.split or "-", part.set or "-", str(part.patients), str(part.studies), str(part.images))
        for part in statistics.parts
    )
    return CountTable(
        "Patients, studies and images", ("split", "set", "patients", "studies", "images"), rows, 2
    )


def _observations(statistics: Statistics, names: str, part: PartCounts, blank: Blank) -> CountTable:
    total = part.studies if statistics.unit == "studies" else part.images
    rows = tuple(
        (counts.observation, *(counted(value, total) for value in values(counts, blank)))
        for counts in in_paper_order(part)
    )
    title = f"Observations{f' of {names}' if names else ''} ({total} {statistics.unit})"
    header = ("observation", *(f"{name} (%)" for name in columns(blank)))
    note = ""
    if part.conflicting and statistics.unit == "studies":
        note = (
            f"{part.conflicting} studies have images with different labels; their most telling label counts."
        )
    return CountTable(title, header, rows, note=note)


def _by_value(title: str, parts: Sequence[tuple[PartCounts, Mapping[str, int]]]) -> list[CountTable]:
    """Return one table with a column for each part."""
    order = sorted({value for _, counts in parts for value in counts}, key=not_given_last)
    if order in ([], [NOT_GIVEN]):
        return []
    header = ("", *(" ".join(filter(None, (part.split, part.set))) or "all" for part, _ in parts))
    totals = [sum(counts.values()) for _, counts in parts]
    rows = tuple(
        (
            value,
            *(counted(counts.get(value, 0), total) for (_, counts), total in zip(parts, totals, strict=True)),
        )
        for value in order
    )
    return [CountTable(title, header, rows)]
