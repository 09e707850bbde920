"""The data sets that the operator registered."""

from __future__ import annotations

from sqlalchemy import Engine

from capture.journal.rows import DatasetRow


class Datasets:
    """The datasets table."""

    def __init__(self, engine: Engine) -> None:
        raise NotImplementedError

    def add(self, row: DatasetRow) -> None:
        """Register a data set.

        Raises:
            CaptureError: ``dataset_known`` when the id is taken.
        """
        raise NotImplementedError

    def all(self) -> list[DatasetRow]:
        """Every data set, oldest first."""
        raise NotImplementedError

    def get(self, dataset: str) -> DatasetRow | None:
        """One data set, None if unknown."""
        raise NotImplementedError
