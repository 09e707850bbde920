"""Alembic's environment and revisions of the database; `capture.journal.upgrade` runs them."""
