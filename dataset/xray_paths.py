"""Validation of the texts in a CSV's ``Path`` column.

A path from a CSV is joined to a folder on the operator's disk, becomes part of photos' names and of an
export's folders.  So it is judged as a text first, before any disk is touched: relative, forward slashes,
no way up, nothing a terminal or a file system would trip over.
"""

import re
from collections.abc import Iterator, Sequence

from dataset.errors import PhotoNameError
from dataset.photo_names import MAX_NAME_BYTES, check_nameable

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DRIVE = re.compile(r"[A-Za-z]:")
# A character takes at most 12 bytes in a photo's name (four UTF-8 bytes, three characters each), one of ASCII three.
_SURELY_NAMEABLE_LENGTH = (MAX_NAME_BYTES - 30) // 12
_SURELY_NAMEABLE_ASCII = (MAX_NAME_BYTES - 30) // 3


def path_problem(path: str) -> str | None:
    """Return what is wrong with one path as a text, or None."""
    if not path.strip():
        return "has no path"
    shown = repr(path)
    if _CONTROL.search(path):
        return f"the path {shown} holds a control character"
    if "\\" in path:
        return f"the path {shown} holds a backslash; write folders with '/'"
    if path.startswith("/") or _DRIVE.match(path):
        return f"the path {shown} is absolute; paths are relative to the data folder"
    parts = path.split("/")
    if ".." in parts:
        return f"the path {shown} leaves the data folder ('..')"
    if "" in parts or "." in parts:
        return f"the path {shown} has an empty or '.' part"
    return None


def path_problems(paths: Sequence[str]) -> Iterator[str]:
    """Return every problem of a column of paths, duplicates included, each naming its index (1..N)."""
    first_use: dict[str, int] = {}
    for index, path in enumerate(paths, start=1):
        problem = path_problem(path) or _name_problem(index, path)
        if problem is not None:
            yield f"x-ray {index}: {problem}"
            continue
        earlier = first_use.setdefault(path, index)
        if earlier != index:
            yield f"x-ray {index}: the path {path!r} is already that of x-ray {earlier}"


def _name_problem(index: int, path: str) -> str | None:
    if len(path) <= (_SURELY_NAMEABLE_ASCII if path.isascii() else _SURELY_NAMEABLE_LENGTH):
        return None
    try:
        check_nameable(index, path)
    except PhotoNameError as error:
        return str(error)
    return None
