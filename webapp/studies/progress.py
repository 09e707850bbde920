"""The progress of one study, read from the database in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from capture.facts import ENDED
from capture.reviews import PhotoKey
from capture.storage import PhotoRow, SessionRow, Storage
from capture.study.coverage import CurrentPhoto, SetCoverage, is_over
from capture.study.study import PlannedSubset, Study
from webapp.shapes.study import Incomplete


@dataclass(frozen=True, slots=True)
class StudyProgress:
    """Progress of a study.

    Attributes:
        study: The study.
        sets: The coverage of its sets, in its order.
        sessions: Its sessions, newest first.
        unended: Those that somebody can go on with; a pile of loose photos never ends and is none.
        unusable: The current photos that every reader calls unusable.
    """

    study: Study
    sets: tuple[SetCoverage, ...]
    sessions: tuple[SessionRow, ...]
    unended: frozenset[str]
    unusable: tuple[CurrentPhoto, ...]

    def set_named(self, name: str) -> SetCoverage:
        """Return the coverage of one set.

        Raises:
            CaptureError: ``set_unknown``.
        """
        of_study = self.study.set_named(name)
        return next(covered for covered in self.sets if covered.set is of_study)

    def sessions_over(self, covered: SetCoverage, subset: PlannedSubset) -> list[SessionRow]:
        """Return the sessions that fill a set with x-rays of a subset, newest first."""
        name = covered.set.name
        return [row for row in self.sessions if is_over(row.plan, name, covered.set, subset)]

    def to_retake(self, name: str, subset: PlannedSubset | None = None) -> list[int]:
        """Return the x-rays of a set, or of one subset, that have to be photographed again, in order."""
        covered = self.set_named(name)
        again = set(covered.refused(subset))
        within = set(covered.set.members if subset is None else covered.set.xrays_of(subset))
        return sorted(again | {photo.index for photo in self.unusable if photo.set == name} & within)

    def retakes(self) -> Iterator[CurrentPhoto]:
        """Yield the photos to be replaced, set by set."""
        for covered in self.sets:
            for index in self.to_retake(covered.set.name):
                yield covered.photos[index]


def read_progress(storage: Storage, study: str) -> StudyProgress:
    """Read the progress of a study; blocks.

    Raises:
        CaptureError: ``study_unknown``.
    """
    found = storage.studies.get(study)
    sessions = tuple(storage.sessions.all(study))
    reviewed = storage.coverage.reviewed(study)
    by_set: dict[str, dict[int, CurrentPhoto]] = defaultdict(dict)
    for photo in storage.coverage.current(study):
        by_set[photo.set][photo.index] = photo
    piles = set(storage.imports.piles())
    unended = {row.plan.session for row in sessions if row.phase not in ENDED} - piles
    skipped = storage.journal.skips(study)
    filling = {row.plan.session: row.plan.sets for row in sessions}
    sets = tuple(
        SetCoverage(
            of_study,
            by_set[of_study.name],
            _indices(by_set[of_study.name], reviewed),
            {index: _filling(by, of_study.name, filling) for index, by in skipped.items()},
        )
        for of_study in found.sets
    )
    unusable = [
        photo
        for covered in sets
        for photo in covered.photos.values()
        if reviewed and photo.state != "rejected" and reviewed.get(key_of(photo))
    ]
    return StudyProgress(found, sets, sessions, frozenset(unended), tuple(unusable))


def key_of(photo: CurrentPhoto) -> PhotoKey:
    """Return the key by which reviews and the archive know a photo."""
    return PhotoKey(photo.session, photo.set, photo.index, photo.attempt)


def read_retakes(storage: Storage, progress: StudyProgress) -> list[PhotoRow]:
    """Return the rows of the photos to be replaced, set by set; blocks."""
    keys: Sequence[PhotoKey] = [key_of(photo) for photo in progress.retakes()]
    found = storage.coverage.photos(keys)
    return [found[key] for key in keys if key in found]


def incomplete(progress: StudyProgress) -> list[Incomplete]:
    """Return what each set lacks for a complete export, one entry for each set that lacks anything."""
    found: list[Incomplete] = []
    for covered in progress.sets:
        counts = covered.counts()
        unjudged = counts.stored - counts.accepted
        if counts.missing or counts.refused or unjudged:
            said = [
                f"{number:,} {what}"
                for number, what in (
                    (counts.missing, "missing"),
                    (counts.refused, "refused and not retaken"),
                    (unjudged, "without a verdict"),
                )
                if number
            ]
            found.append(
                {
                    "set": covered.set.name,
                    "missing": counts.missing,
                    "refused": counts.refused,
                    "unjudged": unjudged,
                    "message": f"{covered.set.name}: {', '.join(said)}, of {counts.xrays:,} x-rays.",
                }
            )
    return found


def _filling(sessions: Iterable[str], name: str, sets: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the sessions among some that fill a set."""
    return [session for session in sessions if name in sets.get(session, ())]


def _indices(photos: Mapping[int, CurrentPhoto], reviewed: Mapping[PhotoKey, bool]) -> list[int]:
    return [index for index, photo in photos.items() if reviewed and key_of(photo) in reviewed]
