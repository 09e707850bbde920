"""The data root: its place, rights, database and disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil

from capture.storage.revisions import REVISIONS
from dataset.system.opening import HAS_MODES
from webapp.doctor.check_result import CheckResult, bad, ok, warn
from webapp.integrity.snapshot import DATABASE
from webapp.integrity.verify import server_runs
from webapp.serving.data_root_lock import LOCK_FILE
from webapp.settings import Settings

REMOTE = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afpfs",
    "webdav",
    "fuse.sshfs",
    "9p",
    "drvfs",
    "fuse.rclone",
)
"""File systems on which SQLite's shared memory, or a rename, does not keep what it promises."""
USUAL_PHOTO_BYTES = 4_000_000
FEW = 1000
OTHERS = 0o077


def check_root(settings: Settings) -> Iterator[CheckResult]:
    """Yield what is to be said of the data root; nothing in it is changed."""
    root = settings.data_root
    if not root.exists():
        yield _parent(root)
    elif not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        yield bad("data root", f"{root} cannot be written", f"Give its owner the right: chmod u+rwx {root}")
    else:
        yield ok("data root", f"{root}{_user(root)}")
        yield from _rights(root)
        yield from _database(root)
        yield from _upgrades(root)
    yield _file_system(root)
    yield _room(settings)


def nearest(path: Path) -> Path:
    """Return a folder, or the one above it that exists."""
    return next(folder for folder in (path, *path.parents) if folder.exists())


def _parent(root: Path) -> CheckResult:
    above = nearest(root)
    if os.access(above, os.W_OK | os.X_OK):
        return ok("data root", f"{root} will be made at the first start")
    return bad("data root", f"{root} cannot be made in {above}", "Choose another folder with --data-root.")


def _user(root: Path) -> str:
    if not server_runs(root):
        return ", no server has it open"
    return f", in use by a server (process {(root / LOCK_FILE).read_text(errors='replace').strip()})"


def _rights(root: Path) -> Iterator[CheckResult]:
    mode = stat.S_IMODE(root.stat().st_mode)
    if not HAS_MODES:
        yield _rights_by_place(root)
    elif mode & OTHERS:
        yield warn(
            "rights",
            f"other users of this machine can look into {root} ({mode:04o})",
            f"chmod 700 {root}. The server does this at its next start.",
        )
    else:
        yield ok("rights", "only its owner can read it")


def _rights_by_place(root: Path) -> CheckResult:
    """Return what is to be said where modes say nothing: in Windows a folder has its rights from the one above."""
    if root.is_relative_to(Path.home()):
        return ok("rights", "those of your own folder, which other users of this machine cannot read")
    return warn(
        "rights",
        f"{root} is not in your own folder, so that other users of this machine may be able to read it",
        "Choose a folder in your own with --data-root.",
    )


def _upgrades(root: Path) -> Iterator[CheckResult]:
    copies = sorted(copy.name for copy in root.glob(f"{DATABASE}.*.backup"))
    if copies:
        yield ok("upgrades", f"copies of the database as it was before: {', '.join(copies)}")


def _database(root: Path) -> Iterator[CheckResult]:
    file = root / DATABASE
    if not file.exists():
        yield ok("database", "will be made at the first start")
        return
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError) as error:
        yield bad(
            "database", f"{file} cannot be read ({error})", "Run chexphoto verify, and restore a backup."
        )
        return
    if revision == REVISIONS[-1]:
        yield ok("database", f"revision {revision}, the current one")
    elif revision in REVISIONS:
        yield warn(
            "database",
            f"revision {revision}; this version brings it to {REVISIONS[-1]} at its next start",
            "Back it up before: chexphoto backup FOLDER",
        )
    else:
        yield bad(
            "database",
            f"revision {revision} is of a newer version; this one knows up to {REVISIONS[-1]}",
            "Install the newer version again, or use another data root.",
        )


def _file_system(root: Path) -> CheckResult:
    place = nearest(root).resolve()
    mounts = [part for part in psutil.disk_partitions(all=True) if place.is_relative_to(part.mountpoint)]
    kind = max(mounts, key=lambda part: len(part.mountpoint)).fstype if mounts else ""
    if kind in REMOTE:
        return bad(
            "file system",
            f"{place} is on a network file system ({kind}), on which the database may be damaged",
            "Choose a folder on a disk of this machine with --data-root, and back it up to the network.",
        )
    return ok("file system", kind or "unknown")


def _room(settings: Settings) -> CheckResult:
    root = settings.data_root
    free = shutil.disk_usage(nearest(root)).free - settings.disk_reserve_mb * 1_000_000
    size = _mean_photo(root)
    photos = int(max(0, free) // size)
    said = f"room for about {photos:,} photos of {size / 1e6:.1f} MB ({max(0, free) / 1e9:.1f} GB beyond the reserve)"
    if photos == 0:
        return bad("disk", f"{said}: sessions pause at once", "Free some space, or move the data root.")
    if photos < FEW:
        return warn("disk", said, "Free some space before a session, or move the data root.")
    return ok("disk", said)


def _mean_photo(root: Path) -> float:
    """Return the mean size of the photos that are there, else that of a current phone's."""
    try:
        with closing(
            sqlite3.connect(f"{(root / DATABASE).absolute().as_uri()}?mode=ro", uri=True)
        ) as database:
            (mean,) = database.execute("SELECT avg(size) FROM photos").fetchone()
    except sqlite3.Error:
        mean = None
    return float(mean or USUAL_PHOTO_BYTES)
