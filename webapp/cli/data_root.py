"""The data root as commands read it that need no server: found, opened, closed, and never changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from capture.errors import CaptureError
from capture.journal import DatasetRow, Journal
from dataset.errors import ExportError
from webapp.settings import read_settings


def data_root(given: Path | None) -> Path:
    """Return the data root that was given, or the settings' own.

    Raises:
        ExportError: There is no database in it.
    """
    root = given or read_settings().data_root
    if not (root / "lab.db").is_file():
        raise ExportError(
            f"{root} is no data root: there is no lab.db in it. Give the right one with --data-root"
        )
    return root


@contextmanager
def journal_in(root: Path) -> Iterator[Journal]:
    """Open the journal of a data root.

    Raises:
        ExportError: What is asked of it is unknown, in words for whoever gave the command.
    """
    journal = Journal(f"sqlite:///{root / 'lab.db'}")
    try:
        yield journal
    except CaptureError as error:
        raise ExportError(error.message) from error
    finally:
        journal.close()


def dataset_of(journal: Journal, dataset: str) -> DatasetRow:
    """Return a data set's entry.

    Raises:
        ExportError: There is none.
    """
    row = journal.datasets.get(dataset)
    if row is None:
        raise ExportError(f"the data set {dataset} of these sessions is not in the journal")
    return row
