"""``SHA256SUMS``: the digest of every file of a data set, as ``sha256sum --check`` reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from dataset.errors import DatasetError

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def sums_text(digests: Mapping[str, str]) -> str:
    """Return the text of the file: digests by path, ordered by path."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests))


def read_sums(root: Path) -> dict[str, str]:
    """Return the digests by path that a root's file states; none if there is no file.

    Raises:
        DatasetError: Lines are not of the form; ``problems`` names each.
    """
    file = root / SUMS
    if not file.is_file():
        return {}
    found: dict[str, str] = {}
    problems = []
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found:
            problems.append(f"line {number}: {line[:120]!r}")
        else:
            found[match[2]] = match[1]
    if problems:
        raise DatasetError(
            f"{file} has {len(problems):,} lines that are no digest of a file, or of one again:", problems
        )
    return found


def visible_files(root: Path) -> Iterator[str]:
    """Yield every file below a folder, hidden ones and those in hidden folders left out; links count as files."""
    for here, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = os.path.relpath(here, root)
        prefix = "" if below == "." else f"{below}/"
        for name in sorted(names):
            if not name.startswith("."):
                yield f"{prefix}{name}"
