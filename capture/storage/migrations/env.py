"""Alembic's entry point: runs the revisions in the transaction that `capture.storage.upgrade` opened."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # SQLite's DDL is, once the driver leaves transactions to us
    render_as_batch=True,
)
context.run_migrations()
