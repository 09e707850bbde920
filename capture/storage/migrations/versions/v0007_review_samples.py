"""Samples of images for readers; a review's session may be such a sample, and so refers to no table any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_COLUMNS = (
    "id",
    "session",
    "set",
    "index",
    "attempt",
    "reader",
    "name",
    "at",
    "choice",
    "reasons",
    "note",
    "undoes",
)


def upgrade() -> None:
    """Make the table of samples, and the reviews again without their reference to sessions."""
    op.create_table(
        "review_samples",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folder", sa.Text, nullable=False),
        sa.Column("dataset", sa.String(32), nullable=False),
        sa.Column("each", sa.Integer, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("images", sa.JSON, nullable=False),
    )
    op.drop_index("reviews_of_session", "reviews")
    op.rename_table("reviews", "reviews_of_sessions")
    op.create_table(
        "reviews",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("session", sa.String(32), nullable=False),
        sa.Column("set", sa.String(64), nullable=False),
        sa.Column("index", sa.Integer, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("reader", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("choice", sa.String(16), nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("undoes", _NUMBER, sa.ForeignKey("reviews.id"), unique=True),
    )
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    op.execute(f"INSERT INTO reviews ({names}) SELECT {names} FROM reviews_of_sessions ORDER BY id")
    op.drop_table("reviews_of_sessions")
    op.create_index("reviews_of_session", "reviews", ["session", "id"])
