"""The record of a run's finished images, by which a run that was stopped or killed resumes.

A file of JSON lines in the data set's folder: the first describes the run, every other is an image that is there.
It is only ever appended to; a last line that a kill cut short is dropped, and the image is made again.  While a run
lasts the file is locked: two at once would each make what the other makes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from dataset.batch.work import Made
from dataset.errors import BatchError
from dataset.json_values import JsonObject
from dataset.system.locks import try_lock

FILE = ".synthesis.jsonl"
MADE_BY = frozenset({"version", "reading"})
"""Keys of a run's description that name the program: a finished folder of an older one is still complete."""

LOCK_WAIT_S = 10.0
"""The wait for a run that is ending, such as one whose server was killed a moment ago."""


class Checkpoint:
    """The record of one data set's folder.

    Attributes:
        done: Every image that was made, by its path below the output folder.
        version: Of the transforms that made them.

    Args:
        folder: The data set's folder; made if need be.
        description: Of the run; an older one in the folder must equal it, except for the program that made it.

    Raises:
        BatchError: Other things lie in the folder, a run with other values, or another run is writing there.
    """

    def __init__(self, folder: Path, description: JsonObject) -> None:
        self._path = folder / FILE
        folder.mkdir(parents=True, exist_ok=True)
        if not self._path.exists():
            _require_empty(folder)
        self._file: BinaryIO = self._path.open("ab")
        try:
            _lock(self._file, folder)
            lines = self._whole_lines()
            if not lines:
                _require_empty(folder)
                lines = [description]
                self._write(description)
                self._file.flush()
            _require_same(folder, lines[0], description)
            self.version: str = lines[0]["version"]
            self._other_program = _differences(lines[0], description, MADE_BY)
        except BaseException:
            self._file.close()
            raise
        self.done: dict[str, Made] = {line["target"]: Made(**line) for line in lines[1:]}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def require_same_program(self) -> None:
        """Refuse to make images beside those of another version of the program: their pixels may differ.

        Raises:
            BatchError: The folder's images are of another version; it says what changed since.
        """
        if self._other_program:
            raise BatchError(
                f"{self._path.parent} was begun by another version of this program, which would make other pixels. "
                "Finish it with that version, or choose another --out or --name:",
                self._other_program,
            )

    def add(self, made: Iterable[Made]) -> None:
        """Record finished images."""
        for image in made:
            self.done[image.target] = image
            self._write({"index": image.index, "target": image.target, "account": image.account})
        self._file.flush()

    def existing(self, out: Path) -> list[Made]:
        """Return every image that was made, by whichever run, and still exists."""
        return [made for target, made in self.done.items() if self.exists(out, target)]

    def exists(self, out: Path, target: str) -> bool:
        """Return whether an image was made and still exists with the same size."""
        image = self.done.get(target)
        if image is None:
            return False
        try:
            size: int = image.account["size"]
            return (out / target).stat().st_size == size
        except OSError:
            return False

    def _write(self, value: Mapping[str, object]) -> None:
        self._file.write(json.dumps(value, separators=(",", ":")).encode() + b"\n")

    def _whole_lines(self) -> list[Any]:
        data = self._path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            self._file.truncate(len(whole))
        return [json.loads(line) for line in whole.splitlines()]


def _lock(file: BinaryIO, folder: Path) -> None:
    """Lock the file for this process; the operating system releases the lock when the process ends."""
    until = time.monotonic() + LOCK_WAIT_S
    while not try_lock(file.fileno()):
        if time.monotonic() > until:
            raise BatchError(
                f"another run is writing {folder}; wait for it, or choose another --out or --name."
            )
        time.sleep(0.1)


def _require_empty(folder: Path) -> None:
    if any(path.name != FILE for path in folder.iterdir()):
        raise BatchError(
            f"{folder} is not empty, and not of a run like this. Choose another --out or --name."
        )


def _require_same(folder: Path, there: JsonObject, now: JsonObject) -> None:
    differences = _differences(there, now, now.keys() - MADE_BY)
    if differences:
        raise BatchError(
            f"{folder} holds a run with other values; choose another --out or --name:", differences
        )


def _differences(there: JsonObject, now: JsonObject, keys: Collection[str]) -> list[str]:
    there, now = json.loads(json.dumps(there)), json.loads(json.dumps(now))
    return [
        f"{key}: {there.get(key)} there, {now.get(key)} now"
        for key in now
        if key in keys and there.get(key) != now.get(key)
    ]
