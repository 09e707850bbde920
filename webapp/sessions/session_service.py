"""Creation of sessions, and their start only with unchanged x-rays."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import fields, replace

from capture.events import Aim, Resume, Start, TreatAsOne
from capture.plan import CaptureSettings, DisplayVariation, SessionPlan
from webapp.auth.tokens import new_id
from webapp.errors import ApiError
from webapp.runtime.clock import Clock
from webapp.sessions.models import NewSession, SettingsChosen
from webapp.sessions.session_registry import Sessions
from webapp.sessions.session_runner import LiveSession
from webapp.settings import Settings
from webapp.verification.preflight import Preflight, overlap_sentence, unreadable

NAMED_SETS = 3
"""Sets that a title names; with more, it says how many others there are."""


class SessionService:
    """The service that creates and starts sessions."""

    def __init__(self, sessions: Sessions, preflight: Preflight, settings: Settings, clock: Clock) -> None:
        self._sessions = sessions
        self._preflight = preflight
        self._settings = settings
        self._clock = clock

    def create(self, wish: NewSession, previous: SessionPlan | None = None) -> LiveSession:
        """Create a session, with all else as in the ``previous`` one that it follows.

        Raises:
            ApiError: ``overlap``, ``xrays_unreadable``, ``dataset_unknown``.
            DatasetError: The CSV changed, or the subset is not within it.
        """
        loaded = self._preflight.subset(wish.dataset, wish.first, wish.last)
        plan = self._plan(wish, loaded.row.sha256, previous)
        if not wish.overlap:
            self._refuse_overlap(plan)
        problems = self._preflight.problems(loaded, plan.members)
        if not plan.has_display:  # a film may have no x-ray in the data set
            plan = replace(plan, without_twin=tuple(problem.index for problem in problems if problem.absent))
        obstacles = [problem for problem in problems if problem.index not in plan.without_twin]
        if obstacles:
            raise unreadable(obstacles)
        copies = self._preflight.copies(loaded, plan) if wish.copies_as_one else ()
        live = self._sessions.create(plan)
        live.deliver(lambda at: TreatAsOne(at, copies))
        return live

    def _plan(self, wish: NewSession, csv_sha256: str, previous: SessionPlan | None) -> SessionPlan:
        plan = SessionPlan(
            session=new_id(),
            title=wish.title.strip() or usual_title(wish.sets, wish.first, wish.last, self._clock.now()),
            dataset=wish.dataset,
            csv_sha256=csv_sha256,
            first=wish.first,
            last=wish.last,
            sets=tuple(wish.sets),
            conditions=wish.conditions.model_dump(),
            settings=self._capture_settings(wish.settings) if previous is None else previous.settings,
            capture=wish.capture,
            study=wish.study or "",
            indices=None if wish.indices is None else tuple(wish.indices),
            display_variation=DisplayVariation(**wish.display_variation.model_dump()),
        )
        return plan if previous is None else _following(plan, previous)

    def treat_copies_as_one(self, session: str) -> LiveSession:
        """Treat x-rays of a session that content cannot tell apart as one.

        The server says which those are, never a person: two x-rays that differ must not be filed for each other.
        """
        plan = self._sessions.get(session).plan
        loaded = self._preflight.subset(plan.dataset, plan.first, plan.last)
        copies = self._preflight.copies(loaded, plan)
        live = self._sessions.get(session)
        live.deliver(lambda at: TreatAsOne(at, copies))
        return live

    def aim(self, session: str) -> LiveSession:
        """Start aiming phones at the first x-ray of a session that has not started."""
        live = self._checked(session)
        live.deliver(Aim)
        return live

    def start(self, session: str, without: Sequence[str] = ()) -> LiveSession:
        """Start a session whose x-rays are unchanged since it was planned; ``without`` as in `Start`."""
        live = self._checked(session)
        live.deliver(lambda at: Start(at, tuple(without)))
        return live

    def resume(self, session: str, without: Sequence[str] = ()) -> LiveSession:
        """Resume a session whose x-rays are unchanged since it was planned; ``without`` as in `Start`."""
        live = self._checked(session)
        live.deliver(lambda at: Resume(at, without=tuple(without)))
        return live

    def _checked(self, session: str) -> LiveSession:
        live = self._sessions.get(session)
        self._preflight.subset(live.plan.dataset, live.plan.first, live.plan.last)
        return live

    def _refuse_overlap(self, plan: SessionPlan) -> None:
        overlap = self._preflight.overlap(plan.dataset, plan.members, plan.sets, plan.study)
        if overlap:
            sentences = " ".join(overlap_sentence(name, ranges) for name, ranges in overlap.items())
            raise ApiError(
                "overlap",
                f"{sentences} Choose other x-rays or sets, or take them again on purpose.",
                {"sets": {name: [list(pair) for pair in ranges] for name, ranges in overlap.items()}},
            )

    def _capture_settings(self, chosen: SettingsChosen) -> CaptureSettings:
        # A capture setting has the same name everywhere, so that a new one is not listed here.
        usual = CaptureSettings(
            **{field.name: getattr(self._settings, field.name) for field in fields(CaptureSettings)}
        )
        return replace(usual, **chosen.model_dump(exclude_none=True))


def _following(plan: SessionPlan, previous: SessionPlan) -> SessionPlan:
    """Return a plan with everything of the ``previous`` one but its x-rays and conditions.

    Other conditions have to be made by a person, who starts the session then.
    """
    return replace(
        previous,
        session=plan.session,
        title=plan.title,
        csv_sha256=plan.csv_sha256,
        first=plan.first,
        last=plan.last,
        indices=plan.indices,
        conditions=plan.conditions,
        follows=previous.session,
        by_itself=_stated(plan) == _stated(previous),
    )


def _stated(plan: SessionPlan) -> dict[str, str]:
    return {name: value for name, value in plan.conditions.items() if value}


def usual_title(sets: Sequence[str], first: int, last: int, at: float) -> str:
    """Return the default title of a session: its sets, its x-rays, and the time of its creation."""
    others = len(sets) - NAMED_SETS
    named = ", ".join(sets[:NAMED_SETS]) + (f" and {others} more" if others > 0 else "")
    xrays = f"{first:,}" if first == last else f"{first:,} to {last:,}"
    made = time.localtime(at)
    return f"{named}: {xrays}, {made.tm_mday} {time.strftime('%b %Y, %H:%M', made)}"
