"""Sessions made from a study: over a subset, over what a subset lacks, or over the x-rays to be retaken."""

from __future__ import annotations

from collections.abc import Sequence

from capture.errors import CaptureError
from capture.study.coverage import LACKING, SetCoverage
from capture.study.study import PlannedSubset
from webapp.sessions.models import Conditions, NewSession
from webapp.sessions.session_registry import Sessions
from webapp.sessions.session_runner import LiveSession
from webapp.sessions.session_service import SessionService
from webapp.studies.models import StudySessionWish
from webapp.studies.progress import StudyProgress
from webapp.studies.study_coverage import Coverages


class StudySessions:
    """The service that makes and finds the sessions of a study."""

    def __init__(self, coverages: Coverages, sessions: Sessions, service: SessionService) -> None:
        self._coverages = coverages
        self._sessions = sessions
        self._service = service

    def start(self, study: str, wish: StudySessionWish) -> tuple[LiveSession, bool]:
        """Return the session to go on with, and whether it was made for this.

        A subset over which a session has not ended is resumed by that session; of one that was photographed in part,
        the new session takes what it lacks.

        Raises:
            CaptureError: ``study_unknown``, ``set_unknown``, ``subset_unknown``, ``nothing_to_take``.
            ApiError: ``overlap``: the sets have photos of these x-rays already.
        """
        progress = self._coverages.progress(study)
        covered = progress.set_named(wish.sets[0])
        subset = None if wish.subset is None else _subset(covered, wish.subset)
        if subset is not None and not wish.overlap and (unended := _unended(progress, wish, subset)):
            return self._sessions.get(unended), False
        indices: Sequence[int]
        if subset is None or wish.retakes:
            indices = _retakes(progress, wish, subset)
        else:
            indices = _to_take(progress, wish, subset)
        return self._service.create(_new_session(progress, wish, subset, indices)), True


def _subset(covered: SetCoverage, number: int) -> PlannedSubset:
    subsets = covered.subsets
    if number > len(subsets):
        raise CaptureError(
            "subset_unknown", f"{covered.set.name} has {len(subsets):,} subsets, no number {number:,}."
        )
    return subsets[number - 1]


def _unended(progress: StudyProgress, wish: StudySessionWish, subset: PlannedSubset) -> str | None:
    """Return a session that has not ended, is over the subset, and fills the same sets."""
    covered = progress.set_named(wish.sets[0])
    for row in progress.sessions_over(covered, subset):
        if row.plan.session in progress.unended and set(wish.sets) <= set(row.plan.sets):
            return row.plan.session
    return None


def _retakes(progress: StudyProgress, wish: StudySessionWish, subset: PlannedSubset | None) -> list[int]:
    again = sorted({index for name in wish.sets for index in progress.to_retake(name, subset)})
    if not again:
        raise CaptureError("nothing_to_take", "No x-ray of these sets has to be taken again.")
    return again


def _to_take(progress: StudyProgress, wish: StudySessionWish, subset: PlannedSubset) -> Sequence[int]:
    """Return what the sets lack of a subset; all of it where nothing is lacking, which only an overlap may be."""
    members = progress.set_named(wish.sets[0]).set.xrays_of(subset)
    if wish.overlap:
        return members
    lacking = [
        index for index in members if any(_lacks(progress.set_named(name), index) for name in wish.sets)
    ]
    return lacking or members


def _lacks(covered: SetCoverage, index: int) -> bool:
    """Return whether a set needs a photo of an x-ray, which may be none that was planned for it."""
    if index in covered.set.members:
        return covered.letter(index) in LACKING
    photo = covered.photos.get(index)
    return photo is None or photo.state == "rejected"


def _new_session(
    progress: StudyProgress, wish: StudySessionWish, subset: PlannedSubset | None, indices: Sequence[int]
) -> NewSession:
    planned = Conditions() if subset is None else Conditions.model_validate(dict(subset.conditions))
    whole = len(indices) == indices[-1] - indices[0] + 1
    return NewSession(
        title="",
        dataset=progress.study.dataset,
        study=progress.study.id,
        capture=progress.set_named(wish.sets[0]).set.capture,
        first=indices[0],
        last=indices[-1],
        indices=None if whole else list(indices),
        sets=wish.sets,
        conditions=wish.conditions or planned,
        overlap=wish.overlap or wish.retakes,
        copies_as_one=False,
    )
