"""Challenges: withheld sets, their participants and submissions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "challenges",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("source", sa.JSON, nullable=False),
        sa.Column("daily", sa.Integer, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("clean", sa.Integer, nullable=False),
        sa.Column("photos", sa.Integer, nullable=False),
    )
    op.create_table(
        "challenge_participants",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("challenge", sa.String(32), sa.ForeignKey("challenges.id"), nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("secret_sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("revoked_at", sa.Float),
    )
    op.create_table(
        "challenge_submissions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("challenge", sa.String(32), sa.ForeignKey("challenges.id"), nullable=False),
        sa.Column("participant", sa.String(32), sa.ForeignKey("challenge_participants.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("runs", sa.Integer, nullable=False),
        sa.Column("started_at", sa.Float),
        sa.Column("ended_at", sa.Float),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("log", sa.Text, nullable=False),
        sa.Column("scores", sa.JSON),
        sa.Index("submissions_of_participant", "challenge", "participant", "created_at"),
    )
