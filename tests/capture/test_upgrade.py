"""Databases of other versions: older ones are copied and upgraded, newer ones refused; a failure changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from capture import facts
from capture.errors import DiskFull, SchemaOutdated, SchemaUnknown, UpgradeFailed
from capture.plan import SessionPlan
from capture.storage import Storage, schema, upgrade
from capture.storage.engine import open_engine
from capture.storage.revisions import REVISIONS, program_version
from capture.storage.upgrade import MIGRATIONS, Revisions, bring_up_to_date

PLAN = SessionPlan("s1", "Test", "demo", "ab" * 32, 1, 10, ("nokia10k",))
NEXT = "9001"
NEXT_MODULE = f'''"""A revision that only these tests know."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "{NEXT}", "{REVISIONS[-1]}"


def upgrade():
    op.create_table("rooms", sa.Column("name", sa.Text, primary_key=True))
    with op.batch_alter_table("sessions", recreate="always") as table:
        table.add_column(sa.Column("room", sa.Text, nullable=False, server_default=""))
'''


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with a session and facts."""
    file = tmp_path / "100% lab.db"
    storage = Storage(url(file))
    storage.sessions.create(PLAN, 1.0)
    storage.journal.append("s1", [facts.PhaseChanged(2.0, "running"), facts.IndexSkipped(3.0, 4, "x")])
    storage.devices.enrol("s1", "phone", "Pixel 7a", 1.0)
    storage.close()
    return file


def url(file: Path) -> str:
    return f"sqlite:///{file}"


@contextmanager
def engine(file: Path) -> Iterator[Engine]:
    opened = open_engine(url(file))
    yield opened
    opened.dispose()


def change(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        for statement in statements:
            database.execute(statement)


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return list(database.iterdump())


def make_old(file: Path) -> None:
    """Make of a database one that was written before there were revisions."""
    change(
        file,
        "DROP TABLE challenge_submissions",
        "DROP TABLE challenge_participants",
        "DROP TABLE challenges",
        "DROP TABLE review_samples",
        "DROP TABLE studies",
        "DROP INDEX ix_sessions_study",
        "ALTER TABLE sessions DROP COLUMN study",
        "DROP INDEX coverage_of_session",
        "DROP TABLE alembic_version",
        "DROP TABLE schema_history",
        "CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY)",
        "INSERT INTO schema_version VALUES (1)",
        "DROP INDEX ix_devices_physical",
        "ALTER TABLE devices DROP COLUMN physical",
        "ALTER TABLE devices DROP COLUMN framing",
        "ALTER TABLE photos DROP COLUMN note",
    )


def copies(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.glob("*.backup*"))


def next_revisions(folder: Path, module: str = NEXT_MODULE) -> Revisions:
    folder.mkdir()
    (folder / "next.py").write_text(module)
    return Revisions((*REVISIONS, NEXT), (MIGRATIONS / "versions", folder))


def bring(file: Path, revisions: Revisions) -> None:
    with engine(file) as opened:
        bring_up_to_date(opened, revisions, may_upgrade=True)


def tables(file: Path) -> dict[str, Any]:
    """All that SQLAlchemy can tell of the tables, in any order of columns."""
    with engine(file) as opened:
        found = inspect(opened)
        return {
            name: {
                "columns": {(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)},
                "key": found.get_pk_constraint(name)["constrained_columns"],
                "foreign": {
                    (*k["constrained_columns"], k["referred_table"]) for k in found.get_foreign_keys(name)
                },
                "unique": {tuple(u["column_names"]) for u in found.get_unique_constraints(name)},
                "indexes": {(i["name"], *i["column_names"]) for i in found.get_indexes(name)},
            }
            for name in found.get_table_names()
        }


def test_the_list_of_revisions_is_that_of_the_modules() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(script.revision for script in scripts)[::-1] == REVISIONS


def test_revisions_lead_to_the_tables_that_a_new_database_gets(file: Path, tmp_path: Path) -> None:
    migrated = tmp_path / "migrated.db"
    with engine(migrated) as opened:
        upgrade._migrate(opened, Revisions())
        with opened.begin() as connection:
            assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    assert tables(migrated) == tables(file)
    assert len(tables(migrated)) >= 11


def test_reviews_outlive_the_revision_that_lets_them_hang_on_samples(tmp_path: Path) -> None:
    file = tmp_path / "lab.db"
    with engine(file) as opened:
        upgrade._migrate(opened, Revisions(REVISIONS[: REVISIONS.index("0007")]))
    rows = (
        """(1, 's1', 'pixel10k', 1, 1, 'lind', 'Lind', 1.0, 'usable', '[]', '', NULL)""",
        """(2, 's1', 'pixel10k', 1, 1, 'lind', 'Lind', 2.0, 'unusable', '["blur"]', 'left', NULL)""",
        """(3, 's1', 'pixel10k', 1, 1, 'lind', 'Lind', 3.0, 'unusable', '["blur"]', 'left', 2)""",
    )
    session = "INSERT INTO sessions (id, dataset, plan, created_at, phase) VALUES ('s1', 'd', '{}', 1.0, 'finished')"
    change(file, session, *(f"INSERT INTO reviews VALUES {row}" for row in rows))
    bring(file, Revisions())
    storage = Storage(url(file))
    history = storage.reviews.of_sessions(["s1"])
    assert [(row.id, row.choice, row.reasons, row.undoes) for row in history] == [
        (1, "usable", (), None),
        (2, "unusable", ("blur",), None),
        (3, "unusable", ("blur",), 2),
    ]
    assert storage.damage() == []
    storage.close()


def test_an_old_database_is_copied_then_upgraded_and_loses_nothing(file: Path) -> None:
    before = tables(file)
    make_old(file)
    change(file, "DROP TABLE reviews")  # old ones lack tables that were added later
    old = dump(file)
    storage = Storage(url(file))
    [study] = storage.studies.all()
    assert storage.sessions.get("s1").plan == replace(PLAN, study=study.id)
    assert len(storage.journal.facts("s1")) == 2
    assert [row.name for row in storage.devices.of_session("s1")] == ["Pixel 7a"]
    storage.close()
    assert tables(file) == before
    assert copies(file) == [f"{file.name}.0000.backup"]
    copy = file.with_name(f"{file.name}.0000.backup")
    assert dump(copy) == old
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(file)) as database:
        history = database.execute("SELECT revision, program FROM schema_history").fetchall()
    assert history == [(REVISIONS[-1], program_version())]


def test_a_current_database_is_neither_copied_nor_changed(file: Path) -> None:
    before = dump(file)
    Storage(url(file)).close()
    assert (dump(file), copies(file)) == (before, [])


def test_what_is_still_in_the_write_ahead_log_is_in_the_copy(file: Path) -> None:
    with engine(file) as opened, closing(opened.raw_connection()):
        with opened.execution_options(writes=True).begin() as connection:
            connection.exec_driver_sql("UPDATE sessions SET phase = 'paused'")
        assert file.with_name(f"{file.name}-wal").stat().st_size > 0
        copy = upgrade.back_up(opened, "0001")
    assert copy is not None
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT phase FROM sessions").fetchall() == [("paused",)]


def test_a_table_that_others_refer_to_can_be_rebuilt(file: Path, tmp_path: Path) -> None:
    bring(file, next_revisions(tmp_path / "more"))
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT id, room FROM sessions").fetchall() == [("s1", "")]
        assert database.execute("SELECT count(*) FROM facts").fetchone() == (2,)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [(NEXT,)]
    assert copies(file) == [f"{file.name}.{REVISIONS[-1]}.backup"]


@pytest.mark.parametrize(
    "fault",
    [
        'raise RuntimeError("no such luck")',
        'op.execute("DELETE FROM sessions")',
    ],
)
def test_a_failed_upgrade_leaves_the_database_usable(file: Path, tmp_path: Path, fault: str) -> None:
    before = dump(file)
    with pytest.raises(UpgradeFailed, match="It is as it was, and a copy") as failed:
        bring(file, next_revisions(tmp_path / "more", f"{NEXT_MODULE}    {fault}\n"))
    assert f"{file.name}.{REVISIONS[-1]}.backup" in failed.value.message
    assert dump(file) == before
    storage = Storage(url(file))
    assert len(storage.journal.append("s1", [facts.SkipLifted(4.0, 4)])) == 1
    storage.close()


def test_without_room_for_the_copy_nothing_is_changed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(file)
    before = dump(file)

    def full(_engine: Engine, _revision: str) -> None:
        raise DiskFull("There is no room for a copy of the database.")

    monkeypatch.setattr(upgrade, "back_up", full)
    with pytest.raises(DiskFull):
        Storage(url(file))
    assert dump(file) == before


def test_a_database_of_a_newer_version_is_refused_and_left_alone(file: Path) -> None:
    change(
        file,
        "UPDATE alembic_version SET version_num = '0099'",
        "INSERT INTO schema_history VALUES ('0099', '9.4.2', '2030-01-01 00:00:00')",
    )
    before = file.read_bytes()
    with pytest.raises(SchemaUnknown) as refused:
        Storage(url(file))
    for words in (
        "changed by version 9.4.2",
        "revision 0099",
        "Nothing was changed",
        "Install version 9.4.2",
    ):
        assert words in refused.value.message
    assert (file.read_bytes(), copies(file)) == (before, [])
    change(file, "DROP TABLE schema_history")
    with pytest.raises(SchemaUnknown, match="changed by a newer version"):
        Storage(url(file))


@pytest.mark.parametrize("statement", ["UPDATE schema_version SET version = 99", "DROP TABLE schema_version"])
def test_a_database_of_an_unknown_kind_is_refused(file: Path, statement: str) -> None:
    make_old(file)
    change(file, statement)
    before = file.read_bytes()
    with pytest.raises(SchemaUnknown, match="Nothing was changed"):
        Storage(url(file))
    assert file.read_bytes() == before


def test_whoever_may_not_upgrade_is_told_who_may(file: Path) -> None:
    make_old(file)
    before = dump(file)
    with pytest.raises(SchemaOutdated, match="chexphoto serve"):
        Storage(url(file), may_upgrade=False)
    assert dump(file) == before
