"""Invariants after any number of faults: no acknowledged photo lost, none twice, none misfiled.

Told from the files in the archive, their pixels, and the phones' own stores, never from what the server says.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from dataset.photo_names import parse_photo_name
from tests.faults.recognise import Recogniser
from tests.faults.station import Station
from webapp.virtual.phone.store import PhoneStore, Taken


@dataclass(frozen=True)
class Filed:
    """A photo file in the archive."""

    file: Path
    set: str
    index: int
    attempt: int
    accepted: bool
    sha256: str


@dataclass(frozen=True)
class Audit:
    """Findings of an audit; every list is empty when all is well."""

    filed: list[Filed]
    acknowledged: int
    lost: list[Taken]
    twice: list[Filed]
    misfiled: list[Filed]
    missing: list[tuple[str, int]]

    def require(self) -> None:
        """Fail unless all is well."""
        assert not self.lost, f"acknowledged, and gone: {self.lost}"
        assert not self.twice, f"kept twice: {self.twice}"
        assert not self.misfiled, f"under the wrong x-ray: {self.misfiled}"
        assert not self.missing, f"never photographed: {self.missing}"


def audit(station: Station, session: str, sets: list[str], first: int, last: int) -> Audit:
    """Check one finished session."""
    filed = [_filed(file) for file in _files(station.lab.settings.data_root / "photos", session)]
    digests = {photo.sha256 for photo in filed}
    kept = [photo for store in station.stores[session] for photo in _kept(store)]
    keys = [(photo.set, photo.index, photo.attempt) for photo in filed]
    accepted = {(photo.set, photo.index) for photo in filed if photo.accepted}
    recogniser = Recogniser([station.xray(index) for index in range(first, last + 1)], station.size)
    return Audit(
        filed,
        len(kept),
        [photo for photo in kept if photo.sha256 not in digests],
        [photo for photo, key in zip(filed, keys, strict=True) if keys.count(key) > 1]
        + [photo for photo in filed if [p.sha256 for p in filed].count(photo.sha256) > 1],
        [p for p in filed if p.accepted and recogniser.look(p.file.read_bytes()).best + first != p.index],
        [(name, i) for name in sets for i in range(first, last + 1) if (name, i) not in accepted],
    )


def _files(photos: Path, session: str) -> list[Path]:
    return [file for file in photos.rglob("*") if file.is_file() and session in file.parts]


def _filed(file: Path) -> Filed:
    name = parse_photo_name(file.name)
    folder = file.parent
    accepted = folder.name not in ("pending", "rejected")
    set_name = (folder if accepted else folder.parent).parent.name
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Filed(file, set_name, name.index, name.attempt, accepted, digest)


def _kept(store: Path) -> list[Taken]:
    memory = PhoneStore(store)
    try:
        return [photo for photo in memory.taken() if photo.fate == "kept"]
    finally:
        memory.close()
