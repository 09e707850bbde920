"""Challenges: withheld sets, who may submit to them, and what was submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import Row, func, insert, select, update

from capture.errors import CaptureError
from capture.storage import schema
from capture.storage.database import Database
from dataset.submission.parts import PartScore

ChallengeState = Literal["preparing", "open", "closed", "failed"]
SubmissionState = Literal["waiting", "running", "done", "failed"]
SubmissionKind = Literal["predictions", "program"]
UNCOUNTED = ("sandbox_missing", "server_ended")
"""Failures that are no fault of the participant's: they do not count as one of the day's."""
DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    """A withheld set.

    Attributes:
        id: Eight characters.
        name: For people.
        source: What it is made of: ``dataset``, or CSVs and folders on the server's disk.
        daily: Submissions that a participant may make within 24 hours.
        created_at: Unix seconds, as the other times.
        state: ``preparing`` while its pictures are copied, ``open``, ``closed``, or ``failed``.
        detail: Why it failed.
        clean: How many x-rays it has.
        photos: How many photos.
    """

    id: str
    name: str
    source: dict[str, str]
    daily: int
    created_at: float
    state: ChallengeState = "preparing"
    detail: str = ""
    clean: int = 0
    photos: int = 0


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A person or team that may submit to one challenge; only the digest of its token is kept."""

    id: str
    challenge: str
    name: str
    secret_sha256: str
    created_at: float
    revoked_at: float | None = None


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """Predictions, or a program that makes them.

    Attributes:
        id: Eight characters.
        challenge: Where it was submitted.
        participant: By whom.
        kind: What it is.
        model: Its name on the leaderboard.
        command: Of a program.
        sha256: Of the file.
        size: Of the file, in bytes.
        created_at: Unix seconds, as the other times.
        state: ``waiting``, ``running``, ``done`` or ``failed``.
        runs: How often it was begun: again after the server ended in the middle.
        started_at: When its latest run began.
        ended_at: When that ended.
        code: Why it failed, for programs.
        message: Why it failed, for people.
        log: The trimmed end of what the program printed.
        scores: By part (``clean``, ``photos``), once it is done.
    """

    id: str
    challenge: str
    participant: str
    kind: SubmissionKind
    model: str
    command: str
    sha256: str
    size: int
    created_at: float
    state: SubmissionState = "waiting"
    runs: int = 0
    started_at: float | None = None
    ended_at: float | None = None
    code: str = ""
    message: str = ""
    log: str = ""
    scores: Mapping[str, PartScore] | None = None


class ChallengeRepository:
    """The tables of challenges."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, row: ChallengeRow) -> None:
        """Add a challenge."""
        with self._database.writing() as connection:
            connection.execute(insert(schema.challenges), asdict(row))

    def put(self, row: ChallengeRow) -> None:
        """Replace a challenge's row."""
        with self._database.writing() as connection:
            table = schema.challenges
            connection.execute(update(table).where(table.c.id == row.id).values(asdict(row)))

    def all(self) -> list[ChallengeRow]:
        """Return every challenge, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(schema.challenges).order_by(schema.challenges.c.created_at))
            return [ChallengeRow(**row._mapping) for row in rows]

    def add_participant(self, row: ParticipantRow) -> None:
        """Add a participant."""
        with self._database.writing() as connection:
            connection.execute(insert(schema.challenge_participants), asdict(row))

    def revoke_participant(self, participant: str, at: float) -> None:
        """Note that a participant's token is void; the first time counts."""
        table = schema.challenge_participants
        with self._database.writing() as connection:
            found = (table.c.id == participant) & table.c.revoked_at.is_(None)
            connection.execute(update(table).where(found).values(revoked_at=at))

    def participants(self) -> list[ParticipantRow]:
        """Return the participants of all challenges, oldest first."""
        table = schema.challenge_participants
        with self._database.reading() as connection:
            rows = connection.execute(select(table).order_by(table.c.created_at))
            return [ParticipantRow(**row._mapping) for row in rows]

    def submit(self, row: SubmissionRow, daily: int) -> None:
        """Add a submission, unless its participant has made as many within a day as are allowed.

        Raises:
            CaptureError: ``submissions_spent``.
        """
        with self._database.writing() as connection:
            table = schema.challenge_submissions
            own = (table.c.challenge == row.challenge) & (table.c.participant == row.participant)
            recent = own & (table.c.created_at > row.created_at - DAY_S) & table.c.code.not_in(UNCOUNTED)
            if connection.execute(select(func.count()).where(recent)).scalar_one() >= daily:
                raise CaptureError(
                    "submissions_spent",
                    f"The {daily} submissions of these 24 hours are made. Submit again tomorrow.",
                )
            connection.execute(insert(table), asdict(row))

    def put_submission(self, row: SubmissionRow) -> None:
        """Replace a submission's row."""
        table = schema.challenge_submissions
        with self._database.writing() as connection:
            connection.execute(update(table).where(table.c.id == row.id).values(asdict(row)))

    def submissions(self, challenge: str | None = None) -> list[SubmissionRow]:
        """Return the submissions of a challenge, or of all, oldest first."""
        table = schema.challenge_submissions
        wanted = select(table).order_by(table.c.created_at, table.c.id)
        if challenge is not None:
            wanted = wanted.where(table.c.challenge == challenge)
        with self._database.reading() as connection:
            return [_submission(row) for row in connection.execute(wanted)]

    def submission(self, submission: str) -> SubmissionRow | None:
        """Return one submission, None if unknown."""
        table = schema.challenge_submissions
        with self._database.reading() as connection:
            row = connection.execute(select(table).where(table.c.id == submission)).one_or_none()
        return None if row is None else _submission(row)


def _submission(row: Row[Any]) -> SubmissionRow:
    return SubmissionRow(**row._mapping)
