"""Exports of a running server: planned off the loop, encoded by the workers, streamed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from capture.archive import Archive
from dataset.errors import DatasetError
from dataset.export import (
    Additions,
    ExportPhoto,
    ExportPlan,
    left_out_by_reason,
    plan_export,
    stream_zip,
    xray_files,
)
from webapp.datasets.dataset_registry import Datasets, LoadedDataset
from webapp.errors import ApiError, as_api_error
from webapp.exports.export_order import ExportOrder
from webapp.exports.selection import ExportSelection, export_photos, select, sessions_of_study
from webapp.offload import Offload
from webapp.pixels.interface import Pixels
from webapp.shapes.photo import ExportCheck, ExportProblem
from webapp.shapes.study import Incomplete
from webapp.storage.session_store import SessionStore
from webapp.studies.progress import incomplete, read_progress


class ExportService:
    """The service that plans and streams exports."""

    def __init__(
        self, store: SessionStore, datasets: Datasets, archive: Archive, pixels: Pixels, offload: Offload
    ) -> None:
        self._store = store
        self._datasets = datasets
        self._archive = archive
        self._pixels = pixels
        self._offload = offload

    def plan(self, order: ExportOrder) -> ExportPlan:
        """Decide the photos and their paths.

        Raises:
            CaptureError: ``session_unknown``, ``study_unknown``.
            ApiError: ``study_incomplete``, with what its sets lack.
            DatasetError: Nothing to export, a changed CSV, paths that do not fit the layout, photos missing.
        """
        if order.study and not order.allow_incomplete:
            self._require_complete(order.study)
        return self._plan(self._select(order), order)

    def zip(self, plan: ExportPlan) -> Iterator[bytes]:
        """Yield the zip's bytes; only one picture at a time is in memory."""
        return stream_zip(plan, self._pixels.exports)

    def check(self, order: ExportOrder) -> ExportCheck:
        """Return the contents of an export, and its obstacles.

        Raises:
            CaptureError: ``session_unknown``.
            ExportError: The sessions are of different data sets.
        """
        selection = self._select(order)
        plan, problems = self._tried(selection, order)
        if selection.pending and not order.study:  # of a study they are told set by set
            left_out = f"{selection.pending:,} photos have no verdict yet. They are left out."
            problems.append({"code": "photos_pending", "message": left_out, "details": {}})
        if order.study:
            problems += [study_problem(lack) for lack in self._lacks(order.study)]
        elif not order.usable_only:
            problems += _missing(selection)
        entries = plan.entries if plan else ()
        return {
            "photos": len(entries),
            "rectified": plan.rectified if plan else 0,
            "sets": dict(Counter(entry.photo.set for entry in entries)),
            "splits": dict(Counter(entry.split for entry in entries)),
            "problems": problems,
        }

    def _tried(
        self, selection: ExportSelection, order: ExportOrder
    ) -> tuple[ExportPlan | None, list[ExportProblem]]:
        try:
            plan = self._plan(selection, order)
        except DatasetError as error:
            return None, [_problem(error)]
        return plan, _left_out(plan)

    def _require_complete(self, study: str) -> None:
        lacks = self._lacks(study)
        if lacks:
            said = " ".join(lack["message"] for lack in lacks)
            raise ApiError(
                "study_incomplete",
                f"The study is not complete. {said} Complete it, or export it all the same.",
                {"sets": lacks},
            )

    def _lacks(self, study: str) -> list[Incomplete]:
        return incomplete(self._store(read_progress, study))

    def _select(self, order: ExportOrder) -> ExportSelection:
        sessions = self._store(sessions_of_study, order.study) if order.study else order.sessions
        return self._store(select, sessions, usable_only=order.usable_only)

    def _plan(self, selection: ExportSelection, order: ExportOrder) -> ExportPlan:
        loaded = self._datasets.check_unchanged(selection.dataset)
        photos = self._offload(export_photos, selection, self._locate)
        additions = Additions()
        if order.rectified:
            additions = self._rectified(loaded, photos, order.longest)
        return self._offload(plan_export, loaded.table, photos, order.name, order.split, additions)

    def _rectified(
        self, loaded: LoadedDataset, photos: Sequence[ExportPhoto], longest: int | None
    ) -> Additions:
        files, hidden = self._offload(xray_files, loaded.table, loaded.folder, photos)
        sizes, unreadable = self._pixels.sizes(files)
        return Additions(sizes, hidden | unreadable, rectified=True, longest=longest)

    def _locate(self, set_name: str, session: str, name: str) -> Path | None:
        """Return the path of an accepted photo; perform its queued move first."""
        try:
            return self._archive.file(set_name, session, name, "accepted")
        except FileNotFoundError:
            return self._archive.find(set_name, session, name)


def study_problem(lack: Incomplete) -> ExportProblem:
    """Return what a set of a study lacks as a problem of an export."""
    return {"code": "study_incomplete", "message": lack["message"], "details": dict(lack)}


def _missing(selection: ExportSelection) -> list[ExportProblem]:
    """Return a problem for each set of a session that lacks photos; piles of loose photos may be incomplete."""
    stored = Counter((photo.session, photo.set) for photo in selection.photos)
    found: list[ExportProblem] = []
    for row in selection.sessions:
        for name in row.plan.sets if row.started_at is not None else ():
            lacks = row.plan.xrays - stored[row.plan.session, name]
            if lacks > 0:
                message = (
                    f"{name} of {row.plan.title} has no photo of {lacks:,} of its {row.plan.xrays:,} x-rays."
                )
                details = {"session": row.plan.session, "set": name, "missing": lacks}
                found.append({"code": "photos_missing", "message": message, "details": details})
    return found


def _left_out(plan: ExportPlan) -> list[ExportProblem]:
    """Return a problem for each reason why something cannot be added to photos, with the x-rays concerned."""
    return [
        {
            "code": "left_out",
            "message": f"{len(rows):,} photos come without a rectified picture: {reason}.",
            "details": {"indices": sorted({row.index for row in rows})},
        }
        for (_, reason), rows in left_out_by_reason(plan.left_out).items()
    ]


def _problem(error: DatasetError) -> ExportProblem:
    inside: ExportProblem = as_api_error(error).body()["error"]
    return inside
