"""A server killed with SIGKILL at every single change it makes to the disk while it keeps and files photos."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from capture import facts
from capture.archive import Archive, PhotoLimits
from capture.plan import SessionPlan
from capture.storage import Storage
from capture.storage.journal import Journal
from capture.storage.photos import PhotoRepository
from tests.capture.photo_files import photo_bytes, sha256

pytestmark = pytest.mark.processes

PHOTOS = {index: photo_bytes(index) for index in (1, 2)}
VERDICTS: dict[int, facts.Verdict] = {1: "accepted", 2: "rejected"}
CHANGES = ("open", "write", "fsync", "rename", "mkdir", "unlink")


def name(index: int) -> str:
    return f"{index:06d}__01__view1.jpg"


class Keeper:
    """What a server does with uploads, in its order: keep, journal, acknowledge; verdict: journal, move."""

    def __init__(self, root: Path, acknowledge: Callable[[int], None]) -> None:
        self.archive = Archive(root, PhotoLimits(reserve_bytes=0))
        self.storage = Storage(f"sqlite:///{root}/lab.db")
        self.acknowledge = acknowledge

    def start(self) -> None:
        if self.storage.sessions.get("s1") is None:
            self.storage.sessions.create(SessionPlan("s1", "", "d", "0" * 64, 1, 3, ("a",)), 1.0)
            taken = [
                facts.PhotoTaken(2.0, "p", "a", index, 1, 1, sha256(data), len(data))
                for index, data in PHOTOS.items()
            ]
            self.storage.journal.append("s1", taken)
        found = self.archive.reconcile(self.storage.photos.find(states=("pending", "accepted", "rejected")))
        assert found.missing == ()

    def work(self) -> None:
        for index, data in PHOTOS.items():
            self.take(index, data)
            self.judge(index, VERDICTS[index])
        self.judge(1, "rejected")  # the operator asks for a retake

    def take(self, index: int, data: bytes) -> None:
        photo = self.storage.photos.get("s1", "a", index, 1)
        assert photo is not None
        if photo.state == "captured":
            incoming = self.archive.receive(len(data))
            incoming.write(data)
            received = incoming.finish(sha256(data), "image/jpeg", len(data))
            self.archive.keep(received, "a", "s1", name(index))
            stored = facts.PhotoStored(3.0, "p", "a", index, 1, received.sha256, received.size, name(index))
            self.storage.journal.append("s1", [stored])
        self.acknowledge(index)

    def judge(self, index: int, verdict: facts.Verdict) -> None:
        self.storage.journal.append("s1", [facts.VerdictGiven(4.0, "a", index, 1, name(index), verdict)])
        self.archive.file("a", "s1", name(index), verdict)


def killed_at(step: int, root: Path) -> tuple[bool, list[int]]:
    """Work in a child that dies before its change number ``step``: whether it did, and what it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        write = os.write
        keeper = Keeper(root, lambda index: write(writing, bytes([index])) and None)
        keeper.start()
        _arm(step)
        keeper.work()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        acknowledged = list(pipe.read())
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status), acknowledged


def _arm(step: int) -> None:
    left = step

    def deadly(change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return change(*args, **kwargs)

        return changed

    for change in CHANGES:
        setattr(os, change, deadly(getattr(os, change)))
    Journal.append = deadly(Journal.append)
    PhotoRepository.get = deadly(PhotoRepository.get)


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
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    keeper = Keeper(fresh, lambda _index: None)
    keeper.start()
    keeper.storage.close()
    step, killed = 0, True
    while killed:
        root = tmp_path / str(step)
        shutil.copytree(fresh, root)
        killed, acknowledged = killed_at(step, root)
        check_promises(root, acknowledged)
        step += 1
    assert acknowledged == [1, 2]
    assert step > 40, "every change to the disk must have been tried"


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
