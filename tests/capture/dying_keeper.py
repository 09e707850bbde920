"""Keeping and filing photos in children that are killed at each change they make to the disk; prints how each ended.

Run in a process of its own, ``python -m tests.capture.dying_keeper FOLDER``: it forks, and a process with other threads
or libraries, as that of the tests, is not to be forked.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from capture import facts
from capture.archive import Archive, PhotoLimits
from capture.plan import SessionPlan
from capture.storage import Storage
from capture.storage.journal import Journal
from capture.storage.photos import PhotoRepository
from tests.capture.photo_files import photo_bytes, sha256

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


def main(folder: Path) -> None:
    """Print ``[killed, acknowledged]`` of every step until one survives; step N leaves ``folder/N``."""
    fresh = folder / "fresh"
    fresh.mkdir()
    keeper = Keeper(fresh, lambda _index: None)
    keeper.start()
    keeper.storage.close()
    for step in count():
        shutil.copytree(fresh, folder / str(step))
        killed, acknowledged = killed_at(step, folder / str(step))
        print(json.dumps([killed, acknowledged]))
        if not killed:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
