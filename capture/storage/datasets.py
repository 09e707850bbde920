"""The registered data sets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, insert, select

from capture.errors import CaptureError
from capture.storage import schema
from capture.storage.database import Database
from capture.storage.rows import DatasetRow

_TABLE = schema.datasets


class DatasetRepository:
    """The datasets table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, row: DatasetRow) -> None:
        """Register a data set.

        Raises:
            CaptureError: ``dataset_known`` when the id is taken.
        """
        if self.get(row.id) is not None:
            raise CaptureError("dataset_known", f"There is a data set {row.id} already.")
        with self._database.writing() as connection:
            connection.execute(insert(_TABLE), asdict(row) | {"columns": list(row.columns)})

    def all(self) -> list[DatasetRow]:
        """Return every data set, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(_TABLE).order_by(_TABLE.c.created_at, _TABLE.c.id))
            return [_dataset_row(row) for row in rows]

    def get(self, dataset: str) -> DatasetRow | None:
        """Return one data set, None if unknown."""
        with self._database.reading() as connection:
            row = connection.execute(select(_TABLE).where(_TABLE.c.id == dataset)).one_or_none()
        return None if row is None else _dataset_row(row)


def _dataset_row(row: Row[Any]) -> DatasetRow:
    return DatasetRow(**{**row._mapping, "columns": tuple(row.columns)})
