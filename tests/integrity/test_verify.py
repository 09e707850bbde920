"""``chexphoto verify`` names every file and row that is not as it should be, and nothing else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from capture.state.fact_kinds import KINDS
from tests.integrity.data_root import SESSION, SET, DataRoot, name
from webapp.cli.main import cli
from webapp.serving.data_root_lock import DataRootLock


def run(root: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["verify", "--root", str(root), *options])


def found(root: Path, *options: str) -> list[tuple[str, str]]:
    """The code and place of each finding; each says what to do."""
    report = json.loads(run(root, "--json", *options).output)
    assert all(finding["advice"] and finding["what"] for finding in report["findings"])
    return [(finding["code"], finding["where"]) for finding in report["findings"]]


def change(root: Path, statement: str) -> None:
    with closing(sqlite3.connect(root / "lab.db")) as database, database:
        assert database.execute(statement).rowcount > 0


def everything_in(root: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes() for path in root.rglob("*") if path.is_file() and "lab.db" not in path.name
    }


def test_a_whole_data_root_is_found_whole_and_stays_as_it_is(lab: DataRoot) -> None:
    before = everything_in(lab.root)
    result = run(lab.root)
    assert result.exit_code == 0
    assert "3 photos, 1 loose photos, 1 uploaded x-rays, 1 data sets" in result.output
    assert "The data root is whole." in result.output
    assert everything_in(lab.root) == before


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def alter(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(bytes([data[0] ^ 1]) + data[1:])


def append(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"x")


@pytest.mark.parametrize(
    ("damage", "code"),
    [(Path.unlink, "missing"), (truncate, "truncated"), (alter, "changed"), (append, "changed")],
)
@pytest.mark.parametrize("which", ["accepted", "rejected", "loose"])
def test_a_damaged_file_is_named_with_what_to_do(
    lab: DataRoot, damage: Callable[[Path], None], code: str, which: str
) -> None:
    file = {"accepted": lab.photo(1), "rejected": lab.photo(3), "loose": lab.loose}[which]
    damage(file)
    assert found(lab.root) == [(code, str(file.relative_to(lab.root)))]
    result = run(lab.root)
    assert result.exit_code == 1
    assert "from a backup" in result.output
    assert "1 problem found." in result.output


def test_an_uploaded_xray_that_changed_is_named(lab: DataRoot) -> None:
    alter(lab.upload)
    assert found(lab.root) == [("changed", str(lab.upload.relative_to(lab.root)))]


def test_a_quick_check_reads_no_photo_and_says_so(lab: DataRoot) -> None:
    alter(lab.photo(1))
    truncate(lab.photo(2))
    assert found(lab.root, "--quick") == [("truncated", str(lab.photo(2).relative_to(lab.root)))]
    lab.photo(2).write_bytes(lab.photo(2).read_bytes() + b"x")
    assert "contents were not compared" in run(lab.root, "--quick").output


@pytest.mark.parametrize("place", ["photos/other/s9/pending", f"photos/{SET}/{SESSION}", "loose/p1"])
def test_a_file_without_a_row_is_a_stray(lab: DataRoot, place: str) -> None:
    stray = lab.root / place / "000099__01__x.jpg"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    assert found(lab.root) == [("stray", f"{place}/{stray.name}")]


def test_a_photo_in_another_folder_than_its_state_says_is_misplaced(lab: DataRoot) -> None:
    file = lab.photo(1)
    target = file.parent / "pending" / file.name
    file.rename(target)
    assert found(lab.root) == [("misplaced", str(target.relative_to(lab.root)))]


def test_a_photo_in_two_folders_is_named(lab: DataRoot) -> None:
    file = lab.photo(1)
    second = file.parent / "rejected" / file.name
    second.write_bytes(file.read_bytes())
    assert found(lab.root) == [("doubled", str(second.relative_to(lab.root)))]


def test_what_was_never_acknowledged_is_a_note_and_no_problem(lab: DataRoot) -> None:
    for file in ("incoming/1.part", "set-aside/s/p/x.jpg"):
        (lab.root / file).parent.mkdir(parents=True, exist_ok=True)
        (lab.root / file).write_bytes(b"x")
    assert {code for code, _ in found(lab.root)} == {"unfinished", "set_aside"}
    assert run(lab.root).exit_code == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE photos SET state = 'rejected' WHERE \"index\" = 1",
        "UPDATE photos SET sha256 = 'x' WHERE \"index\" = 1",
        'DELETE FROM photos WHERE "index" = 1',
        "UPDATE sessions SET phase = 'finished' WHERE id = 's1'",
    ],
)
def test_tables_that_differ_from_the_journal_are_told(lab: DataRoot, statement: str) -> None:
    change(lab.root, statement)
    codes = {code for code, _ in found(lab.root)}
    assert "journal_differs" in codes
    assert "database_damaged" not in codes


def test_a_lost_journal_entry_is_told(lab: DataRoot) -> None:
    change(lab.root, "DELETE FROM facts WHERE body LIKE '%PhotoStored%' AND body LIKE '%000001%'")
    assert "journal_differs" in {code for code, _ in found(lab.root)}


def test_a_session_of_a_newer_version_is_told_and_the_rest_is_checked(lab: DataRoot) -> None:
    assert "Teleported" not in KINDS
    change(lab.root, 'INSERT INTO facts (session, body) VALUES (\'p1\', \'{"kind": "Teleported", "at": 1}\')')
    alter(lab.photo(1))
    assert [code for code, _ in found(lab.root)] == ["session_unreadable", "changed"]


@pytest.mark.parametrize("how", [Path.unlink, append])
def test_a_data_set_whose_csv_is_gone_or_changed_is_named(lab: DataRoot, how: Callable[[Path], None]) -> None:
    csv = lab.root / "demo" / "train.csv"
    how(csv)
    assert found(lab.root) == [("dataset_missing", str(csv))]


def test_a_damaged_database_is_told_or_refused_but_never_found_whole(lab: DataRoot) -> None:
    lab.close()
    database = lab.root / "lab.db"
    data = bytearray(database.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    database.write_bytes(data)
    result = run(lab.root)
    assert result.exit_code in (1, 2)
    assert "whole" not in result.output
    assert isinstance(result.exception, SystemExit)


def test_a_folder_that_is_no_data_root_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "no lab.db in it" in result.output
    assert list(tmp_path.iterdir()) == []


def test_while_a_server_runs_what_is_on_its_way_is_no_problem(lab: DataRoot) -> None:
    lock = DataRootLock(lab.root)
    try:
        lab.take(50)
        (lab.root / "incoming" / "1.part").write_bytes(b"x")
        (lab.photo(50).parent / name(51)).write_bytes(b"just renamed, and journalled next")
        report = json.loads(run(lab.root, "--json").output)
        assert report["server_running"]
        assert report["findings"] == []
        lab.photo(1).unlink()
        assert [code for code, _ in found(lab.root)] == ["missing"]
    finally:
        lock.close()
