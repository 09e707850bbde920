"""Accuracy and cost of the assignment of loose photos to x-rays.

    python -m benchmarks.loose [--photos 60] [--gallery 120] [--xrays DIR]... [--write docs/benchmarks.md]

Photos and x-rays are made as for `benchmarks.verification`. All photos are looked for in random order, then once more
in the order of their x-rays; some show x-rays that the gallery does not hold, and must be assigned to none. Time is
taken in a gallery filled up to ``--references`` with generated records. ``--photos 200 --gallery 679`` is the whole
measurement, about twenty minutes. Status 1 when a figure misses its limit.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from benchmarks.tables import machine, report
from benchmarks.verification_photos import Shot, Subject, make_shot, make_subjects
from matching import Reference, make_reference
from matching.duplicates import alike_points, alike_prints, confirmed, fingerprint
from matching.evidence.groups import groups
from matching.features.points import XRAY_POINTS, Descriptors, xray_points
from matching.gallery import Gallery
from matching.identify import Identification, identify

RIGHT = 0.99
SEARCH_S, ORDER_S = 3.0, 0.3
AHEAD = 2
FOREIGN = 0.15
"""Share of photos whose x-rays are left out of the gallery."""
SHOWN = 8


class Xrays:
    """The x-rays, their references and points, each made once and kept beside the photos."""

    def __init__(self, work: Path, subjects: Sequence[Subject]) -> None:
        self._work = work / "references"
        self._work.mkdir(parents=True, exist_ok=True)
        self.subjects = {subject.number + 1: subject for subject in subjects}

    @cache  # noqa: B019 - one object a run
    def reference(self, index: int) -> Reference:
        subject = self.subjects[index]
        kept = self._work / f"{subject.file.stem}.npz"
        if not kept.exists():
            part = kept.with_name(f"part-{kept.name}")
            part.write_bytes(make_reference(subject.pixels()).to_bytes())
            part.rename(kept)
        return Reference.from_bytes(kept.read_bytes())

    def points(self, indices: Sequence[int]) -> dict[int, Descriptors]:
        return {index: xray_points(self.reference(index)) for index in indices}


class Tally:
    """Counts of photos, and the cost of each."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.seconds: list[float] = []
        self.in_order = 0
        self.left: list[str] = []

    def add(self, shot: Shot, truth: int | None, found: Identification, seconds: float) -> None:
        self.seconds.append(seconds)
        self.in_order += found.in_order
        if found.outcome == "assigned":
            self.outcomes["right" if found.index == truth else "wrong"] += 1
            return
        offered = truth is not None and truth in [one.index for one in found.candidates]
        self.outcomes["offered" if offered else "left"] += 1
        self.left.append(f"{shot.file.name} (level {shot.level}): {found.outcome}, {found.reason}")

    def took(self) -> str:
        ordered = sorted(self.seconds)
        return f"{statistics.median(ordered):.2f} s (p95 {ordered[int(0.95 * (len(ordered) - 1))]:.2f} s)"


def look(
    shots: Sequence[tuple[Shot, int | None]],
    gallery: Gallery,
    reference_of: Callable[[int], Reference],
    twins: Mapping[int, Sequence[int]],
    *,
    ordered: bool = False,
) -> Tally:
    """Identify photos one after the other, expecting the next x-rays where they are in order."""
    tally, last = Tally(), 0
    for shot, truth in shots:
        photo = shot.grey()
        expected = range(last + 1, last + 1 + AHEAD) if ordered else ()
        known = [index for index in expected if index in set(gallery.indices.tolist())]
        began = time.process_time()
        found = identify(photo, gallery, reference_of, expected=known, twins=twins)
        tally.add(shot, truth, found, time.process_time() - began)
        last = found.index or last + 1
    return tally


def filled(points: Mapping[int, Descriptors], count: int) -> dict[int, Descriptors]:
    """Return the x-rays' points, and generated ones up to ``count`` x-rays: of real points mixed and made noisy."""
    rng = np.random.default_rng(7)
    every = np.concatenate(list(points.values())).astype(np.float32)
    grown = dict(points)
    for index in range(max(points) + 1, max(points) + 1 + count - len(points)):
        some, others = rng.integers(0, len(every), (2, XRAY_POINTS))
        share = rng.uniform(0.3, 0.7, (XRAY_POINTS, 1)).astype(np.float32)
        mixed = share * every[some] + (1 - share) * every[others] + rng.normal(0, 8, (XRAY_POINTS, 128))
        grown[index] = np.clip(mixed, 0, 255).astype(np.uint8)
    return grown


def known_twins(xrays: Xrays, points: Mapping[int, Descriptors]) -> list[tuple[int, ...]]:
    prints = {index: fingerprint(xrays.reference(index)) for index in points}
    pairs = [*alike_prints(prints), *alike_points(points)]
    return groups(confirmed(pairs, {index: xrays.reference(index) for index in points}))


