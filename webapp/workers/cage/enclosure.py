"""The current rules for workers' files: made anew when a task names a file that came after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from webapp.workers.cage import landlock
from webapp.workers.cage.files import FileRules, GuardedFiles


class Enclosure:
    """The files of all workers of a pool; a worker with older rules is replaced before its next task.

    Args:
        files: What workers may reach; None leaves files open, as does a system without Landlock.
    """

    def __init__(self, files: GuardedFiles | None) -> None:
        self._files = files if landlock.version() else None
        self._admitted: set[Path] = set()
        self._folders: list[tuple[Path, int]] = []
        self.rules: FileRules | None = None
        self._renew()

    def admit(self, arguments: Mapping[str, Any]) -> None:
        """Renew the rules where a task's files came after them."""
        if self._files is None:
            return
        missing = self._missing(self._files, _paths(arguments.values()))
        if missing or self._has_moved():
            self._admitted.update(missing)
            self._renew()

    def _renew(self) -> None:
        if self._files is None:
            return
        writable = self._files.writable()
        # A folder that was deleted and made again is another one to the kernel.
        self._folders = [(folder, folder.stat().st_ino) for folder in writable]
        readable = dict.fromkeys([*self._files.readable(), *sorted(self._admitted)])
        self.rules = FileRules(tuple(readable), writable, self._files.kernels)
        self._allowed = frozenset(map(str, (*readable, *writable)))

    def _missing(self, files: GuardedFiles, paths: Iterable[Path]) -> set[Path]:
        found = set()
        for path in paths:
            real = files.real(path)
            if self._allowed.isdisjoint(map(str, (real, *real.parents))):
                entry = files.entry(real)
                if entry is not None:
                    found.add(entry)
        return found

    def _has_moved(self) -> bool:
        try:
            return any(folder.stat().st_ino != number for folder, number in self._folders)
        except OSError:
            return True


def _paths(values: Iterable[Any]) -> Iterator[Path]:
    """Yield the paths in a task's arguments, however they are nested."""
    for value in values:
        if isinstance(value, Path):
            yield value
        elif isinstance(value, Mapping):
            yield from _paths(value.values())
        elif isinstance(value, (list, tuple, set, frozenset)):
            yield from _paths(value)
        elif is_dataclass(value) and not isinstance(value, type):
            yield from _paths(getattr(value, field.name) for field in fields(value))
