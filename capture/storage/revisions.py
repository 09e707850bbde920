"""Revisions of a database, and the errors for an unsuitable version of the program."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from sqlalchemy import Connection, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from capture.errors import SchemaUnknown
from capture.storage import schema

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every revision in order; a module in ``migrations/versions`` leads to each."""
UNSTAMPED = ""
"""Stands for the revision of a database that was written before there were any."""
_BEFORE_REVISIONS = 1


def program_version() -> str:
    """Return this program's version."""
    try:
        return version("chexphoto-lab")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"


def revision_of(connection: Connection) -> str | None:
    """Return a database's revision, None for one without tables.

    Raises:
        SchemaUnknown: It holds something else.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if schema.alembic_version.name in tables:
        found = connection.execute(select(schema.alembic_version.c.version_num)).scalar()
        if found is not None:
            return str(found)
    if schema.schema_version.name in tables:
        number = connection.execute(select(schema.schema_version.c.version)).scalar()
        if number == _BEFORE_REVISIONS:
            return UNSTAMPED
    raise SchemaUnknown(
        "The database is none of this program's, or of a version that is not known here. Nothing was changed. Use the "
        "version that wrote it, or another data root."
    )


def check_known(connection: Connection, revision: str, known: tuple[str, ...]) -> None:
    """Refuse a database changed by a newer version.

    Raises:
        SchemaUnknown: It was; nothing was changed.
    """
    if revision in (UNSTAMPED, *known):
        return
    wrote = _last_writer(connection)
    writer = f"version {wrote}" if wrote else "a newer version"
    raise SchemaUnknown(
        f"The database was changed by {writer} of this program: its tables have revision {revision}, and this version, "
        f"{program_version()}, knows revisions up to {known[-1]}. Nothing was changed. Install {writer} again, or use "
        "another data root. To stay with this version, put back the copy of the database that was made before the "
        "change: chexphoto rollback."
    )


def make_tables(connection: Connection) -> None:
    """Create this version's tables in an empty database."""
    schema.metadata.create_all(connection)
    schema.alembic_version.create(connection)
    connection.execute(insert(schema.alembic_version).values(version_num=REVISIONS[-1]))
    note_revision(connection, REVISIONS[-1])


def note_revision(connection: Connection, revision: str) -> None:
    """Record that this version of the program brought the database to a revision."""
    connection.execute(insert(schema.schema_history).values(revision=revision, program=program_version()))


def _last_writer(connection: Connection) -> str | None:
    history = schema.schema_history.c
    query = select(history.program).order_by(history.revision.desc()).limit(1)
    try:
        found = connection.execute(query).scalar()
    except DBAPIError:  # the newer version may keep this elsewhere
        return None
    return None if found in (None, program_version()) else found
