"""The files that a worker needs, and those that it must not see.

Data sets lie anywhere, often behind links, so that a worker may read what its parent may, but for what opens doors:
the keys, certificates, database and log of a data root, and what the user's home folder hides (``.ssh``, browsers'
profiles). A server's worker writes nothing but the caches, a command's nothing but the command's output.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CODE = Path(__file__).parents[3]
SECRET_FOLDERS = frozenset({"secrets", "tls"})
WRITTEN = ("cache", "demo")
MADE_AT_START = ("incoming", "photos", "set-aside", "uploads")
"""The server makes these; made before the workers start, they replace none of them."""
DATABASE = "lab.db"
ROOT = Path("/")
CLOSED = frozenset({"boot", "dev", "etc", "proc", "run", "sys"})
OPEN_NEVERTHELESS = """
    /dev/null /dev/random /dev/urandom /dev/zero /proc/cpuinfo /proc/meminfo /proc/stat /proc/sys /run/media
    /etc/ld.so.cache /etc/ld.so.preload /etc/localtime /etc/mime.types /etc/nsswitch.conf /etc/passwd
    /sys/devices/system /sys/fs/cgroup
"""


@dataclass(frozen=True, slots=True)
class FileRules:
    """The files that a worker may read and write; ``kernels`` is the folder of the code that it compiles."""

    readable: tuple[Path, ...]
    writable: tuple[Path, ...]
    kernels: Path


class GuardedFiles(ABC):
    """The files of processes that decode images.

    Args:
        data_roots: Folders whose keys, database and log nobody may read.
    """

    def __init__(self, data_roots: Iterable[Path]) -> None:
        self._roots = frozenset(root.resolve() for root in data_roots)
        self._home = _home().resolve()
        guarded = (*self._roots, self._home)
        # The folders that are gone through by entry: a rule for one of them would open what is hidden in it.
        self._parted = frozenset(part for folder in guarded for part in (folder, *folder.parents))

    @cached_property
    def kernels(self) -> Path:
        """The folder of the code that workers compile: none that another process runs, and one for all data roots."""
        chosen = os.environ.get("NUMBA_CACHE_DIR")
        caches = os.environ.get("XDG_CACHE_HOME") or self._home / ".cache"
        folder = Path(chosen or Path(caches) / "chexphoto" / "kernels")
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:  # the account of a service may have no home
            return self._kernels_without_home()
        return folder.resolve()

    @abstractmethod
    def writable(self) -> tuple[Path, ...]:
        """Return the folders that workers write."""

    @abstractmethod
    def _kernels_without_home(self) -> Path:
        """Return the folder of compiled code where there is no home."""

    def readable(self) -> tuple[Path, ...]:
        """Return the folders and files that workers read, as they are now."""
        program = {
            Path(place).resolve() for place in (str(CODE), sys.prefix, sys.base_prefix, *sys.path) if place
        }
        return (*self._open(ROOT), *map(Path, OPEN_NEVERTHELESS.split()), *sorted(program - self._parted))

    def real(self, path: Path) -> Path:
        """Return the path as rules name it."""
        return path.absolute()

    def entry(self, path: Path) -> Path | None:
        """Return the part of a path that a rule has to name; None where nothing may open it."""
        for part in (path, *path.parents):
            if part.parent in self._parted and part not in self._parted:
                return None if part.parent in self._roots and not self._is_open(part) else part
        return None

    def _open(self, folder: Path) -> Iterator[Path]:
        for entry, is_link in _entries(folder):
            if entry in self._parted:
                yield from self._open(entry)
            # The kernel asks for the rights of what a link leads to, which may be a parted folder.
            elif not is_link and self._is_open(entry):
                yield entry

    def _is_open(self, entry: Path) -> bool:
        if entry.parent in self._roots:
            return entry.name not in SECRET_FOLDERS and entry.is_dir()
        if entry.parent == self._home:
            return not entry.name.startswith(".")
        return entry.parent != ROOT or entry.name not in CLOSED


class WorkerFiles(GuardedFiles):
    """The files of workers of one server.

    Args:
        data_root: The server's data root.
    """

    def __init__(self, data_root: Path) -> None:
        super().__init__([data_root])
        self._given = data_root.absolute()
        self.data_root = data_root.resolve()

    def writable(self) -> tuple[Path, ...]:
        """Return the folders that workers write; they exist."""
        folders = (*(self.data_root / name for name in WRITTEN), self.kernels)
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        return folders

    def readable(self) -> tuple[Path, ...]:
        """Return the folders and files that workers read, as they are now."""
        for name in MADE_AT_START:
            (self.data_root / name).mkdir(parents=True, exist_ok=True)
        return super().readable()

    def real(self, path: Path) -> Path:
        """Return the path, absolute, below the real data root where it was given by another name."""
        whole = path.absolute()
        if self._given != self.data_root and whole.is_relative_to(self._given):
            return self.data_root / whole.relative_to(self._given)
        return whole

    def _kernels_without_home(self) -> Path:
        return self.data_root / "cache" / "kernels"


class CommandFiles(GuardedFiles):
    """The files of processes that one command starts; data roots that its files lie in are guarded as a server's are.

    Args:
        read: What it reads, named by the user: open also where the home folder hides it.
        written: The folders that it writes.
        data_root: The data root that it works on, if any.
    """

    def __init__(
        self, read: Iterable[Path] = (), written: Iterable[Path] = (), data_root: Path | None = None
    ) -> None:
        self._read = tuple(path.resolve() for path in read)
        self._written = tuple(path.resolve() for path in written)
        above = {folder for path in (*self._read, *self._written) for folder in path.parents}
        around = {folder for folder in above if (folder / DATABASE).is_file()}
        super().__init__(around if data_root is None else {data_root, *around})

    def rules(self) -> FileRules:
        """Return the rules for a process."""
        return FileRules(self.readable(), self.writable(), self.kernels)

    def writable(self) -> tuple[Path, ...]:
        """Return the folders that the processes write."""
        return (*self._written, self.kernels)

    def readable(self) -> tuple[Path, ...]:
        """Return the folders and files that the processes read, as they are now."""
        found = dict.fromkeys(super().readable())
        for path in self._read:
            if found.keys().isdisjoint((path, *path.parents)) and self.entry(path) is not None:
                found[path] = None
        return tuple(found)

    def _kernels_without_home(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="chexphoto-kernels-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # a container may run as a user that nobody has heard of
        return ROOT


def _entries(folder: Path) -> list[tuple[Path, bool]]:
    """Return the entries of a folder, and whether each is a link, without a look at what may be a dead mount."""
    try:
        with os.scandir(folder) as entries:
            return sorted((Path(entry.path), entry.is_symlink()) for entry in entries)
    except OSError:  # an ancestor that this user cannot list hides its other entries from the server too
        return []
