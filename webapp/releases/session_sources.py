"""Sessions as sources of a release: exported into its workplace, one folder for each data set that they photograph."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from capture.archive import Archive
from capture.storage import Storage
from dataset.chexpert import read_table
from dataset.errors import ExportError
from dataset.export import ExportPlan, Maker, plan_export, write_folder
from dataset.release import ReleaseSource, Workplace, read_source
from webapp.exports.selection import ExportSelection, export_photos, select, session_rows

Progress = Callable[[str, int, int], object]


def session_sources(
    storage: Storage,
    archive: Archive,
    sessions: Sequence[str],
    place: Workplace,
    progress: Progress,
    *,
    usable_only: bool = False,
    maker: Maker | None = None,
) -> Iterator[ReleaseSource]:
    """Export sessions, by data set; an export that an interrupted run has finished is taken as it is.

    Args:
        storage: The data root's database.
        archive: Its photos.
        sessions: Their ids.
        place: The release.
        progress: Told how far it is.
        usable_only: Only photos that every reader calls usable.
        maker: Makes the pictures (`dataset.export.write_folder`).

    Raises:
        CaptureError: ``session_unknown``.
        DatasetError: They cannot be exported.
    """
    for ids in _by_csv(storage, sessions):
        selection = select(storage, ids, usable_only=usable_only)
        plan, sha256 = _plan(storage, archive, selection, place.root.name)
        into = place.sources / _key(plan)
        if not (into / plan.name).is_dir():
            _write(plan, into, progress, maker)
        yield read_source(into / plan.name, f"sessions {', '.join(ids)}", sha256)


def _by_csv(storage: Storage, sessions: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the sessions grouped by the CSV that they photograph: an export is of one."""
    found: dict[str, list[str]] = {}
    for row in session_rows(storage, sessions):
        found.setdefault(row.plan.csv_sha256, []).append(row.plan.session)
    return [tuple(ids) for ids in found.values()]


def _plan(
    storage: Storage, archive: Archive, selection: ExportSelection, name: str
) -> tuple[ExportPlan, str]:
    row = storage.datasets.get(selection.dataset)
    if row is None:
        raise ExportError(f"the data set {selection.dataset} of these sessions is not in the journal")
    for challenge in storage.challenges.all():
        if challenge.state in ("preparing", "open") and challenge.source.get("withholds") == row.id:
            raise ExportError(
                f"the data set {row.name} is withheld for the challenge {challenge.name}: its photos and labels must "
                "not be released. Close the challenge first"
            )
    table = read_table(row.csv, sha256=row.sha256)
    return plan_export(table, export_photos(selection, archive.find), name), row.sha256


def _key(plan: ExportPlan) -> str:
    """Return a name that only the same photos, facts and labels have."""
    said = repr(([(entry.path, entry.photo) for entry in plan.entries], sorted(plan.tables.items())))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _write(plan: ExportPlan, into: Path, progress: Progress, maker: Maker | None) -> None:
    done = 0

    def on_file() -> None:
        nonlocal done
        done += 1
        progress("exporting", done, plan.files)

    write_folder(plan, into, on_file, maker)