def rows(
    tallies: Mapping[str, Tally], foreign: Tally, large: Tally, order: Tally, built: str
) -> tuple[list[str], bool]:
    """Return the table, and whether every limit is kept."""
    lines, kept = ["| figure | measured | limit |", "| --- | --- | --- |"], True

    def row(what: str, measured: str, limit: str = "", good: bool = True) -> None:
        nonlocal kept
        kept &= good
        lines.append(f"| {what} | {measured} | {limit}{'' if good else ' **missed**'} |")

    for what, tally in tallies.items():
        total = sum(tally.outcomes.values())
        right, wrong = tally.outcomes["right"], tally.outcomes["wrong"]
        row(
            f"assigned to the right x-ray, {what}",
            f"{right} of {total}, {right / total:.1%}",
            f">= {RIGHT:.0%}",
            right >= RIGHT * total,
        )
        offered, left = tally.outcomes["offered"], tally.outcomes["left"]
        row(f"left to a person, {what}", f"{offered} with the right candidate, {left} without")
        row(f"assigned to a wrong x-ray, {what}", str(wrong), "0", wrong == 0)
        row(f"CPU time a photo, {what}", tally.took())
    total, none = sum(foreign.outcomes.values()), foreign.outcomes["wrong"]
    row("photos of x-rays that are not there, assigned", f"{none} of {total}", "0", none == 0)
    search, ordered = statistics.median(large.seconds), statistics.median(order.seconds)
    row(f"CPU time a photo among {built}, searched", large.took(), f"<= {SEARCH_S:g} s", search <= SEARCH_S)
    row(f"CPU time a photo among {built}, in order", order.took(), f"<= {ORDER_S:g} s", ordered <= ORDER_S)
    wrong = large.outcomes["wrong"] + order.outcomes["wrong"]
    row(f"assigned to a wrong x-ray among {built}", str(wrong), "0", wrong == 0)
    return lines, kept


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--gallery", type=int, default=120, help="x-rays in the gallery, real ones included")
    parser.add_argument("--references", type=int, default=10_507, help="x-rays in the gallery that is timed")
    parser.add_argument("--timed", type=int, default=20, help="photos that are timed in it")
    parser.add_argument("--xrays", type=Path, action="append", default=[], help="a folder of x-rays")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "chexphoto-loose")
    parser.add_argument("--write", help="Markdown page whose section is replaced")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    lines, kept = measured(arguments)
    report("loose", lines, arguments.write)
    return 0 if kept else 1


def measured(arguments: argparse.Namespace) -> tuple[list[str], bool]:
    work = arguments.work / str(arguments.gallery)  # what photo n shows depends on how many x-rays there are
    given = make_subjects(work, 0, arguments.xrays)
    subjects = make_subjects(work, max(2, arguments.gallery - len(given)), arguments.xrays)
    xrays = Xrays(work, subjects)
    taken = [make_shot(work, "true", number, subjects) for number in range(arguments.photos)]
    rng = np.random.default_rng(3)
    shown = sorted({shot.subject + 1 for shot in taken})
    outside = set(rng.permutation(shown)[: round(FOREIGN * len(shown))].tolist())
    points = xrays.points([index for index in sorted(xrays.subjects) if index not in outside])
    gallery = Gallery.build(points)
    twins = {index: group for group in known_twins(xrays, points) for index in group}
    inside = [(shot, shot.subject + 1) for shot in taken if shot.subject + 1 not in outside]
    strangers: list[tuple[Shot, int | None]] = [(s, None) for s in taken if s.subject + 1 in outside]
    in_order = sorted(inside, key=lambda entry: entry[1])
    shuffled = [inside[at] for at in rng.permutation(len(inside))]
    tallies = {
        "in any order": look(shuffled, gallery, xrays.reference, twins),
        "in order": look(in_order, gallery, xrays.reference, twins, ordered=True),
    }
    foreign = look(strangers, gallery, xrays.reference, twins)
    began = time.process_time()
    large = Gallery.build(filled(points, arguments.references))
    built = time.process_time() - began
    some = shuffled[: arguments.timed]

    def any_reference(index: int) -> Reference:
        """Return any reference: a generated x-ray has no picture, and the comparison costs the same."""
        return xrays.reference(index if index in points else min(points))

    searched = look(some, large, any_reference, {})
    consecutive = Tally()
    for shot, truth in some:
        began = time.process_time()
        found = identify(shot.grey(), large, any_reference, expected=[truth])
        consecutive.add(shot, truth, found, time.process_time() - began)
    told, kept = rows(tallies, foreign, searched, consecutive, f"{len(large):,} x-rays")
    real = sum(subject.real for subject in subjects)
    head = (
        f"`python -m benchmarks.loose --photos {arguments.photos} --gallery {arguments.gallery} --write "
        f"docs/benchmarks.md`; {machine()}, one thread. {len(points)} "
        f"x-rays in the gallery ({real} real ones given, the others drawn, two exposures a patient), {len(twins)} of "
        f"them twins; {len(taken)} photos. The large gallery took {built:.0f} s of CPU time to make."
    )
    left = [line for tally in tallies.values() for line in tally.left]
    untold = [f"- {line}" for line in dict.fromkeys(left)][:SHOWN]
    return [head, "", *told, *(["", "Left to a person:", "", *untold] if untold else [])], kept


if __name__ == "__main__":
    sys.exit(main())
