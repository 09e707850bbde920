"""The check of a whole data root: read only, with or without a server that has it open."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from capture.storage import Storage
from dataset.errors import DatasetError
from dataset.files import sha256_of_file
from dataset.system.locks import try_lock
from dataset.system.opening import READ
from webapp.integrity.file_checks import check_contents, check_places, check_sizes, find_strays
from webapp.integrity.findings import RootFinding, RootReport
from webapp.integrity.journal_replay import compare_with_journal
from webapp.integrity.snapshot import DATABASE, RootUnusable, opened_copy
from webapp.integrity.stored_files import StoredFile, stored_files, upload_files
from webapp.serving.data_root_lock import LOCK_FILE


class ProgressListener(Protocol):
    """Whoever is told how far a check is."""

    def begin(self, what: str, total: int, unit: str) -> None:
        """Hear of the next part, and how much it is."""

    def advance(self, by: int) -> None:
        """Hear that so much more is done."""


def verify(root: Path, progress: ProgressListener, *, digests: bool = True) -> RootReport:
    """Check a data root, and return everything that is not as it should be.

    Args:
        root: The data root; nothing in it is changed.
        progress: Told how far it is.
        digests: Read every file; otherwise only sizes are compared.

    Raises:
        RootUnusable: It has no database that this version can read.
    """
    report = RootReport(root, server_runs(root), digests)
    with opened_copy(root) as storage:
        files = stored_files(storage)
        uploads = list(upload_files(root))
        report.counts = _counts(storage, files, len(uploads))
        report.findings += _damage(storage)
        progress.begin("journal", report.counts["journal entries"], "entries")
        report.findings += compare_with_journal(storage, progress.advance)
        report.findings += _datasets(storage)
    everything = [*files, *uploads]
    progress.begin("files", sum(file.size for file in everything), "B")
    report.findings += (check_contents if digests else check_sizes)(root, everything, progress.advance)
    report.findings += _places(root, files, report)
    return report


def server_runs(root: Path) -> bool:
    """Return whether a server has a data root open, without touching it."""
    with suppress(OSError):
        descriptor = os.open(root / LOCK_FILE, READ)
        try:
            return not try_lock(descriptor, shared=True)
        finally:
            os.close(descriptor)
    return False


def require_root(root: Path) -> None:
    """Refuse a folder that is no data root.

    Raises:
        RootUnusable: There is no database in it.
    """
    if not (root / DATABASE).is_file():
        raise RootUnusable(
            f"{root} is no data root: there is no {DATABASE} in it. Give the right one with --root"
        )


def _counts(storage: Storage, files: Sequence[StoredFile], uploads: int) -> dict[str, int]:
    sessions = storage.sessions.all()
    loose = sum(file.path.parts[0] == "loose" for file in files)
    return {
        "sessions": len(sessions),
        "journal entries": storage.journal.count(),
        "photos": len(files) - loose,
        "loose photos": loose,
        "uploaded x-rays": uploads,
        "data sets": len(storage.datasets.all()),
    }


def _damage(storage: Storage) -> Iterator[RootFinding]:
    for line in storage.damage():
        yield RootFinding("database_damaged", DATABASE, line)


def _datasets(storage: Storage) -> Iterator[RootFinding]:
    """Yield the data sets of sessions that are not registered, or whose CSV is gone or has changed."""
    titles: dict[str, str] = {}
    for row in storage.sessions.all():
        titles.setdefault(row.plan.dataset, row.plan.title)
    for dataset, title in titles.items():
        known = storage.datasets.get(dataset)
        if known is None:
            yield RootFinding(
                "journal_differs", f"data set {dataset}", f"it is not registered, and {title} is of it"
            )
            continue
        try:
            changed = sha256_of_file(Path(known.csv)) != known.sha256
        except (OSError, DatasetError) as error:
            said = getattr(error, "strerror", None) or error
            yield RootFinding("dataset_missing", known.csv, f"{said} (the CSV of the data set {known.name})")
            continue
        if changed:
            yield RootFinding(
                "dataset_missing", known.csv, f"the CSV of the data set {known.name} has changed"
            )


def _places(root: Path, files: Sequence[StoredFile], report: RootReport) -> Iterator[RootFinding]:
    if not report.server:
        yield from check_places(root, files, server=False)
        yield from find_strays(root, _by_path(files), server=False)
        return
    # A loose photo that was filed meanwhile has left its place, and what has come has a row by now.
    now = _stored_now(root)
    if gone := {file.path for file in now if file.find(root) is None}:
        yield from check_places(root, [file for file in _stored_now(root) if file.path in gone], server=True)
    yield from find_strays(root, _by_path([*files, *now]), server=True)


def _stored_now(root: Path) -> list[StoredFile]:
    with opened_copy(root) as storage:
        return stored_files(storage)


def _by_path(files: Sequence[StoredFile]) -> dict[Path, StoredFile]:
    return {path: file for file in files for path in (file.path, *file.others)}
