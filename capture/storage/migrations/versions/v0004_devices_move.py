"""Devices that move from a session to the next: which enrolments are of one device, and how a phone was framed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; a device without ``physical`` is enrolled once."""
    op.add_column("devices", sa.Column("physical", sa.String(32)))
    op.add_column("devices", sa.Column("framing", sa.JSON))
    op.create_index("ix_devices_physical", "devices", ["physical"])
