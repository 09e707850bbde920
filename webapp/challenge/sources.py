"""The origin of a withheld set's pictures: a registered data set and its photos, or CSVs on the server's disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from capture.archive import Archive
from capture.storage import Storage
from dataset.chexpert import read_table
from dataset.errors import CsvError, FolderError
from dataset.export import Maker, plan_export
from dataset.export.photos import ExportPhoto
from dataset.folder import find_data_folder
from dataset.names import EXPORT_NAME
from dataset.submission.parts import Part
from webapp.challenge.withheld.preparing import WithheldPart, Write, part_of_photos, part_of_table
from webapp.datasets.dataset_registry import Datasets, LoadedDataset
from webapp.datasets.places import place_of
from webapp.errors import ApiError
from webapp.exports.selection import export_photos, select
from webapp.offload import Offload
from webapp.settings import Settings
from webapp.storage.session_store import SessionStore

OVER = ("finished", "aborted")


class Sources:
    """Reads what a challenge is made of.

    Args:
        settings: Where the data root is, and whether links are followed.
        datasets: The registered data sets.
        store: The sessions over them.
        archive: Their photos.
        maker: Makes pictures out of photos, without what cameras write about people.
        offload: How to block.
    """

    def __init__(
        self,
        settings: Settings,
        datasets: Datasets,
        store: SessionStore,
        archive: Archive,
        maker: Maker,
        offload: Offload,
    ) -> None:
        self._settings = settings
        self._datasets = datasets
        self._store = store
        self._archive = archive
        self._maker = maker
        self._offload = offload

    def parts(self, source: Mapping[str, str]) -> dict[Part, WithheldPart]:
        """Return the parts of a set.

        Raises:
            ApiError: ``dataset_unknown``, or ``dataset_in_use``.
            DatasetError: Something about it cannot be used.
        """
        if source.get("dataset"):
            return self._of_dataset(self._datasets.check_unchanged(source["dataset"]))
        parts: dict[Part, WithheldPart] = {}
        if source.get("csv"):
            parts["clean"] = self._of_csv(source["csv"], source["data_dir"])
        if source.get("photos_csv"):
            parts["photos"] = self._of_csv(source["photos_csv"], source["photos_dir"])
        return parts

    def registered(self, source: Mapping[str, str]) -> str:
        """Return the registered data set that a source is of, also where it names that one's CSV; empty for none."""
        if source.get("dataset"):
            return self._datasets.row(source["dataset"]).id
        named = {str(Path(source[key]).expanduser()) for key in ("csv", "photos_csv") if source.get(key)}
        return next((row.id for row in self._datasets.all() if row.csv in named), "")

    def require_unused(self, dataset: str) -> None:
        """Refuse a data set whose x-rays a display may be showing.

        Raises:
            ApiError: ``dataset_in_use``.
        """
        rows = self._store(lambda storage: storage.sessions.all())
        if any(row.plan.dataset == dataset and row.phase not in OVER for row in rows):
            raise ApiError(
                "dataset_in_use",
                "A session over this data set is not over yet. Finish or abort it: a display that it has would show "
                "x-rays that are to be withheld.",
            )

    def _of_csv(self, csv: str, data_dir: str) -> WithheldPart:
        root = self._settings.data_root
        table_file = self._offload(place_of, csv, root, CsvError)
        folder_place = self._offload(place_of, data_dir, root, FolderError)
        table = self._offload(read_table, table_file)
        links = self._settings.allow_links
        folder = self._offload(find_data_folder, table, folder_place, allow_links=links)
        return part_of_table(table, folder, self._offload)

    def _of_dataset(self, loaded: LoadedDataset) -> dict[Part, WithheldPart]:
        parts: dict[Part, WithheldPart] = {"clean": part_of_table(loaded.table, loaded.folder, self._offload)}
        photos = self._store(_accepted_photos, loaded.row.id, self._archive)
        if photos:
            chosen = list(self._written(loaded, photos))
            parts["photos"] = self._offload(part_of_photos, loaded.table, chosen)
        return parts

    def _written(self, loaded: LoadedDataset, photos: list[ExportPhoto]) -> Iterator[tuple[str, int, Write]]:
        for entry in plan_export(loaded.table, photos, EXPORT_NAME).entries:
            yield entry.path, entry.photo.index, partial(self._write, entry.photo)

    def _write(self, photo: ExportPhoto, target: Path) -> None:
        picture = self._maker.export_picture(photo.file, photo.sha256, photo.turn)
        target.write_bytes(picture.data)


def _accepted_photos(storage: Storage, dataset: str, archive: Archive) -> list[ExportPhoto]:
    sessions = [row.plan.session for row in storage.sessions.all() if row.plan.dataset == dataset]
    if not sessions:
        return []
    return export_photos(select(storage, sessions), archive.find)
