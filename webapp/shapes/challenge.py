"""Challenges as the API gives them: to the operator all, to a participant what concerns it."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from capture.storage.challenges import ChallengeState, SubmissionKind, SubmissionState
from dataset.submission.parts import PartScore


class ChallengeView(TypedDict):
    """A challenge.

    Attributes:
        id: Eight characters.
        name: For people.
        state: ``preparing`` while its pictures are copied, ``open``, ``closed`` or ``failed``.
        daily: Submissions that a participant may make within 24 hours.
        created_at: Unix seconds.
        clean: How many x-rays it has.
        photos: How many photos.
        detail: To the operator: why it failed.
        dataset: To the operator: the data set that is withheld; empty for a CSV.
    """

    id: str
    name: str
    state: ChallengeState
    daily: int
    created_at: float
    clean: int
    photos: int
    detail: NotRequired[str]
    dataset: NotRequired[str]


class Challenges(TypedDict):
    """All challenges that the caller may know of.

    Attributes:
        challenges: Oldest first.
        role: The caller's: ``operator`` or ``participant``.
        sandbox: To the operator: why programs cannot be run here; empty where they can.
    """

    challenges: list[ChallengeView]
    role: str
    sandbox: NotRequired[str]


class ParticipantView(TypedDict):
    """A participant."""

    id: str
    name: str
    created_at: float
    revoked: bool


class ParticipantList(TypedDict):
    """The participants of a challenge, oldest first."""

    participants: list[ParticipantView]


class NewParticipantView(TypedDict):
    """A new participant, with the token that is told this once."""

    id: str
    name: str
    token: str


class SubmissionView(TypedDict):
    """A submission.

    Attributes:
        id: Eight characters.
        participant: The participant's name.
        kind: ``predictions`` or ``program``.
        model: Its name on the leaderboard.
        command: Of a program.
        size: Bytes.
        created_at: Unix seconds, as the other times.
        state: ``waiting``, ``running``, ``done`` or ``failed``.
        ahead: How many are before it in the queue.
        step: Of a running one: ``unpacking``, ``running`` or ``scoring``; else empty.
        seconds: How long its program has run.
        started_at: When its latest run began.
        ended_at: When that ended.
        code: Why it failed, for programs.
        message: Why it failed, for people.
        log: The trimmed end of what the program printed.
        scores: By part, once it is done.
    """

    id: str
    participant: str
    kind: SubmissionKind
    model: str
    command: str
    size: int
    created_at: float
    state: SubmissionState
    ahead: int
    step: str
    seconds: float
    started_at: float | None
    ended_at: float | None
    code: str
    message: str
    log: str
    scores: dict[str, PartScore] | None


class Submissions(TypedDict):
    """Submissions, newest first.

    Attributes:
        submissions: A participant's own; the operator's list has all.
        left: How many more a participant may make now.
    """

    submissions: list[SubmissionView]
    left: int


class LeaderboardRow(TypedDict):
    """A line of the leaderboard.

    Attributes:
        rank: From 1.
        date: When it was submitted, Unix seconds.
        model: The model's name.
        participant: Who submitted it.
        clean: Its score on x-rays; None without.
        photos: Its score on photos; None without.
    """

    rank: int
    date: float
    model: str
    participant: str
    clean: PartScore | None
    photos: PartScore | None


class Leaderboard(TypedDict):
    """The leaderboard, best first: by photos where the set has some, else by x-rays; equals by time."""

    rows: list[LeaderboardRow]
