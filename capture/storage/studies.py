"""The studies: each a plan that people edit, and the study that a session without one belongs to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from capture.errors import CaptureError
from capture.plan import SessionPlan
from capture.storage import schema
from capture.storage.database import Database
from capture.study.study import Study, StudySet

_TABLE = schema.studies


class StudyRepository:
    """The studies table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, study: Study) -> None:
        """Insert a study."""
        with self._database.writing() as connection:
            connection.execute(insert(_TABLE), _values(study))

    def all(self) -> list[Study]:
        """Return every study, oldest first."""
        with self._database.reading() as connection:
            return [_study(row) for row in connection.execute(_oldest_first())]

    def get(self, study: str) -> Study:
        """Return one study.

        Raises:
            CaptureError: ``study_unknown``.
        """
        with self._database.reading() as connection:
            return _read(connection, study)

    def change(self, study: Study) -> Study:
        """Write a changed plan over the one that it was made from, and return it as it is kept.

        Raises:
            CaptureError: ``study_unknown``, or ``study_changed`` where somebody else changed it meanwhile.
        """
        with self._database.writing() as connection:
            if _read(connection, study.id).edits != study.edits:
                raise CaptureError(
                    "study_changed",
                    "Somebody else changed the study meanwhile. Reload the page, then change it again.",
                )
            changed = replace(study, edits=study.edits + 1)
            connection.execute(update(_TABLE).where(_TABLE.c.id == study.id).values(_values(changed)))
        return changed

    def take_in(self, plan: SessionPlan, new_id: str, at: float) -> SessionPlan:
        """Return a new session's plan with the study that it belongs to.

        A plan that names none belongs to the oldest study of its data set, which is made where there is none. Sets that
        the study does not know yet become its sets.

        Args:
            plan: The session's plan.
            new_id: The id of a study that has to be made.
            at: The time.

        Raises:
            CaptureError: ``study_unknown``, or ``study_invalid`` where the study is of another data set.
        """
        with self._database.writing() as connection:
            study = _read(connection, plan.study) if plan.study else _default(connection, plan, new_id, at)
            if study.dataset != plan.dataset:
                raise CaptureError("study_invalid", f"The study {study.name} is of another data set.")
            grown = study.with_sets(plan.sets, _xrays(connection, plan))
            if grown is not study:
                connection.execute(update(_TABLE).where(_TABLE.c.id == grown.id).values(_values(grown)))
        return replace(plan, study=study.id)


def _default(connection: Connection, plan: SessionPlan, new_id: str, at: float) -> Study:
    row = connection.execute(_oldest_first().where(_TABLE.c.dataset == plan.dataset).limit(1)).one_or_none()
    if row is not None:
        return _study(row)
    datasets = schema.datasets.c
    name = connection.execute(select(datasets.name).where(datasets.id == plan.dataset)).scalar()
    study = Study(new_id, name or plan.dataset, plan.dataset, at)
    connection.execute(insert(_TABLE), _values(study))
    return study


def _xrays(connection: Connection, plan: SessionPlan) -> int:
    datasets = schema.datasets.c
    xrays = connection.execute(select(datasets.xrays).where(datasets.id == plan.dataset)).scalar()
    return max(xrays or 0, plan.last)


def _read(connection: Connection, study: str) -> Study:
    row = connection.execute(select(_TABLE).where(_TABLE.c.id == study)).one_or_none()
    if row is None:
        raise CaptureError("study_unknown", "There is no such study. It may belong to another data root.")
    return _study(row)


def _oldest_first() -> Select[Any]:
    return select(_TABLE).order_by(_TABLE.c.created_at, _TABLE.c.id)


def _values(study: Study) -> dict[str, object]:
    return {
        "id": study.id,
        "dataset": study.dataset,
        "name": study.name,
        "created_at": study.created_at,
        "sets": [of_study.to_json() for of_study in study.sets],
        "edits": study.edits,
    }


def _study(row: Row[Any]) -> Study:
    sets = tuple(StudySet.from_json(values) for values in row.sets)
    return Study(row.id, row.name, row.dataset, row.created_at, sets, row.edits)
