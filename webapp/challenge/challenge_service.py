"""Challenges: withheld sets declared by the operator, submissions by participants, the leaderboard."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace

from capture.errors import CaptureError
from capture.storage.challenges import ChallengeRow, ChallengeState, ParticipantRow, SubmissionRow
from dataset.errors import DatasetError
from dataset.submission.command import parse_command
from webapp.api.bodies import SentBody
from webapp.auth.tokens import new_id
from webapp.challenge.leaderboard import ranked
from webapp.challenge.participants import Participants
from webapp.challenge.runs.order import RunOrder
from webapp.challenge.sandbox import SandboxLimits, SandboxMissing, check_sandbox
from webapp.challenge.sources import Sources
from webapp.challenge.submission_queue import SubmissionQueue, Surrounding
from webapp.challenge.uploads import receive
from webapp.challenge.views import ChallengeNews, left_of_day
from webapp.challenge.withheld.folder import CHALLENGES, ChallengeFolder
from webapp.challenge.withheld.preparing import write_withheld
from webapp.datasets.dataset_registry import Datasets
from webapp.errors import ApiError, as_api_error
from webapp.offload import Offload
from webapp.runtime.clock import Clock
from webapp.runtime.threads import WorkQueue
from webapp.settings import Settings
from webapp.shapes.challenge import LeaderboardRow
from webapp.storage.session_store import SessionStore
from webapp.workers import WorkersClosed

log = logging.getLogger(__name__)
UNPACKED = 4
"""An archive may hold so many times what it may weigh."""
MOST_PREDICTIONS_MB = 50
TRIED_SOON = "The sandbox of this server cannot be used: "


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """Submission of a participant.

    Attributes:
        model: Its name on the leaderboard.
        command: Of a program; empty for predictions.
    """

    model: str
    command: str = ""


class ChallengeService:
    """All challenges of a server."""

    def __init__(
        self,
        settings: Settings,
        store: SessionStore,
        clock: Clock,
        offload: Offload,
        datasets: Datasets,
        sources: Sources,
        queues: tuple[WorkQueue, WorkQueue],
        news: ChallengeNews,
    ) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._offload = offload
        self._datasets = datasets
        self._sources = sources
        self._news = news
        self._preparing, runs = queues
        self.participants = Participants(store, clock)
        around = Surrounding(self.folder, self._order, self._tell)
        self.queue = SubmissionQueue(store, clock, runs, offload, around)
        self._rows: dict[str, ChallengeRow] = {}
        self._sandbox: str | None = None

    def open(self) -> None:
        """Go on with what the last run left: copying of pictures, submissions."""
        self.participants.open()
        for row in self._store(lambda storage: storage.challenges.all()):
            self._rows[row.id] = row
            self._offload(self.folder(row.id).empty_work)
            if row.state == "preparing":
                self._prepare(row)
        self._withhold()
        self.queue.open()

    def close(self) -> None:
        """Stop what runs."""
        self.queue.close()

    def all(self) -> list[ChallengeRow]:
        """Return every challenge, oldest first."""
        return sorted(self._rows.values(), key=lambda row: row.created_at)

    def get(self, challenge: str) -> ChallengeRow:
        """Return one challenge.

        Raises:
            ApiError: ``challenge_unknown``.
        """
        if challenge not in self._rows:
            raise ApiError("challenge_unknown", "There is no such challenge.")
        return self._rows[challenge]

    def folder(self, challenge: str) -> ChallengeFolder:
        """Return the folder of a challenge."""
        return ChallengeFolder(self._settings.data_root / CHALLENGES / challenge)

    def declare(self, name: str, source: Mapping[str, str], daily: int) -> ChallengeRow:
        """Withhold a set; its pictures are copied in the background.

        Raises:
            ApiError: ``dataset_unknown``, or ``dataset_in_use``.
        """
        registered = self._sources.registered(source)
        if registered:
            self._sources.require_unused(registered)
        kept = {**source, "withholds": registered}
        row = ChallengeRow(new_id(), name, kept, daily, self._clock.now())
        self._store(lambda storage: storage.challenges.add(row))
        self._rows[row.id] = row
        self._withhold()
        self._prepare(row)
        return row

    def end(self, challenge: str) -> ChallengeRow:
        """Take no further submissions; its data set may be shown again."""
        closed = self._keep(replace(self.get(challenge), state="closed"))
        self._withhold()
        return closed

    def submit(self, challenge: str, participant: str, wish: NewSubmission, sent: SentBody) -> SubmissionRow:
        """Take in predictions or a program, and queue it.

        Raises:
            ApiError: ``challenge_closed``, ``sandbox_missing``, ``submission_too_large``, ``disk_full``,
                ``length_wrong``.
            CaptureError: ``submissions_spent``.
            SubmissionError: The command is not the contract's.
        """
        row = self.get(challenge)
        if row.state != "open":
            raise ApiError("challenge_closed", "This challenge takes no submissions now.")
        if self.left(challenge, participant) < 1:
            raise _spent(row)
        command = str(parse_command(wish.command)) and wish.command if wish.command else ""
        if command:
            self._require_sandbox()
        most = self._settings.challenge_upload_mb if command else MOST_PREDICTIONS_MB
        new = new_id()
        file, reserve = self.folder(challenge).uploaded(new), self._settings.disk_reserve_mb * 1_000_000
        sha256 = receive(sent, file, most * 1_000_000, reserve)
        submission = SubmissionRow(
            id=new,
            challenge=challenge,
            participant=participant,
            kind="program" if command else "predictions",
            model=wish.model,
            command=command,
            sha256=sha256,
            size=sent.length,
            created_at=self._clock.now(),
        )
        try:
            self._store(lambda storage: storage.challenges.submit(submission, row.daily))
        except CaptureError:
            self._offload(file.unlink, missing_ok=True)
            raise
        self.queue.add(submission)
        return submission

    def submissions(self, challenge: str) -> list[SubmissionRow]:
        """Return the submissions of a challenge, oldest first."""
        return self._store(lambda storage: storage.challenges.submissions(self.get(challenge).id))

    def left(self, challenge: str, participant: str) -> int:
        """Return how many submissions a participant may make now."""
        row = self.get(challenge)
        return left_of_day(row, self.submissions(challenge), participant, self._clock.now())

    def leaderboard(self, challenge: str) -> list[LeaderboardRow]:
        """Return the leaderboard of a challenge."""
        row = self.get(challenge)
        return ranked(row, self.submissions(challenge), self.participants.names(challenge))

    def revoke(self, challenge: str, participant: str) -> ParticipantRow:
        """Make a participant's token void and end its connections.

        Raises:
            ApiError: ``challenge_unknown``, or ``participant_unknown``.
        """
        revoked = self.participants.revoke(self.get(challenge).id, participant)
        self._news.cut(revoked.id)
        return revoked

    def sandbox_problem(self) -> str:
        """Return why programs cannot be run here, empty where they can; found out once."""
        if self._sandbox is None:
            self._sandbox = self._offload(_sandbox_problem)
        return self._sandbox

    def _require_sandbox(self) -> None:
        if problem := self.sandbox_problem():
            log.error("%s%s", TRIED_SOON, problem)
            raise ApiError(
                "sandbox_missing",
                "This server cannot run programs safely. Submit predictions, or tell whoever runs it.",
            )

    def _prepare(self, row: ChallengeRow) -> None:
        self._preparing.put(lambda: self._copy(row))

    def _copy(self, row: ChallengeRow) -> None:
        try:
            parts = self._sources.parts(row.source)
            write_withheld(self.folder(row.id), parts, self._offload)
        except WorkersClosed:  # it stays in preparation, and the next start begins it anew
            return
        except Exception as error:
            said = str(error) if isinstance(error, DatasetError) else as_api_error(error).message
            self._keep(replace(self._rows[row.id], state="failed", detail=said[:2000]))
            self._withhold()
            return
        counts = {part: len(each.truth.paths) for part, each in parts.items()}
        state: ChallengeState = "closed" if self._rows[row.id].state == "closed" else "open"
        ready = replace(row, state=state, clean=counts.get("clean", 0), photos=counts.get("photos", 0))
        self._keep(ready)

    def _withhold(self) -> None:
        """Tell the data sets which of them no session may show."""
        held = (row for row in self._rows.values() if row.state in ("preparing", "open"))
        self._datasets.withheld = {row.source["withholds"] for row in held if row.source.get("withholds")}

    def _keep(self, row: ChallengeRow) -> ChallengeRow:
        self._store(lambda storage: storage.challenges.put(row))
        self._rows[row.id] = row
        self._news.challenge(row)
        return row

    def _order(self, row: SubmissionRow, number: int) -> RunOrder:
        settings, folder = self._settings, self.folder(row.challenge)
        return RunOrder(
            folder=str(folder.path),
            upload=str(folder.uploaded(row.id)),
            command=row.command,
            number=number,
            python=str(settings.challenge_python or sys.executable),
            data_root=str(settings.data_root),
            work=str(folder.work / row.id),
            unpacked_mb=settings.challenge_upload_mb * UNPACKED,
            limits=SandboxLimits(
                seconds=settings.challenge_time_limit_s,
                memory_mb=settings.challenge_memory_mb,
                scratch_mb=settings.challenge_scratch_mb,
                log_characters=settings.challenge_log_characters,
            ),
        )

    def _tell(self, row: SubmissionRow) -> None:
        name = self.participants.names(row.challenge).get(row.participant, "")
        self._news.submission(row, name, self.queue.ahead(row.id), self.queue.progress(row.id))


def _sandbox_problem() -> str:
    try:
        check_sandbox()
    except SandboxMissing as error:
        return str(error)
    return ""


def _spent(row: ChallengeRow) -> ApiError:
    return ApiError(
        "submissions_spent", f"The {row.daily} submissions of these 24 hours are made. Submit again tomorrow."
    )
