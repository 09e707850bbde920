"""The upload of a loose photo."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.serving.body import Readable

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class ImportUpload:
    """Declared properties of a photo before its bytes are read.

    Attributes:
        name: The name of its file, for people; no path is made of it.
        length: How many bytes.
        sha256: Their digest, 64 hex digits.
        body: The bytes.
    """

    name: str
    length: int
    sha256: str
    body: Readable


def shown_name(name: str) -> str:
    """Return a file's name fit for display and storage: its last part, printable, of limited length."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:LONGEST_NAME] or "photo"
