"""A server killed with SIGKILL at every single change it makes to the disk while it keeps and files photos."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.capture.dying_keeper import PHOTOS, Keeper, name
from tests.capture.photo_files import sha256

pytestmark = pytest.mark.processes

CHECKOUT = Path(__file__).parents[2]
TIME_LIMIT_S = 300


def files(root: Path) -> Iterator[Path]:
    return (file for file in root.rglob("*") if file.is_file() and not file.name.startswith("lab.db"))


def check_promises(root: Path, acknowledged: list[int]) -> None:
    """After a kill and a new start: what was acknowledged is there, once, under its own name."""
    again = Keeper(root, lambda _index: None)
    again.start()
    for index in acknowledged:
        row = again.storage.photos.get("s1", "a", index, 1)
        assert row is not None
        assert row.state in ("pending", "accepted", "rejected")
        folder = root / "photos/a/s1" / ("" if row.state == "accepted" else row.state)
        assert (folder / name(index)).read_bytes() == PHOTOS[index]
    for index, data in PHOTOS.items():
        copies = [file for file in files(root / "photos") if file.read_bytes() == data]
        assert len(copies) <= 1
        assert all(file.name == name(index) for file in copies)
    assert list(files(root / "incoming")) == []
    again.work()
    again.storage.close()
    assert {str(file.relative_to(root / "photos/a/s1")) for file in files(root / "photos")} == {
        f"rejected/{name(1)}",
        f"rejected/{name(2)}",
    }


def test_whatever_instruction_it_dies_at_nothing_acknowledged_is_lost_doubled_or_misnamed(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "tests.capture.dying_keeper", str(tmp_path)]
    ended = subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, text=True, timeout=TIME_LIMIT_S, check=False
    )
    assert (ended.stderr, ended.returncode) == ("", 0)
    steps: list[Any] = [json.loads(line) for line in ended.stdout.splitlines()]
    for step, (_, acknowledged) in enumerate(steps):
        check_promises(tmp_path / str(step), acknowledged)
    assert steps[-1] == [False, [1, 2]]
    assert len(steps) > 40, "every change to the disk must have been tried"


def test_bytes_and_folders_are_synced_before_anybody_hears_of_a_photo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper(tmp_path, lambda _index: None)
    incoming = keeper.archive.receive(len(PHOTOS[1]))
    incoming.write(PHOTOS[1])
    calls: list[str] = []

    def noting(call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any) -> Any:
            target = (
                Path(f"/proc/self/fd/{args[0]}").readlink() if call.__name__ == "fsync" else Path(args[1])
            )
            calls.append(f"{call.__name__} {target.relative_to(tmp_path).as_posix()}")
            return call(*args)

        return noted

    for change in ("fsync", "rename"):
        monkeypatch.setattr(os, change, noting(getattr(os, change)))
    received = incoming.finish(sha256(PHOTOS[1]), "image/jpeg", len(PHOTOS[1]))
    keeper.archive.keep(received, "a", "s1", "x.jpg")
    assert [call for call in calls if ".part" in call] == [f"fsync incoming/{received.path.name}"]
    moved = calls.index("rename photos/a/s1/pending/x.jpg")
    assert calls.index(f"fsync incoming/{received.path.name}") < moved
    assert {"fsync photos", "fsync photos/a", "fsync photos/a/s1", "fsync ."} <= set(calls[:moved])
    assert calls[moved + 1 :] == ["fsync photos/a/s1/pending", "fsync incoming"]
    keeper.storage.close()
