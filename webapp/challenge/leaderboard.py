"""The leaderboard: every scored submission, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from capture.storage.challenges import ChallengeRow, SubmissionRow
from dataset.submission.parts import Part
from webapp.shapes.challenge import LeaderboardRow


def ranked(
    challenge: ChallengeRow, submissions: Sequence[SubmissionRow], names: Mapping[str, str]
) -> list[LeaderboardRow]:
    """Return the lines of a challenge's leaderboard.

    Photos decide where the set has some, then x-rays; a submission without that part comes after all that have it. Of
    equal ones the earlier is before the later, and both have a rank of their own.
    """
    order: tuple[Part, ...] = ("photos", "clean") if challenge.photos else ("clean", "photos")

    def key(row: SubmissionRow) -> tuple[float, ...]:
        return (*(-_value(row, part) for part in order), row.created_at)

    scored = sorted((row for row in submissions if row.state == "done" and row.scores), key=key)
    return [
        {
            "rank": rank,
            "date": row.created_at,
            "model": row.model,
            "participant": names.get(row.participant, ""),
            "clean": (row.scores or {}).get("clean"),
            "photos": (row.scores or {}).get("photos"),
        }
        for rank, row in enumerate(scored, start=1)
    ]


def _value(row: SubmissionRow, part: Part) -> float:
    score = (row.scores or {}).get(part)
    return -1.0 if score is None else float(score["mean_auroc"])
