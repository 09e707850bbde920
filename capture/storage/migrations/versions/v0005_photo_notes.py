"""Notes on photos."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; no photo has a note yet."""
    op.add_column("photos", sa.Column("note", sa.Text, nullable=False, server_default=""))
