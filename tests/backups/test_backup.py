"""A backup holds what its database knows, is added to, survives kills, and never takes another's place."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import webapp.backups.backup as backup_module
from tests.integrity.data_root import SESSION, SET, DataRoot, name
from webapp.backups.copying import copy_file
from webapp.cli.main import cli


class Stopped(BaseException):
    """Stands for a power cut: nothing catches it."""


def run(*command: object) -> Result:
    return CliRunner().invoke(cli, [str(part) for part in command])


def backup(lab: DataRoot, dest: Path, *options: str) -> Result:
    return run("backup", dest, "--root", lab.root, *options)


def restored(dest: Path) -> Path:
    """Restore a backup into a new folder that verifies."""
    root = dest.with_name(f"{dest.name}-restored-{len(list(dest.parent.iterdir()))}")
    result = run("restore", dest, root)
    assert result.exit_code == 0, result.output
    found = run("verify", "--root", root)
    assert found.exit_code == 0, found.output
    return root


def photos_in(root: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (root / "photos").rglob("*.jpg")}


def files_in(folder: Path) -> dict[Path, tuple[int, bytes]]:
    """Every file of a backup: its inode tells whether it was written again."""
    return {
        path: (path.stat().st_ino, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def test_a_restored_data_root_has_everything_and_verifies(lab: DataRoot, tmp_path: Path) -> None:
    lab.take(50)
    assert backup(lab, tmp_path / "b").exit_code == 0
    root = restored(tmp_path / "b")
    assert photos_in(root) == photos_in(lab.root)
    assert len(photos_in(root)) == 4
    for file in (lab.loose, lab.upload, lab.root / "tls" / "ca-key.pem", lab.root / "phone-address"):
        assert (root / file.relative_to(lab.root)).read_bytes() == file.read_bytes()


def test_only_its_owner_can_read_a_backup_and_what_is_restored_from_it(lab: DataRoot, tmp_path: Path) -> None:
    backup(lab, tmp_path / "b")
    root = restored(tmp_path / "b")
    paths = [tmp_path / "b", root, *(tmp_path / "b").rglob("*"), *root.rglob("*")]
    assert len(paths) > 20
    assert [path for path in paths if stat.S_IMODE(path.lstat().st_mode) & 0o077] == []


def test_keys_can_be_left_out_also_of_a_backup_that_had_them(lab: DataRoot, tmp_path: Path) -> None:
    backup(lab, tmp_path / "b")
    assert backup(lab, tmp_path / "b", "--without-keys").exit_code == 0
    assert not any(data == b"ca-key.pem" for _, data in files_in(tmp_path / "b").values())
    result = run("restore", tmp_path / "b", tmp_path / "r")
    assert "phones have to trust the server again" in result.output
    assert not (tmp_path / "r" / "tls").exists()
    assert not (tmp_path / "r" / "secrets").exists()


def test_a_second_backup_copies_only_what_is_new(lab: DataRoot, tmp_path: Path) -> None:
    backup(lab, tmp_path / "b")
    before = files_in(tmp_path / "b" / "data")
    lab.take(50)
    result = backup(lab, tmp_path / "b")
    assert "2 new" in result.output  # the photo and the database
    after = files_in(tmp_path / "b" / "data")
    assert before.items() <= after.items()
    assert [path.name for path in after.keys() - before.keys()] == [name(50)]
    assert len(list((tmp_path / "b" / "other").iterdir())) == 5  # one database, and not the one before it


@pytest.mark.parametrize("links", [True, False])
def test_a_photo_that_was_judged_since_moves_along_without_being_read_again(
    lab: DataRoot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    lab.take(50)
    backup(lab, tmp_path / "b")
    lab.judge(50, "accepted")

    def refuse(*_: object) -> None:
        raise PermissionError("no links on this disk")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    result = backup(lab, tmp_path / "b")
    assert "1 new" in result.output
    data = tmp_path / "b" / "data" / "photos" / SET / SESSION
    assert (data / name(50)).is_file()
    assert not (data / "pending" / name(50)).exists()
    restored(tmp_path / "b")


def test_what_happens_while_files_are_copied_does_not_harm_the_backup(
    lab: DataRoot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the copies of any two files, a photo comes, one is judged, and a loose one is filed."""
    lab.take(50)
    coming = iter(range(60, 90))

    def copy(source: Path, target: Path, tell: Any) -> tuple[int, str]:
        new = next(coming)
        lab.take(new)
        if new == 60:
            lab.judge(50, "rejected")
        return copy_file(source, target, tell)

    monkeypatch.setattr(backup_module, "copy_file", copy)
    assert backup(lab, tmp_path / "b").exit_code == 0
    root = restored(tmp_path / "b")
    assert sorted(photos_in(root)) == [name(index) for index in (1, 2, 3, 50)]
    assert backup(lab, tmp_path / "b").exit_code == 0
    assert len(photos_in(restored(tmp_path / "b"))) > 8


