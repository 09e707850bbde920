"""What the database keeps of challenges, and the limit on a day's submissions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from capture.errors import CaptureError
from capture.storage import Storage
from capture.storage.challenges import DAY_S, ChallengeRow, ParticipantRow, SubmissionRow

CHALLENGE = ChallengeRow("c1", "Test", {"csv": "/x.csv"}, 2, 1.0)
PARTICIPANT = ParticipantRow("p1", "c1", "Team", "ab" * 32, 2.0)
SUBMISSION = SubmissionRow("s1", "c1", "p1", "predictions", "model", "", "cd" * 32, 10, 100.0)


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    storage = Storage(f"sqlite:///{tmp_path / 'lab.db'}")
    storage.challenges.add(CHALLENGE)
    storage.challenges.add_participant(PARTICIPANT)
    storage.challenges.add_participant(replace(PARTICIPANT, id="p2", secret_sha256="ef" * 32))
    return storage


def test_all_of_it_is_kept(storage: Storage) -> None:
    repository = storage.challenges
    repository.put(replace(CHALLENGE, state="open", clean=3))
    repository.submit(SUBMISSION, daily=2)
    ended = replace(SUBMISSION, state="done", runs=1, scores={"clean": {"mean": 0.5}})
    repository.put_submission(ended)
    repository.revoke_participant("p1", 5.0)
    repository.revoke_participant("p1", 6.0)
    assert repository.all() == [replace(CHALLENGE, state="open", clean=3)]
    assert repository.participants()[0] == replace(PARTICIPANT, revoked_at=5.0)
    assert repository.submissions("c1") == [ended] == [repository.submission("s1")]
    assert repository.submission("unknown") is None


def test_a_day_has_so_many_submissions_of_each_participant(storage: Storage) -> None:
    repository = storage.challenges
    repository.submit(SUBMISSION, daily=2)
    repository.submit(replace(SUBMISSION, id="s2", created_at=200.0), daily=2)
    third = replace(SUBMISSION, id="s3", created_at=300.0)
    with pytest.raises(CaptureError, match="24 hours"):
        repository.submit(third, daily=2)
    repository.submit(replace(third, id="other", participant="p2"), daily=2)
    repository.submit(replace(third, created_at=150.0 + DAY_S), daily=2)


def test_what_failed_by_the_server_does_not_count(storage: Storage) -> None:
    repository = storage.challenges
    repository.submit(SUBMISSION, daily=1)
    repository.put_submission(replace(SUBMISSION, state="failed", code="server_ended"))
    repository.submit(replace(SUBMISSION, id="s2"), daily=1)
