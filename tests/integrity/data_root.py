"""A data root as a server leaves it, made in milliseconds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from capture import facts
from capture.archive import Archive, PhotoLimits
from capture.archive.limits import ReceivedPhoto
from capture.plan import SessionPlan
from capture.storage import DatasetRow, Storage
from dataset.files import sha256_of_file
from tests.capture.photo_files import photo_bytes, sha256

SESSION, PILE, SET = "s1", "p1", "nokia10k"


def name(index: int, attempt: int = 1) -> str:
    return f"{index:06d}__{attempt:02d}__view1.jpg"


class DataRoot:
    """A session with a phone, a pile of loose photos, an uploaded x-ray, and keys.

    Args:
        root: Its folder.
        photos: X-rays that are photographed: accepted, but for every third, which is rejected.
    """

    def __init__(self, root: Path, photos: Iterable[int] = range(1, 4)) -> None:
        self.root = root
        root.mkdir(mode=0o700)
        csv = root / "demo" / "train.csv"
        csv.parent.mkdir()
        csv.write_text("Path\n")
        self.archive = Archive(root, PhotoLimits(reserve_bytes=0))
        self.storage = Storage(f"sqlite:///{root / 'lab.db'}")
        self.storage.datasets.add(
            DatasetRow("d", "Demo", str(csv), str(csv.parent), sha256_of_file(csv), 100, {}, ("Path",), 1.0)
        )
        for session in (SESSION, PILE):
            plan = SessionPlan(session, f"Session {session}", "d", sha256_of_file(csv), 1, 100, (SET,))
            self.storage.sessions.create(plan, 1.0)
        begun = facts.DeviceAdmitted(2.0, "ph", "phone", "Nokia"), facts.PlaceGiven(2.0, "ph", SET, 1)
        self.storage.journal.append(SESSION, [*begun, facts.PhaseChanged(2.0, "running")])
        for index in photos:
            self.take(index)
            self.judge(index, "accepted" if index % 3 else "rejected")
        self.storage.imports.begin(PILE, 3.0)
        self.loose = self.add_loose(200)
        self.upload = self.add_upload(b"an x-ray")
        for file in ("tls/ca-key.pem", "secrets/operator-token", "phone-address"):
            (root / file).parent.mkdir(exist_ok=True)
            (root / file).write_text(file)

    def close(self) -> None:
        self.storage.close()

    def take(self, index: int) -> Path:
        """Keep a photo: pending until it is judged."""
        data = photo_bytes(index)
        taken = facts.PhotoTaken(3.0, "ph", SET, index, 1, index, sha256(data), len(data))
        self.storage.journal.append(SESSION, [taken])
        part = self.root / "incoming" / "x.part"
        part.write_bytes(data)
        received = ReceivedPhoto(part, sha256(data), len(data), "jpg", 32, 24)
        kept = self.archive.keep(received, SET, SESSION, name(index))
        stored = facts.PhotoStored(4.0, "ph", SET, index, 1, sha256(data), len(data), name(index))
        self.storage.journal.append(SESSION, [stored])
        return kept

    def judge(self, index: int, verdict: facts.Verdict) -> Path:
        self.storage.journal.append(SESSION, [facts.VerdictGiven(5.0, SET, index, 1, name(index), verdict)])
        return self.archive.file(SET, SESSION, name(index), verdict)

    def photo(self, index: int) -> Path:
        found = self.archive.find(SET, SESSION, name(index))
        assert found is not None
        return found

    def add_loose(self, shade: int) -> Path:
        data = photo_bytes(shade)
        digest = sha256(data)
        file = self.root / "loose" / PILE / f"{digest}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        row = {"session": PILE, "sha256": digest, "file": "IMG_1.jpg", "extension": "jpg", "size": len(data)}
        self.storage.imports.add({**row, "kept_at": 6.0, "state": "doubtful"})
        return file

    def add_upload(self, data: bytes) -> Path:
        digest = hashlib.sha256(data).hexdigest()
        file = self.root / "uploads" / digest[:2] / digest
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file
