"""The data root for commands without a server: located, opened, closed.

They change nothing in it, except that they upgrade a database of an older version.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from capture.errors import CaptureError, SchemaOutdated
from capture.storage import DatasetRow, Storage
from capture.study.study import Study
from dataset.errors import ExportError
from webapp.serving.data_root_lock import DataRootError, DataRootLock
from webapp.settings import read_settings


def data_root(given: Path | None) -> Path:
    """Return the given data root, or the one of the settings.

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
def storage_in(root: Path) -> Iterator[Storage]:
    """Open the journal of a data root.

    Raises:
        ExportError: What is asked of it is unknown, in words for whoever gave the command.
    """
    try:
        with closing(_opened(root)) as storage:
            yield storage
    except CaptureError as error:
        raise ExportError(error.message) from error


def _opened(root: Path) -> Storage:
    """Open the journal; one of an older version is upgraded where no server has it open."""
    url = f"sqlite:///{root / 'lab.db'}"
    try:
        return Storage(url, may_upgrade=False)
    except SchemaOutdated as outdated:
        try:
            lock = DataRootLock(root)
        except DataRootError:
            raise outdated from None
    try:
        return Storage(url)
    finally:
        lock.close()


def dataset_of(storage: Storage, dataset: str) -> DatasetRow:
    """Return a data set's entry.

    Raises:
        ExportError: There is none.
    """
    row = storage.datasets.get(dataset)
    if row is None:
        raise ExportError(f"the data set {dataset} of these sessions is not in the journal")
    return row


def study_named(storage: Storage, wanted: str) -> Study:
    """Return the study with an id or a name.

    Raises:
        ExportError: There is none, or there are several of that name.
    """
    studies = storage.studies.all()
    found = [study for study in studies if wanted in (study.id, study.name)]
    if len(found) != 1:
        known = [f"{study.id}  {study.name}" for study in found or studies]
        why = "There are several studies" if found else "There is no study"
        raise ExportError(f"{why} {wanted!r}. Give the id of one of these:", known)
    return found[0]
