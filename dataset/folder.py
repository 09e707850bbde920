"""Lookup of a CSV's x-rays on disk.

CheXpert's paths begin with the data set's own folder (``CheXpert-v1.0/train/...``), so the data folder is
the one that *contains* ``CheXpert-v1.0``.  People as often give ``CheXpert-v1.0`` itself, or a renamed copy
of it, or the folder that holds the batches CheXpert is downloaded in: all are understood, and ``DataFolder.how`` says
which was found.  No path is followed through a
symbolic link unless the operator allows it, since a link leads wherever it likes.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path, PurePosixPath

from dataset.batches import is_batch, patients_in_batches
from dataset.chexpert import XrayTable
from dataset.errors import FolderError
from dataset.xray_paths import path_problem


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder that contains a CSV's x-rays.

    Attributes:
        root: The folder that was given, absolute: workers may have been started elsewhere.
        inside: The paths' first part is left out, since ``root`` is that folder.
        allow_links: Symbolic links below ``root`` are followed.
        batches: Where the patients lie, as `patients_in_batches` found them; empty where there are no batches.
    """

    root: Path
    inside: bool = False
    allow_links: bool = False
    batches: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def how(self) -> str:
        """One sentence on how paths are looked up."""
        if self.batches:
            return f"{self.root} contains the data set in batches: each patient is looked up in its own"
        if self.inside:
            return f"{self.root} is the data set's own folder: the first part of each path is left out"
        return f"{self.root} contains the data set's folder: paths are looked up as they are"

    def file(self, path: str) -> Path:
        """Return the file of the x-ray with a CSV's path; it need not exist.

        Raises:
            FolderError: The path is unfit as a text, or leads through a symbolic link.
        """
        problem = path_problem(path)
        if problem is not None:
            raise FolderError(problem)
        file = self.root
        for part in self._below(PurePosixPath(path).parts):
            file = _spelled_as_on_disk(file, part)
            if not self.allow_links and file.is_symlink():
                raise FolderError(
                    f"{path!r} leads through a symbolic link ({file}), which may leave the data folder; "
                    "allow links if that is meant"
                )
        return file

    def _below(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        patient = self.batches.get("/".join(parts[:3]))
        if patient is not None:
            return patient + parts[3:]
        return parts[1:] if self.inside else parts


def find_data_folder(
    table: XrayTable, data_dir: Path | str | None = None, *, allow_links: bool = False
) -> DataFolder:
    """Detect how a table's paths are laid out in a folder.

    Args:
        table: The x-rays.
        data_dir: The folder that contains the data set's folder or its batches, or that folder itself, or one of
            the batches; None tries the folder the CSV lies in, and the one above.
        allow_links: Follow symbolic links below it.

    Raises:
        FolderError: It is no folder, or none of the x-rays lies in it either way.
    """
    csv = table.csv.absolute()
    given = [csv.parent, csv.parent.parent] if data_dir is None else [Path(data_dir).absolute()]
    for root in given:
        if not root.is_dir():
            raise FolderError(f"there is no folder {root}")
        for folder in _readings(root, allow_links=allow_links):
            if _holds_some(folder, table):
                return folder
    where = " nor in ".join(str(root) for root in given)
    raise FolderError(
        f"none of the x-rays of {table.csv.name} is in {where}; the first would be {table.path(1)!r}. "
        "Give the folder that contains the first part of that path, or all batches of a download"
    )


def _readings(root: Path, *, allow_links: bool) -> Iterator[DataFolder]:
    """Yield every possible layout of a data set in a folder, the simplest first."""
    if is_batch(root):
        root = root.parent
    yield DataFolder(root, False, allow_links)
    yield DataFolder(root, True, allow_links)
    if batches := patients_in_batches(root):
        yield DataFolder(root, False, allow_links, batches)


def _holds_some(folder: DataFolder, table: XrayTable) -> bool:
    """Return whether any x-ray exists, however many before it are missing; look up a missing folder once."""
    if folder.batches:
        return any(path.rpartition("/study")[0] in folder.batches for path in table.paths)
    there = {"": True}
    for path in table.paths:
        relative = path.partition("/")[2] if folder.inside else path
        parent = relative.rpartition("/")[0]
        if not relative.isascii() and _spelled(folder.root, relative).is_file():
            return True
        if relative and _is_folder(folder.root, parent, there) and (folder.root / relative).is_file():
            return True
    return False


def _spelled(root: Path, relative: str) -> Path:
    return reduce(_spelled_as_on_disk, relative.split("/"), root)


def _spelled_as_on_disk(folder: Path, part: str) -> Path:
    """Return a file in a folder whose name may be in another Unicode normal form on disk."""
    file = folder / part
    if part.isascii() or file.exists():
        return file
    others = (folder / unicodedata.normalize(form, part) for form in ("NFC", "NFD"))
    return next((other for other in others if other.exists()), file)


def _is_folder(root: Path, relative: str, there: dict[str, bool]) -> bool:
    if relative not in there:
        parent = relative.rpartition("/")[0]
        there[relative] = _is_folder(root, parent, there) and (root / relative).is_dir()
    return there[relative]