def test_a_loose_photo_that_is_filed_meanwhile_is_found_where_it_went(
    lab: DataRoot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = backup_module.rows_files

    def filed_after(root: Path, storage: Any) -> Any:
        rows = look(root, storage)
        lab.take(200)  # the same bytes, as the archive has them once they are filed
        lab.loose.unlink()
        return rows

    monkeypatch.setattr(backup_module, "rows_files", filed_after)
    assert backup(lab, tmp_path / "b").exit_code == 0
    assert (restored(tmp_path / "b") / lab.loose.relative_to(lab.root)).is_file()


@pytest.mark.parametrize("first", [True, False], ids=["the first", "a later one"])
def test_a_backup_that_is_cut_off_anywhere_leaves_the_one_before_and_is_completed_by_the_next(
    lab: DataRoot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    dest = tmp_path / "b"
    if not first:
        backup(lab, dest)
    lab.take(50)
    lab.judge(50, "accepted")
    for step in range(1, 40):
        with monkeypatch.context() as patched:
            if not _cut_off(patched, lab, dest, step):
                break
        if first:
            assert run("restore", dest, tmp_path / "none").exit_code == 2
        else:
            assert len(photos_in(restored(dest))) == 3
    assert step > 3
    assert len(photos_in(restored(dest))) == 4


def _cut_off(patched: pytest.MonkeyPatch, lab: DataRoot, dest: Path, step: int) -> bool:
    """Back up, and stop at the given call of whatever changes the backup; return whether it came to that."""
    left = [step]

    def counted(change: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise Stopped
            return change(*arguments, **named)

        return call

    for change in ("copy_file", "copy_database", "sync_folder", "link_or_copy"):
        patched.setattr(backup_module, change, counted(getattr(backup_module, change)))
    patched.setattr(Path, "replace", counted(Path.replace))
    try:
        backup_module.back_up(lab.root, dest, Silent())
    except Stopped:
        return not (dest / "manifest.json").exists() or _photos_of(dest) < 4
    return False


def _photos_of(dest: Path) -> int:
    files = json.loads((dest / "manifest.json").read_text())["files"]
    return sum(file["path"].startswith("photos/") for file in files)


class Silent:
    """Nobody is told."""

    def begin(self, what: str, total: int, unit: str) -> None:
        pass

    def advance(self, by: int) -> None:
        pass


def test_a_backup_into_the_data_root_or_around_it_is_refused(lab: DataRoot, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(lab.root)
    for dest in (lab.root, lab.root / "backup", tmp_path, tmp_path / "way" / "backup"):
        before = set(tmp_path.rglob("*"))
        result = backup(lab, dest)
        assert result.exit_code == 2
        assert "Choose" in result.output
        assert set(tmp_path.rglob("*")) == before


def test_a_folder_with_other_things_is_refused(lab: DataRoot, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "thesis.txt").write_text("x")
    assert "holds something else" in backup(lab, tmp_path / "b").output
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["thesis.txt"]


def test_a_backup_of_another_data_root_stays(lab: DataRoot, tmp_path: Path) -> None:
    backup(lab, tmp_path / "b")
    before = files_in(tmp_path / "b"), (tmp_path / "b" / "manifest.json").read_bytes()
    other = DataRoot(tmp_path / "another", photos=[7, 8, 9, 10])
    try:
        result = backup(other, tmp_path / "b")
    finally:
        other.close()
    assert result.exit_code == 2
    assert "another data root" in result.output
    after = {path: entry for path, entry in files_in(tmp_path / "b").items() if path.suffix != ".part"}
    assert (after, (tmp_path / "b" / "manifest.json").read_bytes()) == before


def test_a_restored_data_root_goes_on_with_its_backup_and_the_former_one_no_longer_may(
    lab: DataRoot, tmp_path: Path
) -> None:
    backup(lab, tmp_path / "b")
    root = restored(tmp_path / "b")
    lab.take(50)
    assert run("backup", tmp_path / "b", "--root", root).exit_code == 0
    assert backup(lab, tmp_path / "b").exit_code == 0  # it goes further than the backup
    assert run("backup", tmp_path / "b", "--root", root).exit_code == 2  # it does not


def test_a_file_that_the_data_root_lacks_or_that_changed_is_told_and_an_older_good_copy_stays(
    lab: DataRoot, tmp_path: Path
) -> None:
    backup(lab, tmp_path / "b")
    good = photos_in(lab.root)
    lab.photo(1).write_bytes(b"x" * lab.photo(1).stat().st_size)
    lab.photo(2).unlink()
    assert backup(lab, tmp_path / "b", "--check").exit_code == 0
    assert photos_in(restored(tmp_path / "b")) == good
    result = backup(lab, tmp_path / "new")
    assert result.exit_code == 1
    assert name(1) in result.output
    assert name(2) in result.output
    assert "chexphoto verify" in result.output


def damage_copy(dest: Path) -> Path:
    file = next((dest / "data").rglob(name(1)))
    file.write_bytes(b"x" * file.stat().st_size)
    return file


def test_a_damaged_copy_is_found_at_restoring_and_mended_by_a_check(lab: DataRoot, tmp_path: Path) -> None:
    backup(lab, tmp_path / "b")
    damage_copy(tmp_path / "b")
    result = run("restore", tmp_path / "b", tmp_path / "r")
    assert result.exit_code == 1
    assert f"{name(1)}: its copy in the backup is damaged" in result.output
    assert len(photos_in(tmp_path / "r")) == 2
    assert backup(lab, tmp_path / "b", "--check").exit_code == 0
    assert len(photos_in(restored(tmp_path / "b"))) == 3


def test_a_damaged_copy_of_the_database_is_not_restored(lab: DataRoot, tmp_path: Path) -> None:
    backup(lab, tmp_path / "b")
    manifest = json.loads((tmp_path / "b" / "manifest.json").read_text())
    stored = next(file["stored"] for file in manifest["files"] if file["path"] == "lab.db")
    (tmp_path / "b" / stored).write_bytes(b"x")
    result = run("restore", tmp_path / "b", tmp_path / "r")
    assert result.exit_code == 2
    assert "database" in result.output
    assert not (tmp_path / "r" / "lab.db").exists()


def test_restoring_takes_only_a_new_or_empty_folder_and_goes_on_after_an_interruption(
    lab: DataRoot, tmp_path: Path
) -> None:
    backup(lab, tmp_path / "b")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("x")
    for dest in (tmp_path / "full", lab.root, tmp_path / "b" / "r", tmp_path):
        assert run("restore", tmp_path / "b", dest).exit_code == 2
    root = restored(tmp_path / "b")
    assert "a data root already" in run("restore", tmp_path / "b", root).output
    (root / "lab.db").unlink()  # as far as an interrupted one comes
    next((root / "photos").rglob(name(2))).unlink()
    assert run("restore", tmp_path / "b", root).exit_code == 0
    assert run("verify", "--root", root).exit_code == 0


def test_a_manifest_cannot_write_outside_the_new_data_root(lab: DataRoot, tmp_path: Path) -> None:
    backup(lab, tmp_path / "b")
    file = tmp_path / "b" / "manifest.json"
    file.write_text(file.read_text().replace('"phone-address"', '"../escaped"'))
    result = run("restore", tmp_path / "b", tmp_path / "r")
    assert "leads out of the data root" in result.output
    assert not (tmp_path / "escaped").exists()


def test_a_data_set_within_the_data_root_is_found_in_the_new_one(lab: DataRoot, tmp_path: Path) -> None:
    backup(lab, tmp_path / "b")
    lab.close()
    (lab.root / "demo" / "train.csv").unlink()
    restored(tmp_path / "b")
