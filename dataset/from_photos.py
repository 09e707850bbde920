"""Recovery of labels for a bare folder of photos.

Nothing is needed but the photos and the source CSV: each file's name says which x-ray it shows.  Names are
those of this project's archive, or those of the paper's app (number, random number, path:
``123__57__CheXpert-v1.0__train__patient00001__study1__view1_frontal.jpg``).  A name counts only when the CSV agrees
with it; all others are listed, none is guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dataset.chexpert import XrayTable
from dataset.errors import ExportError, PhotoNameError
from dataset.export.photos import ExportPhoto
from dataset.photo_names import parse_photo_name

IGNORED_FOLDERS = frozenset({"pending", "rejected", "incoming"})

_PAPER_NAME = re.compile(r"(\d+)__(\d+)__(.+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class FoundPhotos:
    """The photos found in a folder.

    Attributes:
        photos: One for each set and x-ray, ready for ``plan_export``.
        unmatched: Every file that could not be put to an x-ray, with the reason.
        superseded: How many photos gave way to a higher attempt.
    """

    photos: list[ExportPhoto]
    unmatched: list[str]
    superseded: int


@dataclass(frozen=True, slots=True)
class _Conflict:
    index: int
    files: list[Path]

    def __str__(self) -> str:
        names = ", ".join(map(str, self.files))
        return f"{names}: different photos of x-ray {self.index} share the highest attempt; keep one of them"


def find_photos(table: XrayTable, folder: Path | str, set_name: str | None = None) -> FoundPhotos:
    """Match the photos in a folder to a CSV's x-rays; of several attempts the highest wins.

    Args:
        table: The x-rays.
        folder: A folder of photos, flat, or laid out as the archive (``<set>/<session>/``); what lies under
            ``pending``, ``rejected`` or ``incoming`` is left out.
        set_name: The set that all of them are; None takes the archive's folder, or a flat folder's own name.

    Raises:
        ExportError: There is no such folder, or it does not tell which set the photos are.
    """
    root = Path(folder)
    if not root.is_dir():
        raise ExportError(f"there is no folder {root}")
    unmatched: list[str] = []
    matched = []
    for file in _files(root):
        try:
            matched.append(_match(table, root, file, set_name))
        except PhotoNameError as error:
            unmatched.append(f"{file.relative_to(root)}: {error}")
    photos, conflicts = _highest(matched, root)
    kept = len(matched) - sum(len(conflict.files) for conflict in conflicts)
    unmatched += [str(conflict) for conflict in conflicts]
    return FoundPhotos(photos, unmatched, kept - len(photos))


def _files(root: Path) -> Iterator[Path]:
    for file in sorted(root.rglob("*")):
        parts = file.relative_to(root).parts
        hidden = any(part.startswith(".") for part in parts)
        if file.is_file() and not hidden and not IGNORED_FOLDERS.intersection(parts[:-1]):
            yield file


def _match(table: XrayTable, root: Path, file: Path, set_name: str | None) -> ExportPhoto:
    folders = file.relative_to(root).parts[:-1]
    index, attempt = _identity(table, file.name)
    return ExportPhoto(
        set=set_name or _set(root, folders),
        index=index,
        attempt=attempt,
        file=file,
        session=folders[-1] if folders else "",
        order=(0.0, attempt),
    )


def _identity(table: XrayTable, name: str) -> tuple[int, int]:
    """Return the x-ray's index and the attempt (0 for names of the paper's app, which has none)."""
    try:
        parsed = parse_photo_name(name)
    except PhotoNameError:
        return _paper_identity(table, name), 0
    index = table.index_of(parsed.xray_path)
    if index is None:
        raise PhotoNameError(f"{table.csv.name} has no x-ray {parsed.xray_path!r}")
    if index != parsed.index:
        raise PhotoNameError(
            f"it says x-ray {parsed.index}, but {parsed.xray_path!r} is x-ray {index} of {table.csv.name}"
        )
    return index, parsed.attempt


def _paper_identity(table: XrayTable, name: str) -> int:
    match = _PAPER_NAME.fullmatch(name)
    if match is None:
        raise PhotoNameError("this is not a photo's file name")
    path = match[3].replace("__", "/")
    index = table.index_of(path)
    if index is None:
        raise PhotoNameError(f"{table.csv.name} has no x-ray {path!r}")
    # The app's operator typed the first number in, from 0 or from 1: it is a check, not an identity.
    if int(match[1]) not in (index, index - 1):
        raise PhotoNameError(f"its number is {match[1]}, but {path!r} is x-ray {index} of {table.csv.name}")
    return index


def _set(root: Path, folders: tuple[str, ...]) -> str:
    if not folders:
        return root.resolve().name
    if len(folders) == 2:
        return folders[0]
    raise ExportError(
        f"{root} is neither a flat folder of photos nor laid out as <set>/<session>/; say which set they are"
    )


def _highest(photos: Iterable[ExportPhoto], root: Path) -> tuple[list[ExportPhoto], list[_Conflict]]:
    groups: dict[tuple[str, int], list[ExportPhoto]] = {}
    for photo in photos:
        groups.setdefault((photo.set, photo.index), []).append(photo)
    best, conflicts = [], []
    for key in sorted(groups):
        attempt = max(photo.attempt for photo in groups[key])
        top = [photo for photo in groups[key] if photo.attempt == attempt]
        if _all_equal(top):
            best.append(top[0])
        else:
            conflicts.append(_Conflict(key[1], [photo.file.relative_to(root) for photo in groups[key]]))
    return best, conflicts


def _all_equal(photos: list[ExportPhoto]) -> bool:
    first = photos[0].file.read_bytes() if len(photos) > 1 else b""
    return all(photo.file.read_bytes() == first for photo in photos[1:])
