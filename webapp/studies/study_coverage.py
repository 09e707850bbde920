"""The coverage of studies, as the API gives it."""

from __future__ import annotations

from capture.storage import PhotoRow, SessionRow
from capture.study.coverage import Counts, SetCoverage, count_conditions
from capture.study.study import PlannedSubset
from webapp.sessions.photo_views import photo_json
from webapp.shapes.study import (
    ConditionView,
    CountsView,
    SetCoverageView,
    StudyCoverage,
    StudyLine,
    StudyRetake,
    StudySession,
    SubsetCoverage,
)
from webapp.storage.session_store import SessionStore
from webapp.studies.progress import StudyProgress, read_progress, read_retakes
from webapp.studies.studies import Studies


class Coverages:
    """The service that says what studies have and lack."""

    def __init__(self, store: SessionStore, studies: Studies) -> None:
        self._store = store
        self._studies = studies

    def progress(self, study: str) -> StudyProgress:
        """Return what a study has.

        Raises:
            CaptureError: ``study_unknown``.
        """
        return self._store(read_progress, study)

    def of(self, study: str) -> StudyCoverage:
        """Return the whole coverage of a study.

        Raises:
            CaptureError: ``study_unknown``.
        """
        progress = self.progress(study)
        return {
            "sets": [_set(progress, covered) for covered in progress.sets],
            "sessions": [_session(row) for row in progress.sessions],
            "conditions": _conditions(progress),
            "retakes": [_retake(photo) for photo in self._store(read_retakes, progress)],
        }

    def lines(self) -> list[StudyLine]:
        """Return one line for each study, newest first."""
        found: list[StudyLine] = []
        for study in self._studies.all():
            view, progress = self._studies.view(study), self.progress(study.id)
            counts = [covered.counts() for covered in progress.sets]
            found.append(
                {
                    "id": study.id,
                    "name": study.name,
                    "dataset": view["dataset"],
                    "created_at": study.created_at,
                    "sessions": len(progress.sessions),
                    "xrays": sum(count.xrays for count in counts),
                    "stored": sum(count.stored for count in counts),
                    "refused": sum(count.refused for count in counts),
                }
            )
        return found


def _counts(counts: Counts) -> CountsView:
    return {
        "xrays": counts.xrays,
        "stored": counts.stored,
        "accepted": counts.accepted,
        "refused": counts.refused,
        "skipped": counts.skipped,
        "missing": counts.missing,
        "retaken": counts.retaken,
        "reviewed": counts.reviewed,
    }


def _set(progress: StudyProgress, covered: SetCoverage) -> SetCoverageView:
    return {
        **_counts(covered.counts()),
        "name": covered.set.name,
        "first": covered.set.first,
        "last": covered.set.last,
        "letters": covered.letters,
        "planned": bool(covered.set.subsets),
        "subsets": [
            _subset(progress, covered, number, subset)
            for number, subset in enumerate(covered.subsets, start=1)
        ],
    }


def _subset(
    progress: StudyProgress, covered: SetCoverage, number: int, subset: PlannedSubset
) -> SubsetCoverage:
    sessions = [row.plan.session for row in progress.sessions_over(covered, subset)]
    return {
        **_counts(covered.counts(subset)),
        "number": number,
        "first": subset.first,
        "last": subset.last,
        "state": covered.state(subset, is_open=not progress.unended.isdisjoint(sessions)),
        "conditions": dict(subset.conditions),
        "sessions": sessions,
    }


def _session(row: SessionRow) -> StudySession:
    plan = row.plan
    return {
        "session": plan.session,
        "title": plan.title,
        "phase": row.phase,
        "sets": list(plan.sets),
        "first": plan.first,
        "last": plan.last,
        "created_at": row.created_at,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
        "conditions": dict(plan.conditions),
    }


def _conditions(progress: StudyProgress) -> list[ConditionView]:
    plans = {row.plan.session: row.plan for row in progress.sessions}
    return [
        {
            "condition": count.condition,
            "value": count.value,
            "planned": count.planned,
            "stored": count.stored,
            "sets": dict(count.sets),
        }
        for count in count_conditions(progress.sets, plans)
    ]


def _retake(row: PhotoRow) -> StudyRetake:
    photo = photo_json(row)
    return {
        "set": row.set,
        "index": row.index,
        "session": row.session,
        "attempt": row.attempt,
        "why": "refused" if row.state == "rejected" else "unusable",
        "detail": photo["detail"] or row.code.replace("_", " "),
        "thumbnail": photo["thumbnail"],
    }
