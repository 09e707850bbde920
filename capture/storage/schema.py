"""The tables.

``facts`` is the truth and only ever grows; ``photos`` and the columns ``phase``, ``started_at`` and ``ended_at`` of
``sessions`` are derived from it in the same transaction, for lists and for the uniqueness of photos.  A change here
needs a revision in ``migrations/versions`` that brings existing databases to it.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
)

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

schema_history = Table(
    "schema_history",
    metadata,
    Column("revision", String(32), primary_key=True),
    Column("program", Text, nullable=False),
    Column("at", DateTime, nullable=False, server_default=func.current_timestamp()),
)
"""The history of the database: which version of the program brought it to which revision, and when (UTC)."""

_others = MetaData()

schema_version = Table("schema_version", _others, Column("version", Integer, primary_key=True))
"""The table by which databases from before Alembic tell their version."""

alembic_version = Table("alembic_version", _others, Column("version_num", String(32), nullable=False))
"""Alembic's own table: the revision that the database is of."""
alembic_version.append_constraint(PrimaryKeyConstraint("version_num", name="alembic_version_pkc"))

datasets = Table(
    "datasets",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("csv", Text, nullable=False),
    Column("data_dir", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("xrays", Integer, nullable=False),
    Column("splits", JSON, nullable=False),
    Column("columns", JSON, nullable=False),
    Column("created_at", Float, nullable=False),
)

studies = Table(
    "studies",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("dataset", String(32), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("sets", JSON, nullable=False),
    Column("edits", Integer, nullable=False, server_default="0"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("dataset", String(32), nullable=False, index=True),
    Column("study", String(32), nullable=False, server_default="", index=True),
    Column("plan", JSON, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("phase", String(16), nullable=False),
    Column("started_at", Float),
    Column("ended_at", Float),
)

facts = Table(
    "facts",
    metadata,
    Column("seq", _NUMBER, primary_key=True),
    Column("session", ForeignKey("sessions.id"), nullable=False),
    Column("body", Text, nullable=False),
    Index("facts_of_session", "session", "seq"),
)

photos = Table(
    "photos",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("session", ForeignKey("sessions.id"), nullable=False),
    Column("set", String(64), nullable=False),
    Column("index", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("code", String(64), nullable=False, default=""),
    Column("detail", Text, nullable=False, default=""),
    Column("name", String(255), nullable=False, default=""),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("device", String(32), nullable=False),
    Column("taken_at", Float, nullable=False),
    Column("kept_at", Float),
    Column("camera", JSON, nullable=False),
    Column("measures", JSON, nullable=False),
    Column("note", Text, nullable=False, default="", server_default=""),
    UniqueConstraint("session", "set", "index", "attempt", name="one_photo_per_attempt"),
    # The coverage of a study reads nothing else: rows with camera and measures are a hundred times as long.
    Index("coverage_of_session", "session", "state", "set", "index", "attempt"),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("session", ForeignKey("sessions.id"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("secret_sha256", String(64), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("revoked_at", Float),
    Column("physical", String(32), index=True),
    Column("framing", JSON),
)

invitations = Table(
    "invitations",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("session", ForeignKey("sessions.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Index("invitations_of_session", "session", "role"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("session", String(32), nullable=False),
    Column("set", String(64), nullable=False),
    Column("index", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("reader", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("choice", String(16), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("undoes", ForeignKey("reviews.id"), unique=True),
    Index("reviews_of_session", "session", "id"),
)
"""What readers said; ``session`` is a session or a sample of `review_samples`."""

review_samples = Table(
    "review_samples",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("dataset", String(32), nullable=False),
    Column("each", Integer, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("images", JSON, nullable=False),
)

loose_piles = Table(
    "loose_piles",
    metadata,
    Column("session", ForeignKey("sessions.id"), primary_key=True),
    Column("created_at", Float, nullable=False),
)

loose_photos = Table(
    "loose_photos",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("session", ForeignKey("sessions.id"), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("file", Text, nullable=False),
    Column("extension", String(8), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("kept_at", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(64), nullable=False, default=""),
    Column("detail", Text, nullable=False, default=""),
    Column("index", Integer),
    Column("attempt", Integer),
    Column("decided_by", String(64), nullable=False, default=""),
    Column("decided_at", Float),
    Column("camera", JSON, nullable=False),
    Column("candidates", JSON, nullable=False),
    Column("measures", JSON, nullable=False),
    UniqueConstraint("session", "sha256", name="one_loose_photo_per_bytes"),
)

challenges = Table(
    "challenges",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("source", JSON, nullable=False),
    Column("daily", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    Column("clean", Integer, nullable=False),
    Column("photos", Integer, nullable=False),
)

challenge_participants = Table(
    "challenge_participants",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("challenge", ForeignKey("challenges.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("secret_sha256", String(64), nullable=False, unique=True),
    Column("created_at", Float, nullable=False),
    Column("revoked_at", Float),
)

challenge_submissions = Table(
    "challenge_submissions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("challenge", ForeignKey("challenges.id"), nullable=False),
    Column("participant", ForeignKey("challenge_participants.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("model", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("runs", Integer, nullable=False),
    Column("started_at", Float),
    Column("ended_at", Float),
    Column("code", String(64), nullable=False),
    Column("message", Text, nullable=False),
    Column("log", Text, nullable=False),
    Column("scores", JSON),
    Index("submissions_of_participant", "challenge", "participant", "created_at"),
)
