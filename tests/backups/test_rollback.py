"""The way back from an upgrade: the copy from before is put in place, the present one is kept, no photo touched."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from capture.storage import Storage
from capture.storage.revisions import REVISIONS, program_version
from tests.capture.test_upgrade import PLAN, change, dump, make_old, url
from webapp.cli.main import cli
from webapp.serving.data_root_lock import DataRootLock


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data root that was upgraded, and in which a session has begun since."""
    root = tmp_path / "root"
    root.mkdir()
    file = root / "lab.db"
    storage = Storage(url(file))
    storage.sessions.create(PLAN, 1.0)
    storage.close()
    make_old(file)
    storage = Storage(url(file))
    storage.sessions.create(replace(PLAN, session="s2", study=storage.studies.all()[0].id), 2.0)
    storage.close()
    assert sessions(root) == ["s1", "s2"]
    return root


def sessions(root: Path) -> list[str]:
    with closing(sqlite3.connect(root / "lab.db")) as database:
        return [row[0] for row in database.execute("SELECT id FROM sessions ORDER BY id")]


def rolled_back(root: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["rollback", "--root", str(root), *options])


def test_an_upgrade_is_taken_back_and_can_be_made_again(root: Path) -> None:
    before = dump(root / "lab.db.0000.backup")
    done = rolled_back(root)
    assert done.exit_code == 0, done.output
    assert dump(root / "lab.db") == before
    assert sessions(root) == ["s1"]
    assert sorted(path.name for path in root.glob("lab.db*")) == [
        "lab.db",
        "lab.db.0000.backup",
        f"lab.db.{REVISIONS[-1]}.backup",
    ]
    assert (root / "lab.db").stat().st_mode & 0o077 == 0
    assert "Install the version that you had before" in done.output
    assert f"rollback --to {REVISIONS[-1]} (of version {program_version()})" in done.output
    assert rolled_back(root, "--to", REVISIONS[-1]).exit_code == 0
    assert sessions(root) == ["s1", "s2"]
    Storage(url(root / "lab.db")).close()


def test_photos_that_were_filed_since_are_counted(root: Path) -> None:
    with closing(sqlite3.connect(root / "lab.db")) as database:
        needed = [
            row[1]
            for row in database.execute("PRAGMA table_info(photos)")
            if row[3] and row[4] is None and not row[5]
        ]
    columns = ", ".join(f'"{name}"' for name in [*needed, "name"])
    texts = {"session": "'s2'", "set": "'nokia10k'", "index": "1", "attempt": "1"}
    values = ", ".join([*(texts.get(name, "1") for name in needed), "'nokia10k/1.jpg'"])
    change(root / "lab.db", f"INSERT INTO photos ({columns}) VALUES ({values})")
    assert "1 photos that were filed since" in rolled_back(root).output


def test_the_copies_are_listed(root: Path) -> None:
    rolled_back(root)
    listed = rolled_back(root, "--list").output.splitlines()
    assert [line.split()[:2] for line in listed] == [
        ["0000", "lab.db.0000.backup"],
        [REVISIONS[-1], f"lab.db.{REVISIONS[-1]}.backup"],
    ]


def refused(root: Path, words: str, *options: str) -> None:
    before = (root / "lab.db").read_bytes()
    result = rolled_back(root, *options)
    assert result.exit_code == 2, result.output
    assert words in result.output
    assert (root / "lab.db").read_bytes() == before


def test_while_a_server_runs_nothing_is_changed(root: Path) -> None:
    with closing(DataRootLock(root)):
        refused(root, "in use by a server")


def test_without_a_fitting_copy_nothing_is_changed(root: Path) -> None:
    refused(root, "there is no copy of the database of revision 0004", "--to", "0004")
    (root / "lab.db.0000.backup").unlink()
    refused(root, f"older than revision {REVISIONS[-1]}")


def test_a_damaged_copy_is_not_put_in_place(root: Path) -> None:
    copy = root / "lab.db.0000.backup"
    whole = copy.read_bytes()
    copy.write_bytes(whole[:8192] + b"x" * (len(whole) - 8192))
    refused(root, "damaged")
    copy.write_bytes(b"x" * 8192)
    refused(root, "cannot be read")


def test_a_database_of_a_newer_version_can_be_taken_back_by_this_one(root: Path) -> None:
    change(root / "lab.db", "UPDATE alembic_version SET version_num = '0099'")
    assert rolled_back(root).exit_code == 0
    Storage(url(root / "lab.db")).close()
    assert sessions(root) == ["s1"]
    assert (root / "lab.db.0099.backup").exists()
