"""Alembic's environment and revisions of the database; `capture.storage.upgrade` runs them."""
