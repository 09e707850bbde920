"""One server a data root."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from webapp.serving.data_root_lock import DataRootError, DataRootLock


def test_the_folder_is_made(tmp_path: Path) -> None:
    DataRootLock(tmp_path / "new" / "root").close()
    assert (tmp_path / "new" / "root").is_dir()


def test_a_data_root_in_use_is_refused_and_free_again_afterwards(tmp_path: Path) -> None:
    first = DataRootLock(tmp_path)
    with pytest.raises(DataRootError, match=rf"running already \(process {os.getpid()}\).*--data-root"):
        DataRootLock(tmp_path)
    first.close()
    DataRootLock(tmp_path).close()


def test_a_data_root_that_cannot_be_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataRootError, match=r"cannot be used.*--data-root"):
        DataRootLock(tmp_path / "file")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_data_root_is_for_its_owner_alone(tmp_path: Path) -> None:
    DataRootLock(tmp_path / "root").close()
    assert mode(tmp_path / "root") == 0o700


def test_an_old_data_root_is_closed_to_others_and_one_line_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("lab.db", "secrets/signing-key", "tls/ca-key.pem"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch()
        file.chmod(0o644)
    tmp_path.chmod(0o755)
    DataRootLock(tmp_path).close()
    assert mode(tmp_path) == 0o700
    assert {mode(file) for file in tmp_path.rglob("*.*") if file.is_file()} == {0o600}
    assert len(caplog.records) == 1
    assert str(tmp_path) in caplog.text
    DataRootLock(tmp_path).close()
    assert len(caplog.records) == 1


def test_a_folder_with_other_things_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()
    tmp_path.chmod(0o755)
    DataRootLock(tmp_path).close()
    assert mode(tmp_path) == 0o755
