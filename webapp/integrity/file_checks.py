"""Comparison of the files under a data root with the rows that stand for them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dataset.files import sha256_of_file
from webapp.integrity.findings import Code, RootFinding
from webapp.integrity.stored_files import StoredFile, files_under

READERS = 4
"""Files read at once: digests are computed outside Python's lock, and a disk waits less."""
FOLDERS = ("photos", "loose")
RECENT_S = 120.0
"""While a server runs, a file that changed so recently may be on its way to its row."""


def check_contents(
    root: Path, files: Iterable[StoredFile], tell: Callable[[int], None]
) -> Iterator[RootFinding]:
    """Yield the files whose bytes are not those of their row; missing ones are left to `check_places`.

    Args:
        root: The data root.
        files: What to look at.
        tell: Called with the bytes of each file that was looked at.
    """
    pool = ThreadPoolExecutor(READERS)
    try:
        for file, finding in pool.map(lambda file: (file, _check_content(root, file)), files):
            tell(file.size)
            if finding is not None:
                yield finding
    finally:
        pool.shutdown(cancel_futures=True)  # whoever stops the check does not wait for the rest of it


def check_sizes(
    root: Path, files: Iterable[StoredFile], tell: Callable[[int], None]
) -> Iterator[RootFinding]:
    """Yield the files whose size is not that of their row; arguments as in `check_contents`."""
    for file in files:
        place = file.find(root)
        tell(file.size)
        if place is not None and (finding := _check_size(root, file, place)) is not None:
            yield finding


def check_places(root: Path, files: Iterable[StoredFile], *, server: bool) -> Iterator[RootFinding]:
    """Yield the files that are nowhere, in another folder than their row says, or in two.

    A running ``server`` is just moving some of them: only what is nowhere counts then.
    """
    for file in files:
        place = file.find(root)
        if place is None:
            yield RootFinding("missing", str(file.path), f"there is no such file ({file.what})")
        elif server:
            continue
        elif not (root / file.path).is_file():
            yield RootFinding("misplaced", str(place), f"it belongs to {file.path.parent} ({file.what})")
        else:
            others = [other for other in file.others if (root / other).is_file()]
            yield from (RootFinding("doubled", str(o), f"it is also in {file.path.parent}") for o in others)


def find_strays(root: Path, known: Mapping[Path, StoredFile], *, server: bool) -> Iterator[RootFinding]:
    """Yield the files of photos that no row stands for; ``known`` by every path that they may have."""
    for folder in FOLDERS:
        for path in files_under(root, folder):
            if path not in known and not (server and _is_recent(root / path)):
                yield RootFinding("stray", str(path), "no row of the database stands for this file")
    for path in files_under(root, "set-aside"):
        yield RootFinding("set_aside", str(path), "a photo that was never acknowledged")
    if not server:
        for path in files_under(root, "incoming"):
            yield RootFinding("unfinished", str(path), "an upload that did not end")


def _check_content(root: Path, file: StoredFile) -> RootFinding | None:
    place = file.find(root)
    if place is None:
        return None
    try:
        if (finding := _check_size(root, file, place)) is not None:
            return finding
        if sha256_of_file(root / place) == file.sha256:
            return None
    except FileNotFoundError:  # moved by a verdict meanwhile
        return _check_content(root, file)
    except OSError as error:
        return RootFinding("unreadable", str(place), f"{error.strerror} ({file.what})")
    return RootFinding("changed", str(place), f"its bytes are not those that were stored ({file.what})")


def _check_size(root: Path, file: StoredFile, place: Path) -> RootFinding | None:
    try:
        size = (root / place).stat().st_size
    except FileNotFoundError:
        return None
    if size == file.size:
        return None
    code: Code = "truncated" if size < file.size else "changed"
    return RootFinding(code, str(place), f"it has {size:,} bytes instead of {file.size:,} ({file.what})")


def _is_recent(path: Path) -> bool:
    try:
        return path.lstat().st_ctime > time.time() - RECENT_S
    except FileNotFoundError:
        return True
