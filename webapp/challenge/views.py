"""Challenges and submissions as the API gives them, and as they are told by Socket.IO."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

from capture.storage.challenges import DAY_S, UNCOUNTED, ChallengeRow, ParticipantRow, SubmissionRow
from webapp.challenge.runs.order import ProgressReport
from webapp.runtime.threads import WorkQueue
from webapp.shapes.challenge import ChallengeView, ParticipantView, SubmissionView


def challenge_view(row: ChallengeRow, *, to_operator: bool) -> ChallengeView:
    """Return a challenge as the API gives it."""
    view: ChallengeView = {
        "id": row.id,
        "name": row.name,
        "state": row.state,
        "daily": row.daily,
        "created_at": row.created_at,
        "clean": row.clean,
        "photos": row.photos,
    }
    if to_operator:
        view["detail"], view["dataset"] = row.detail, row.source.get("withholds", "")
    return view


def participant_view(row: ParticipantRow) -> ParticipantView:
    """Return a participant as the API gives it: never its token."""
    return {
        "id": row.id,
        "name": row.name,
        "created_at": row.created_at,
        "revoked": row.revoked_at is not None,
    }


def submission_view(
    row: SubmissionRow, participant: str, ahead: int, progress: ProgressReport | None
) -> SubmissionView:
    """Return a submission as the API gives it to its participant and to the operator."""
    return {
        "id": row.id,
        "participant": participant,
        "kind": row.kind,
        "model": row.model,
        "command": row.command,
        "size": row.size,
        "created_at": row.created_at,
        "state": row.state,
        "ahead": ahead,
        "step": progress["step"] if progress else "",
        "seconds": progress["seconds"] if progress else 0.0,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
        "code": row.code,
        "message": row.message,
        "log": row.log,
        "scores": None if row.scores is None else dict(row.scores),
    }


def left_of_day(
    challenge: ChallengeRow, submissions: Sequence[SubmissionRow], participant: str, now: float
) -> int:
    """Return how many submissions a participant may make now."""
    recent = [
        row
        for row in submissions
        if row.participant == participant and row.created_at > now - DAY_S and row.code not in UNCOUNTED
    ]
    return max(0, challenge.daily - len(recent))


class ChallengeTransport(Protocol):
    """Recipients of news about challenges."""

    def to_challenge(self, challenge: str, event: str, data: Mapping[str, object]) -> None:
        """Send to everybody who watches a challenge, and to the operator."""

    def to_participant(
        self, challenge: str, participant: str, event: str, data: Mapping[str, object]
    ) -> None:
        """Send to one participant, and to the operator."""

    def cut_participant(self, participant: str) -> None:
        """Close a participant's connections."""


class ChallengeNews:
    """News about challenges, sent in order by a thread of its own."""

    def __init__(self, transport: ChallengeTransport, queue: WorkQueue) -> None:
        self._transport = transport
        self._queue = queue

    def challenge(self, row: ChallengeRow) -> None:
        """Tell that a challenge has changed."""
        view = challenge_view(row, to_operator=False)
        self._queue.put(partial(self._transport.to_challenge, row.id, "challenge", dict(view)))

    def submission(
        self, row: SubmissionRow, participant: str, ahead: int, progress: ProgressReport | None
    ) -> None:
        """Tell a participant of its submission, and everybody that the leaderboard has changed."""
        view = dict(submission_view(row, participant, ahead, progress))
        send = partial(self._transport.to_participant, row.challenge, row.participant, "submission", view)
        self._queue.put(send)
        if row.state == "done":
            self._queue.put(partial(self._transport.to_challenge, row.challenge, "leaderboard", {}))

    def cut(self, participant: str) -> None:
        """End a participant's connections."""
        self._queue.put(partial(self._transport.cut_participant, participant))
