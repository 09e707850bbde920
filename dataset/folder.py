"""Find the x-rays of a CSV on disk.

CheXpert's paths begin with the data set's own folder (``CheXpert-v1.0/train/...``), so the data folder is
the one that *contains* ``CheXpert-v1.0``.  People as often give ``CheXpert-v1.0`` itself, or a renamed copy
of it: both are understood, and ``DataFolder.how`` says which was found.  No path is followed through a
symbolic link unless the operator allows it, since a link leads wherever it likes.
"""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dataset.chexpert import XrayTable
from dataset.errors import FolderError
from dataset.xray_paths import path_problem


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder in which a CSV's x-rays lie.

    Attributes:
        root: The folder that was given.
        inside: The paths' first part is left out, since ``root`` is that folder.
        allow_links: Symbolic links below ``root`` are followed.
    """

    root: Path
    inside: bool = False
    allow_links: bool = False

    @property
    def how(self) -> str:
        """One sentence on how paths are looked up."""
        if self.inside:
            return f"{self.root} is the data set's own folder: the first part of each path is left out"
        return f"{self.root} contains the data set's folder: paths are looked up as they are"

    def file(self, path: str) -> Path:
        """Where the x-ray with a CSV's path lies; the file itself need not exist.

        Raises:
            FolderError: The path is unfit as a text, or leads through a symbolic link.
        """
        problem = path_problem(path)
        if problem is not None:
            raise FolderError(problem)
        parts = PurePosixPath(path).parts
        file = self.root
        for part in parts[1:] if self.inside else parts:
            file = file / part
            if not self.allow_links and file.is_symlink():
                raise FolderError(
                    f"{path!r} leads through a symbolic link ({file}), which may leave the data folder; "
                    "allow links if that is meant"
                )
        return file


def find_data_folder(
    table: XrayTable, data_dir: Path | str | None = None, *, allow_links: bool = False
) -> DataFolder:
    """Work out how a table's paths lie in a folder.

    Args:
        table: The x-rays.
        data_dir: The folder that contains the data set's folder, or that folder itself; None tries the
            folder the CSV lies in, and the one above.
        allow_links: Follow symbolic links below it.

    Raises:
        FolderError: It is no folder, or none of the x-rays lies in it either way.
    """
    given = [table.csv.parent, table.csv.absolute().parent.parent] if data_dir is None else [Path(data_dir)]
    for root in given:
        if not root.is_dir():
            raise FolderError(f"there is no folder {root}")
        for inside in (False, True):
            folder = DataFolder(root, inside, allow_links)
            if _holds_some(folder, table):
                return folder
    where = " nor in ".join(str(root) for root in given)
    raise FolderError(
        f"none of the x-rays of {table.csv.name} is in {where}; the first would be {table.path(1)!r}. "
        "Give the folder that contains the first part of that path"
    )


def _holds_some(folder: DataFolder, table: XrayTable) -> bool:
    """Tell whether any x-ray is there, however many before it are not; a folder that is missing is asked for once."""
    there = {"": True}
    for path in table.paths:
        relative = path.partition("/")[2] if folder.inside else path
        parent = relative.rpartition("/")[0]
        if relative and _is_folder(folder.root, parent, there) and (folder.root / relative).is_file():
            return True
    return False


def _is_folder(root: Path, relative: str, there: dict[str, bool]) -> bool:
    if relative not in there:
        parent = relative.rpartition("/")[0]
        there[relative] = _is_folder(root, parent, there) and (root / relative).is_dir()
    return there[relative]
