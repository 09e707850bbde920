"""Studies, to one of which every session belongs.

The sessions of a data set that were made before there were studies become one study, named after the data set, with a
set of all its x-rays for each set that they filled.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_STUDIES = sa.table(
    "studies",
    sa.column("id", sa.String),
    sa.column("dataset", sa.String),
    sa.column("name", sa.Text),
    sa.column("created_at", sa.Float),
    sa.column("sets", sa.JSON),
    sa.column("edits", sa.Integer),
)
_SESSIONS = sa.table(
    "sessions",
    sa.column("id", sa.String),
    sa.column("dataset", sa.String),
    sa.column("study", sa.String),
    sa.column("plan", sa.JSON),
    sa.column("created_at", sa.Float),
)
_DATASETS = sa.table(
    "datasets", sa.column("id", sa.String), sa.column("name", sa.Text), sa.column("xrays", sa.Integer)
)


def upgrade() -> None:
    """Make the table, and a study of the sessions of each data set."""
    op.create_table(
        "studies",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("dataset", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("sets", sa.JSON, nullable=False),
        sa.Column("edits", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_index("ix_studies_dataset", "studies", ["dataset"])
    op.add_column("sessions", sa.Column("study", sa.String(32), nullable=False, server_default=""))
    op.create_index("ix_sessions_study", "sessions", ["study"])
    op.create_index("coverage_of_session", "photos", ["session", "state", "set", "index", "attempt"])
    connection = op.get_bind()
    datasets = {row.id: row for row in connection.execute(sa.select(_DATASETS))}
    for dataset, sessions in _by_dataset(connection):
        _make_study(connection, dataset, datasets.get(dataset), sessions)


def _by_dataset(connection: sa.Connection) -> Iterator[tuple[str, list[Any]]]:
    found: dict[str, list[Any]] = {}
    for row in connection.execute(sa.select(_SESSIONS).order_by(_SESSIONS.c.created_at, _SESSIONS.c.id)):
        found.setdefault(row.dataset, []).append(row)
    yield from found.items()


def _make_study(connection: sa.Connection, dataset: str, known: Any, sessions: list[Any]) -> None:
    study = secrets.token_hex(6)
    xrays = known.xrays if known else max(session.plan["last"] for session in sessions)
    names = dict.fromkeys(name for session in sessions for name in session.plan["sets"])
    connection.execute(
        sa.insert(_STUDIES).values(
            id=study,
            dataset=dataset,
            name=known.name if known else dataset,
            created_at=sessions[0].created_at,
            sets=[{"name": name, "first": 1, "last": xrays} for name in names],
            edits=0,
        )
    )
    for session in sessions:
        own = sa.update(_SESSIONS).where(_SESSIONS.c.id == session.id)
        connection.execute(own.values(study=study, plan={**session.plan, "study": study}))
