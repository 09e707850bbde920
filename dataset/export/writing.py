"""Write an export: into a folder, or as the bytes of a zip while it is being sent.

Both take the files of an export one after another from one generator, so that neither ever holds more than a
photo.  A folder appears under its name only when it is whole; a zip that cannot be finished breaks off, so that nobody
takes a part for the whole.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from dataset.errors import ExportError
from dataset.export.manifest import Manifest
from dataset.export.picture import ExportedPicture, export_picture
from dataset.export.plan import ExportPlan
from dataset.export.zipping import zip_chunks

MakePicture = Callable[[Path, str | None], ExportedPicture]


def export_files(plan: ExportPlan, make: MakePicture = export_picture) -> Iterator[tuple[str, bytes]]:
    """Every file of an export as (path, bytes): photos, label CSVs, manifest.

    Args:
        plan: The export.
        make: Makes the exported picture of a photo; a server passes one that asks its workers.

    Raises:
        ExportError: A photo cannot be exported.
    """
    manifest = Manifest(plan)
    for entry in plan.entries:
        picture = make(entry.photo.file, entry.photo.sha256)
        manifest.add(entry, picture)
        yield entry.path, picture.data
    for path, text in plan.tables.items():
        yield path, text.encode()
    yield manifest.path, manifest.text().encode()


def write_folder(plan: ExportPlan, folder: Path | str, on_file: Callable[[], object] = lambda: None) -> Path:
    """Write an export as ``<folder>/<name>``.

    Args:
        plan: The export.
        folder: The folder that will contain it; made where it does not exist.
        on_file: Called after each file, for a progress bar.

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
        _write_all(plan, Path(working), on_file)
        (Path(working) / plan.name).rename(target)
    _sync(target.parent)
    return target


def stream_zip(plan: ExportPlan, make: MakePicture = export_picture) -> Iterator[bytes]:
    """The bytes of an export's zip, in chunks; the same export gives the same bytes.

    Raises:
        ExportError: A photo cannot be exported; what was sent so far is then no valid zip.
    """
    return zip_chunks(export_files(plan, make))


def _is_free(target: Path) -> bool:
    if target.is_symlink() or not target.exists():
        return not target.is_symlink()
    return target.is_dir() and not any(target.iterdir())


def _write_all(plan: ExportPlan, working: Path, on_file: Callable[[], object]) -> None:
    problems: list[str] = []

    def noted(file: Path, sha256: str | None) -> ExportedPicture:
        try:
            return export_picture(file, sha256)
        except ExportError as error:
            problems.append(str(error))
            return ExportedPicture(b"", 0, 0, "copied", "")

    for path, data in export_files(plan, noted):
        file = working / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        on_file()
    if problems:
        raise ExportError(f"{len(problems)} photos cannot be exported; nothing was written:", problems)


def _sync(folder: Path) -> None:
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
