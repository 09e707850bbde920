"""Location of the compiled code's cache, so that it is compiled once per installation, not per process.

numba keeps machine code beside the source file or, where that cannot be written, in the user's cache folder.
A service account on a read-only installation has neither, and then numba refuses to define a cached function
at all; a private folder among the temporary files serves instead. `NUMBA_CACHE_DIR` overrides all of it.
"""

import getpass
import os
import stat
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def choose_folder() -> None:
    """Point numba to a private folder if it could not write to one of its own choice.

    Has to happen before the first compiled function is defined; child processes inherit the choice.
    """
    if "NUMBA_CACHE_DIR" not in os.environ and not any(map(_writable, (PACKAGE / "kernels", _user_cache()))):
        os.environ["NUMBA_CACHE_DIR"] = str(_private_folder())


def _user_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path("~/.cache").expanduser()) / "numba"


def _writable(folder: Path) -> bool:
    """Return whether a file can be made in the folder, or in the nearest folder above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)


def _private_folder() -> Path:
    # What lies in a cache gets executed: a folder that someone else may have prepared is never used.
    folder = Path(tempfile.gettempdir()) / f"chexphoto-kernels-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    if mine and stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077:
        return folder
    return Path(tempfile.mkdtemp(prefix="chexphoto-kernels-"))
