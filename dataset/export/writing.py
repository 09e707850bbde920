"""Writing of an export: into a folder, or as a zip stream while it is being sent.

Both take the files of an export one after another from one generator, so that neither ever holds more than a
photo.  A folder appears under its name only when it is whole; a zip that cannot be finished breaks off, so that nobody
takes a part for the whole.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from dataset.errors import ExportError
from dataset.export.additions_layout import mask_path
from dataset.export.boxes import BoxTable
from dataset.export.frames import Size
from dataset.export.manifest import Manifest
from dataset.export.masks import photo_mask
from dataset.export.photo_file import ExportedPicture, export_picture
from dataset.export.plan import ExportEntry, ExportPlan, table_text
from dataset.export.rectify import RectifiedPicture, rectify_photo
from dataset.export.turning import turned_homography
from dataset.export.zipping import zip_chunks
from dataset.system.opening import sync_folder


class Maker(Protocol):
    """An interface that makes pictures; raises `ExportError` for a missing, damaged or altered photo."""

    def export_picture(self, file: Path, sha256: str | None, turn: int, /) -> ExportedPicture:
        """See `dataset.export.photo_file`."""

    def rectify_photo(
        self, file: Path, sha256: str | None, homography: Sequence[float], xray: Size, size: Size, /
    ) -> RectifiedPicture:
        """See `dataset.export.rectify`."""

    def photo_mask(self, mask: Path, homography: Sequence[float], photo: Size, /) -> bytes:
        """See `dataset.export.masks`."""


class LocalMaker:
    """A maker of pictures in this process."""

    export_picture = staticmethod(export_picture)
    rectify_photo = staticmethod(rectify_photo)
    photo_mask = staticmethod(photo_mask)


def export_files(plan: ExportPlan, maker: Maker | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield every file of an export as (path, bytes): photos with additions, CSVs, manifest.

    Args:
        plan: The export.
        maker: Makes the pictures; servers and commands pass one that asks worker processes.

    Raises:
        ExportError: A photo cannot be exported.
    """
    maker = maker or LocalMaker()
    manifest, boxes = Manifest(plan), BoxTable(plan.box_columns or ())
    for entry in plan.entries:
        picture = maker.export_picture(entry.photo.file, entry.photo.sha256, entry.photo.turn)
        manifest.add(entry, picture)
        yield entry.path, picture.data
        yield from _beside(entry, picture, maker, manifest, boxes)
    for path, text in plan.tables.items():
        yield path, text.encode()
    if plan.box_columns is not None:
        yield f"{plan.name}/boxes.csv", table_text(boxes.columns, boxes.rows).encode()
    yield manifest.path, manifest.text().encode()


def write_folder(
    plan: ExportPlan,
    folder: Path | str,
    on_file: Callable[[], object] = lambda: None,
    maker: Maker | None = None,
) -> Path:
    """Write an export as ``<folder>/<name>``.

    Args:
        plan: The export.
        folder: The folder that will contain it; made where it does not exist.
        on_file: Called after each file, for a progress bar.
        maker: Makes the pictures, as for `export_files`.

    Returns:
        ``<folder>/<name>``.

    Raises:
        ExportError: Something is there already, or photos cannot be exported (``problems`` lists every one);
            nothing is left behind.
    """
    target = Path(folder) / plan.name
    if not _is_free(target):
        raise ExportError(
            f"{target} is not empty; nothing was written. Choose another name or folder, or move it away"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{plan.name}-") as working:
        _write_all(plan, Path(working), on_file, _Noting(maker or LocalMaker()))
        (Path(working) / plan.name).rename(target)
    sync_folder(target.parent)
    return target


def stream_zip(plan: ExportPlan, maker: Maker | None = None) -> Iterator[bytes]:
    """Yield the bytes of an export's zip, in chunks; the same export gives the same bytes.

    Raises:
        ExportError: A photo cannot be exported; what was sent so far is then no valid zip.
    """
    return zip_chunks(export_files(plan, maker))


def _beside(
    entry: ExportEntry, picture: ExportedPicture, maker: Maker, manifest: Manifest, boxes: BoxTable
) -> Iterator[tuple[str, bytes]]:
    added, photo = entry.added, entry.photo
    if added is None:
        return
    size = (picture.width, picture.height)
    there = turned_homography(added.homography, photo.turn, size)
    for box in added.boxes:
        boxes.add(entry.path, entry.xray_path, box, there, size)
    if added.mask is not None:
        yield mask_path(entry.path), maker.photo_mask(added.mask, there, size)
    if added.rectified:
        rectified = maker.rectify_photo(
            photo.file, photo.sha256, added.homography, added.xray_size, added.rectified_size
        )
        manifest.add_rectified(entry, added, rectified)
        yield added.rectified, rectified.data


def _is_free(target: Path) -> bool:
    if target.is_symlink() or not target.exists():
        return not target.is_symlink()
    return target.is_dir() and not any(target.iterdir())


class _Noting:
    """A maker that collects failures, so that all of them are reported at once."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self.problems: list[str] = []

    def export_picture(self, file: Path, sha256: str | None, turn: int) -> ExportedPicture:
        try:
            return self._maker.export_picture(file, sha256, turn)
        except ExportError as error:
            self.problems.append(str(error))
            return ExportedPicture(b"", 1, 1, "copied", "")

    def rectify_photo(self, file: Path, sha256: str | None, *where: Any) -> RectifiedPicture:
        try:
            return self._maker.rectify_photo(file, sha256, *where)
        except ExportError as error:
            if str(error) not in self.problems:
                self.problems.append(str(error))
            return RectifiedPicture(b"", 0.0, "")

    def photo_mask(self, mask: Path, homography: Sequence[float], photo: Size) -> bytes:
        # One is missing of each photo of its x-ray; a mask that cannot be read says so at once.
        return self._maker.photo_mask(mask, homography, photo)


def _write_all(plan: ExportPlan, working: Path, on_file: Callable[[], object], maker: _Noting) -> None:
    for path, data in export_files(plan, maker):
        file = working / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        on_file()
    if maker.problems:
        raise ExportError(
            f"{len(maker.problems)} photos cannot be exported; nothing was written:", maker.problems
        )
