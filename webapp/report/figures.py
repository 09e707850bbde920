"""The statistics of a session: results by x-ray, and speed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from capture.facts import RetakeListed
from capture.storage import PhotoRow
from webapp.report.measurements import MeasuredPhoto
from webapp.report.source import Source
from webapp.report.spans import Span, seconds_in


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of a session.

    Attributes:
        total: X-rays times sets.
        accepted: Of those, how many have an accepted photo.
        missing: Of those, how many have neither a photo that counts nor a skip.
        pending: Photos not judged yet.
        flagged: Photos accepted at which a person should look.
        rejected: Photos rejected.
        lost: Photos that never came.
        retaken: X-rays of a set that were taken more than once.
        skipped: X-rays left out on purpose.
        bytes: Of all kept photos.
        running_s: Seconds in which it ran.
        paused_s: Seconds in which it was paused.
        rate: Photos a minute while it ran; None when it never did.
        verdicts: Kept photos by what comparing them gave; ``""`` for those not compared.
        reasons: Photos rejected, by reason.
        retake_reasons: Retakes, by reason.
    """

    total: int
    accepted: int
    missing: int
    pending: int
    flagged: int
    rejected: int
    lost: int
    retaken: int
    skipped: int
    bytes: int
    running_s: float
    paused_s: float
    rate: float | None
    verdicts: Counter[str]
    reasons: Counter[str]
    retake_reasons: Counter[str]


@dataclass(frozen=True, slots=True)
class SetFigures:
    """Counts of one set, with its phone and its quality."""

    name: str
    phones: tuple[str, ...]
    accepted: int
    rejected: int
    retaken: int
    size: tuple[int, int] | None
    score: float | None
    tilt: float | None
    focal_35mm: float | None


def figures_of(source: Source, photos: Sequence[MeasuredPhoto], spans: Sequence[Span], skips: int) -> Figures:
    """Compute the counts of a session.

    Args:
        source: The session.
        photos: Its photos with their measures.
        spans: Its time.
        skips: How many of its x-rays are left out on purpose.
    """
    rows = [one.photo for one in photos]
    states = Counter(row.state for row in rows)
    sets = len(source.plan.sets)
    done = {(row.set, row.index) for row in rows if row.state in ("accepted", "pending")}
    running = seconds_in(spans, "running", "finishing")
    listed = [entry.fact for entry in source.facts if isinstance(entry.fact, RetakeListed)]
    return Figures(
        total=source.plan.xrays * sets,
        accepted=len({(row.set, row.index) for row in rows if row.state == "accepted"}),
        missing=max(0, source.plan.xrays * sets - len(done) - skips * sets),
        pending=states["pending"] + states["captured"],
        flagged=sum(bool(one.flag) for one in photos if one.photo.state == "accepted"),
        rejected=states["rejected"],
        lost=states["lost"],
        retaken=len({(row.set, row.index) for row in rows if row.attempt > 1}),
        skipped=skips,
        bytes=sum(row.size for row in rows if row.kept_at is not None),
        running_s=running,
        paused_s=seconds_in(spans, "paused"),
        rate=60 * len(rows) / running if running else None,
        verdicts=Counter(one.verdict for one in photos if one.photo.kept_at is not None),
        reasons=Counter(row.code for row in rows if row.state == "rejected"),
        retake_reasons=Counter(fact.code for fact in listed),
    )


def sets_of(source: Source, photos: Iterable[MeasuredPhoto]) -> list[SetFigures]:
    """Compute the counts of each set."""
    by_set: dict[str, list[MeasuredPhoto]] = {name: [] for name in source.plan.sets}
    for one in photos:
        by_set.setdefault(one.photo.set, []).append(one)
    return [_set_figures(source, name, some) for name, some in by_set.items()]


def _set_figures(source: Source, name: str, photos: Sequence[MeasuredPhoto]) -> SetFigures:
    rows: list[PhotoRow] = [one.photo for one in photos]
    good = [one for one in photos if one.photo.state == "accepted"]
    sizes = Counter(one.size for one in photos if one.size is not None)
    return SetFigures(
        name=name,
        phones=tuple(dict.fromkeys(source.names.get(row.device, row.device) for row in rows)),
        accepted=len({row.index for row in rows if row.state == "accepted"}),
        rejected=sum(row.state == "rejected" for row in rows),
        retaken=len({row.index for row in rows if row.attempt > 1}),
        size=sizes.most_common(1)[0][0] if sizes else None,
        score=_middle(good, "score"),
        tilt=_middle(good, "tilt"),
        focal_35mm=_fitted_focal(rows),
    )


def _fitted_focal(rows: Iterable[PhotoRow]) -> float | None:
    """Return the focal length last fitted to a set's photos, in mm (35 mm equivalent)."""
    found = [row.measures["fitted_focal_35mm"] for row in rows if "fitted_focal_35mm" in row.measures]
    return float(found[-1]) if found else None


def _middle(photos: Iterable[MeasuredPhoto], name: str) -> float | None:
    values = [one.values[name] for one in photos if name in one.values]
    return median(values) if values else None
