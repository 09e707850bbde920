"""A history of the program versions that upgraded the database.

The table that it replaces, ``schema_version``, is what versions before Alembic look at: without it they refuse the
database instead of writing to tables that they do not know.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Replace the table."""
    op.create_table(
        "schema_history",
        sa.Column("revision", sa.String(32), primary_key=True),
        sa.Column("program", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False, server_default=sa.func.current_timestamp()),
    )
    op.drop_table("schema_version")
