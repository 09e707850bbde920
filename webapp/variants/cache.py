"""The cache of variants: a picture and, beside it, its metadata.

The cache is bounded; what was not asked for longest goes first.  Deleting the folder costs time and nothing else.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from dataset.files import write_atomically
from webapp.variants.shapes import Account

SHARE_KEPT = 0.8


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant on disk.

    Attributes:
        name: What decides its bytes, as one digest (`VariantOrder.name`).
        picture: The file with its bytes.
        account: Parameters, homography, sizes: JSON values.
    """

    name: str
    picture: Path
    account: Account


class VariantCache:
    """The folder of variants.  Every method blocks.

    Args:
        folder: Where they lie.
        max_bytes: How much they may take together.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._bytes = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())

    def place(self, name: str) -> Path:
        """Return the path of a variant's picture; its folder exists."""
        place = self._folder / name[:2] / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def find(self, name: str) -> Variant | None:
        """Return the variant, if it is cached."""
        picture = self.place(name)
        try:
            account = json.loads(_account_of(picture).read_bytes())
            os.utime(picture)
        except (FileNotFoundError, ValueError):
            return None
        return Variant(name, picture, account)

    def keep(self, name: str, unfinished: Path, account: Account) -> Variant:
        """Store a picture that a worker wrote to ``unfinished``; its metadata comes last and makes it valid."""
        picture = self.place(name)
        self._bytes += unfinished.stat().st_size
        unfinished.replace(picture)
        write_atomically(_account_of(picture), json.dumps(account, separators=(",", ":")))
        if self._bytes > self._max_bytes:
            self._make_room(picture)
        return Variant(name, picture, account)

    def _make_room(self, newest: Path) -> None:
        pictures = sorted(
            (file for file in self._folder.rglob("*") if file.is_file() and not file.suffix),
            key=lambda file: file.stat().st_mtime,
        )
        self._bytes = sum(file.stat().st_size for file in pictures)
        for picture in pictures:
            if self._bytes <= self._max_bytes * SHARE_KEPT:
                break
            if picture != newest:
                self._bytes -= picture.stat().st_size
                _account_of(picture).unlink(missing_ok=True)
                picture.unlink(missing_ok=True)


def _account_of(picture: Path) -> Path:
    return picture.with_name(picture.name + ".json")
