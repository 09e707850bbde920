"""``release.json``: what a release is called, under which licence it is given, and what it was put together from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dataset.errors import DatasetError
from dataset.json_values import JsonObject

RECORD = "release.json"
FORMAT = 1
NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Statement:
    """Statements of the operator about a release; None leaves one as it was before.

    Attributes:
        title: Its title.
        version: Of the data set.
        licence: The name of its licence, or its text.
        creators: Who made it.
        description: What it is, in a sentence or more.
    """

    title: str | None = None
    version: str | None = None
    licence: str | None = None
    creators: tuple[str, ...] | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """Additions of one run.

    Attributes:
        source: The folder's name, or the sessions.
        pictures: How many pictures it offered.
        csv_sha256: Of the CSV that its labels are from; empty if unknown.
        transforms_version: Of the transforms that made its images; empty for photos.
    """

    source: str
    pictures: int
    csv_sha256: str = ""
    transforms_version: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """The record of a release."""

    title: str
    version: str = "1.0.0"
    licence: str = NOT_STATED
    creators: tuple[str, ...] = ()
    description: str = ""
    test_labels: bool = False
    released: str = ""
    code_version: str = ""
    transforms_version: str = ""
    additions: tuple[Addition, ...] = field(default=())

    @property
    def licence_line(self) -> str:
        """Its licence in one line, where it is a text."""
        first, _, rest = self.licence.strip().partition("\n")
        return first + (" ..." if rest else "")

    def stating(self, said: Statement) -> ReleaseRecord:
        """Return the record with what the operator states."""
        given = {name: value for name, value in asdict(said).items() if value is not None}
        return replace(self, **given)

    def adding(self, additions: tuple[Addition, ...], on: str) -> ReleaseRecord:
        """Return the record with what a run on a date adds; what was added before counts once."""
        import transforms  # it imports Pillow, which a server's web process must not know

        return replace(
            self,
            additions=tuple(dict.fromkeys((*self.additions, *additions))),
            released=on,
            code_version=version("chexphoto-lab"),
            transforms_version=transforms.version(),
        )

    def text(self) -> str:
        """Return the file's text."""
        values: JsonObject = {"format": FORMAT, **asdict(self)}
        return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def read_record(root: Path) -> ReleaseRecord | None:
    """Read the record of a root, None if it has none.

    Raises:
        DatasetError: It is damaged, or of a newer version of this program.
    """
    file = root / RECORD
    try:
        values: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        form = values["format"]
        additions = tuple(Addition(**addition) for addition in values["additions"])
        plain = {name: value for name, value in values.items() if name != "format"}
        found = ReleaseRecord(**{**plain, "additions": additions, "creators": tuple(values["creators"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise DatasetError(
            f"{file} is damaged, or was written by a newer version of this program. Put the file back"
        ) from None
    if form != FORMAT:
        raise DatasetError(f"{file} was written by a newer version of this program")
    return found
