"""What a run has done so far, so that one that was stopped or killed goes on without doing anything twice.

A file of JSON lines in the data set's folder: the first describes the run, every other is an image that is there.
It is only ever appended to; a last line that a kill cut short is dropped, and the image is made again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from dataset.batch.work import Made
from dataset.errors import BatchError

FILE = ".synthesis.jsonl"


class Ledger:
    """The account of one data set's folder.

    Args:
        folder: The data set's folder; made if need be.
        description: Of the run; an older one in the folder must equal it.

    Raises:
        BatchError: Other things lie in the folder, or a run with other values.
    """

    def __init__(self, folder: Path, description: dict[str, Any]) -> None:
        self._path = folder / FILE
        folder.mkdir(parents=True, exist_ok=True)
        lines = self._whole_lines()
        if not lines:
            _require_empty(folder)
            lines = [description]
            self._path.write_bytes(_line(description))
        _require_same(folder, lines[0], description)
        self.done: dict[str, Made] = {line["target"]: Made(**line) for line in lines[1:]}
        self._file: BinaryIO = self._path.open("ab")

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def enter(self, made: Iterable[Made]) -> None:
        """Note images that are there."""
        for image in made:
            self.done[image.target] = image
            self._file.write(_line({"index": image.index, "target": image.target, "account": image.account}))
        self._file.flush()

    def stands(self, out: Path, target: str) -> bool:
        """Whether an image was made and is still there with the size it had."""
        image = self.done.get(target)
        if image is None:
            return False
        try:
            size: int = image.account["size"]
            return (out / target).stat().st_size == size
        except OSError:
            return False

    def _whole_lines(self) -> list[Any]:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return []
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            self._path.write_bytes(whole)
        return [json.loads(line) for line in whole.splitlines()]


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _require_empty(folder: Path) -> None:
    if any(path.name != FILE for path in folder.iterdir()):
        raise BatchError(
            f"{folder} is not empty, and not of a run like this. Choose another --out or --name."
        )


def _require_same(folder: Path, there: dict[str, Any], now: dict[str, Any]) -> None:
    there, now = json.loads(json.dumps(there)), json.loads(json.dumps(now))
    differences = [
        f"{key}: {there.get(key)} there, {now.get(key)} now" for key in now if there.get(key) != now.get(key)
    ]
    if differences:
        raise BatchError(
            f"{folder} holds a run with other values; choose another --out or --name:", differences
        )
