"""The tables.

``facts`` is the truth and only ever grows; ``photos`` and the columns ``phase``, ``started_at`` and ``ended_at`` of
``sessions`` are derived from it in the same transaction, for lists and for the uniqueness of photos.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    inspect,
    select,
)

from capture.errors import SchemaUnknown

SCHEMA_VERSION = 1

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

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

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("dataset", String(32), nullable=False, index=True),
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
    UniqueConstraint("session", "set", "index", "attempt", name="one_photo_per_attempt"),
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
    Column("session", ForeignKey("sessions.id"), nullable=False),
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


def check_schema(connection: Connection) -> None:
    """Make the tables in an empty database, accept this version's, refuse any other.

    Tables that came later without changing the others are added to a database of the same version.

    Raises:
        SchemaUnknown: The database was written by another version of this program.
    """
    present = set(inspect(connection).get_table_names())
    if not present:
        metadata.create_all(connection)
        connection.execute(insert(schema_version).values(version=SCHEMA_VERSION))
        return
    known = "schema_version" in present
    version = connection.execute(select(schema_version.c.version)).scalar() if known else None
    if version != SCHEMA_VERSION:
        raise SchemaUnknown(
            f"The database was written by another version of this program (its tables have version "
            f"{version if version is not None else 'unknown'}, this program needs {SCHEMA_VERSION}). Nothing was "
            "changed. Use the version that wrote it, or another data root."
        )
    metadata.create_all(connection)
