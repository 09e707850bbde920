"""The registered data sets, each a CSV pinned by its SHA-256 and the folder of its x-rays.

A CSV that changed is refused, not renumbered: its rows may have moved, and photos would be filed under the wrong
x-rays.  Reading one takes a second for all of CheXpert, so that tables stay in memory once read.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from capture.storage import DatasetRow
from dataset.chexpert import XrayTable, read_table
from dataset.errors import CsvChangedError, DatasetError
from dataset.files import sha256_of_file
from dataset.folder import DataFolder, find_data_folder
from dataset.layout import split_of
from webapp.auth.tokens import new_id
from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.runtime.clock import Clock
from webapp.shapes.dataset import DatasetView
from webapp.storage.session_store import SessionStore


@dataclass(frozen=True, slots=True)
class LoadedDataset:
    """A data set whose CSV has been read and is unchanged since it was registered."""

    row: DatasetRow
    table: XrayTable
    folder: DataFolder

    def file(self, index: int) -> Path:
        """Return the image file of x-ray ``index``.

        Raises:
            DatasetError: No such index, or its path leads through a symbolic link.
        """
        return self.folder.file(self.table.path(index))

    def same_patient(self, index: int, known: Sequence[int] = ()) -> list[int]:
        """Return other x-rays of the patient of x-ray ``index`` except ``known``, nearest in the CSV first."""
        mine = self.table.of_patient(index)
        return sorted(set(mine) - {index, *known}, key=lambda other: (abs(other - index), other))


class Datasets:
    """Registers data sets and reads them when they are needed.

    Attributes:
        preparing: The names of data sets that are being made and will be registered.
        withheld: The ids of data sets that are withheld: no session may show their x-rays.
    """

    def __init__(self, store: SessionStore, offload: Offload, clock: Clock, *, allow_links: bool) -> None:
        self._store = store
        self._offload = offload
        self._clock = clock
        self._allow_links = allow_links
        self.preparing: list[str] = []
        self.withheld: set[str] = set()
        self._loaded: dict[str, LoadedDataset] = {}
        self._loading = threading.Lock()
        self.sha256_of_files = CsvDigests()

    def register(self, name: str, csv: Path, data_dir: Path | None) -> DatasetRow:
        """Read a CSV, locate its x-rays, and store both; idempotent for the same CSV and folder.

        Raises:
            DatasetError: The CSV or the folder cannot be used.
        """
        table = self._offload(read_table, csv)
        folder = self._offload(find_data_folder, table, data_dir, allow_links=self._allow_links)
        for row in self.all():
            if (row.csv, row.data_dir, row.sha256) == (str(csv), str(folder.root), table.sha256):
                return row
        row = _row(name, table, folder, self._clock.now())
        self._store(lambda storage: storage.datasets.add(row))
        self._loaded[row.id] = LoadedDataset(row, table, folder)
        return row

    def all(self) -> list[DatasetRow]:
        """Return every registered data set, oldest first."""
        return self._store(lambda storage: storage.datasets.all())

    def row(self, dataset: str) -> DatasetRow:
        """Return one data set's row.

        Raises:
            ApiError: ``dataset_unknown``.
        """
        row = self._store(lambda storage: storage.datasets.get(dataset))
        if row is None:
            raise ApiError("dataset_unknown", "There is no such data set. Register its CSV first.")
        return row

    def get(self, dataset: str) -> LoadedDataset:
        """Return a data set, read from its CSV unless it is in memory.

        Raises:
            ApiError: ``dataset_unknown``.
            DatasetError: The CSV has changed or is gone, or its folder is.
        """
        if loaded := self._loaded.get(dataset):
            return loaded
        row = self.row(dataset)
        with self._loading:
            if dataset not in self._loaded:
                self._loaded[dataset] = self._offload(_load, row, self._allow_links)
            return self._loaded[dataset]

    def check_unchanged(self, dataset: str) -> LoadedDataset:
        """Return a data set after verifying that its CSV is unchanged.

        Raises:
            CsvChangedError: It is not.
            DatasetError: It cannot be read.
        """
        loaded = self.get(dataset)
        found = self._offload(self.sha256_of_files.of, Path(loaded.row.csv))
        if not found:
            raise CsvChangedError(
                f"The CSV {loaded.row.csv} is gone or cannot be read. Nothing was changed. Put it back."
            )
        if found != loaded.row.sha256:
            raise CsvChangedError(
                "The CSV is not the one this data set was registered with. Nothing was changed. "
                "Put the old file back or register the new one as another data set."
            )
        return loaded

    def refuse_withheld(self, dataset: str) -> None:
        """Refuse a session over a withheld data set: displays and phones would show its x-rays.

        Raises:
            ApiError: ``dataset_withheld``.
        """
        if dataset in self.withheld:
            raise ApiError(
                "dataset_withheld",
                "This data set is withheld for a challenge, so that no display may show its x-rays. "
                "Close the challenge first.",
            )

    def if_unchanged(self, dataset: str) -> LoadedDataset | None:
        """Return a data set, None where its CSV has changed or gone."""
        try:
            return self.get(dataset)
        except (ApiError, DatasetError):
            return None

    def has_changed(self, row: DatasetRow) -> bool:
        """Return whether a data set's CSV has changed or gone since it was registered."""
        return self._offload(self.sha256_of_files.of, Path(row.csv)) != row.sha256


class CsvDigests:
    """SHA-256 of CSVs, recomputed only when a file's time, size or inode changed."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, int, int], str]] = {}

    def of(self, csv: Path) -> str:
        """Return the digest of a file, empty where it cannot be read."""
        try:
            state = csv.stat()
            stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
            if csv not in self._known or self._known[csv][0] != stamp:
                self._known[csv] = (stamp, sha256_of_file(csv))
        except OSError:
            return ""
        return self._known[csv][1]


def dataset_json(row: DatasetRow, *, changed: bool) -> DatasetView:
    """Return a data set as the API gives it."""
    return {
        "id": row.id,
        "name": row.name,
        "csv": row.csv,
        "data_dir": row.data_dir,
        "sha256": row.sha256,
        "xrays": row.xrays,
        "splits": dict(row.splits),
        "columns": list(row.columns),
        "changed": changed,
    }


def _load(row: DatasetRow, allow_links: bool) -> LoadedDataset:
    table = read_table(row.csv, sha256=row.sha256)
    return LoadedDataset(row, table, find_data_folder(table, row.data_dir, allow_links=allow_links))


def _row(name: str, table: XrayTable, folder: DataFolder, at: float) -> DatasetRow:
    splits = Counter(split_of(table.layout_path(index)) for index in table.subset(1, len(table)))
    return DatasetRow(
        id=new_id(),
        name=name,
        csv=str(table.csv),
        data_dir=str(folder.root),
        sha256=table.sha256,
        xrays=len(table),
        splits=dict(splits),
        columns=table.columns,
        created_at=at,
    )
