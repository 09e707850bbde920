"""Comparison of files with tables, manifest and ``SHA256SUMS``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from dataset.checks.faults import Fault
from dataset.checks.files import ExaminedFile
from dataset.checks.manifest_facts import ManifestFacts
from dataset.checks.tables import Tables
from dataset.release.further_tables import MANIFEST
from dataset.release.paths import parse_picture
from dataset.release.publishing import BESIDE
from dataset.release.record import RECORD
from dataset.release.sums import SUMS
from dataset.release.workplace import WORKING


def presence(root: Path, tables: Tables, files: Mapping[str, ExaminedFile]) -> Iterator[Fault]:
    """Yield rows without a file, and pictures without a row."""
    if (root / WORKING).exists():
        yield Fault("interrupted", WORKING, "a release was interrupted here")
    for path, (name, row) in tables.rows.items():
        if path not in files:
            yield Fault("file_missing", path, f"{name}, row {row.number}, has it, and there is no such file")
    for path in files:
        whole = _picture_of(path)
        if whole is not None and not any(f"{whole}.{kind}" in tables.rows for kind in ("jpg", "png", "webp")):
            yield Fault("file_not_listed", path, "no table has a row for it")


def _picture_of(path: str) -> str | None:
    """Return what a picture and the files beside it have in common; None for another file."""
    for suffix in BESIDE:
        if path.endswith(suffix):
            return path.removesuffix(suffix)
    stem = path.rpartition(".")[0]
    return stem if parse_picture(path) or path.endswith((".jpg", ".jpeg", ".png", ".webp")) else None


def soundness(files: Mapping[str, ExaminedFile]) -> Iterator[Fault]:
    """Yield files that cannot be read, or are of another type than their extension says."""
    for path, file in files.items():
        if file.trouble:
            yield Fault("file_damaged" if file.damaged else "file_type", path, file.trouble)


def manifest_agrees(
    manifest: ManifestFacts, tables: Tables, files: Mapping[str, ExaminedFile], *, required: bool
) -> Iterator[Fault]:
    """Yield pictures that are not what the manifest says, or that it does not have."""
    if not manifest.there:
        if required:
            yield Fault("table_missing", MANIFEST, "there is no such file")
        return
    yield from manifest.faults
    for path in tables.rows:
        if path not in manifest.pictures:
            yield Fault("manifest", path, "the manifest has no row for it")
    for path, facts in manifest.pictures.items():
        file = files.get(path)
        if path not in tables.rows:
            yield Fault("manifest", MANIFEST, f"no table has a row for {path}", facts.row)
        elif file is not None and file.sha256:
            if facts.sha256 and facts.sha256 != file.sha256:
                yield Fault("digest", path, f"{_digests(file.sha256, facts.sha256)} in the manifest")
            size = tuple(map(str, file.size or ()))
            if size and facts.width and (facts.width, facts.height) != size:
                said = f"{facts.width} x {facts.height}"
                yield Fault("file_size", path, f"it has {' x '.join(size)} pixels, in the manifest {said}")


def sums_agree(root: Path, stated: Mapping[str, str], files: Mapping[str, ExaminedFile]) -> Iterator[Fault]:
    """Yield files that are not as ``SHA256SUMS`` says, and those that it does not have."""
    if not (root / SUMS).is_file():
        if (root / RECORD).is_file():
            yield Fault("table_missing", SUMS, "there is no such file, and this is a release")
        return
    for path, digest in stated.items():
        file = files.get(path)
        if file is None:
            yield Fault("file_missing", path, f"{SUMS} has it, and there is no such file")
        elif file.sha256 and file.sha256 != digest:
            yield Fault("digest", path, f"{_digests(file.sha256, digest)} in {SUMS}")
    for path in files:
        if path not in stated and path != SUMS:
            yield Fault("file_not_listed", path, f"{SUMS} does not have it")


def _digests(found: str, stated: str) -> str:
    return f"its SHA-256 begins with {found[:12]}, and with {stated[:12]}"
