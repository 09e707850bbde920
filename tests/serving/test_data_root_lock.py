"""One server a data root."""

from __future__ import annotations

import os
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
