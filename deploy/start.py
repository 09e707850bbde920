"""Install CheXphoto Lab for this user at the first start, then start it: for Linux, macOS and Windows.

It needs Python 3.11 or newer, and neither an administrator nor a checkout. The wheel lies beside this file. Where a
folder ``wheels`` lies there too, all libraries are taken from it, and no internet is needed. Options are the server's:
``python3 start.py --csv /data/CheXpert-v1.0/train.csv``. Another command of ``chexphoto`` may come first:
``python3 start.py doctor``.

Every version has an environment of its own, so that the one before can be started again.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
BESIDE = Path(__file__).resolve().parent
WHEEL = "chexphoto_lab-*.whl"
COMPLETE = ".complete"


class CannotStart(Exception):
    """Something has to be put right first; the text says what."""


def main(arguments: list[str]) -> int:
    """Install if need be, run the command, and return its status."""
    try:
        if sys.version_info[:2] < OLDEST:
            raise CannotStart(
                f"This is Python {sys.version.split()[0]}. Install 3.11 or newer: https://www.python.org/downloads/"
            )
        environment = installed(newest_wheel())
    except CannotStart as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    is_command = bool(arguments) and not arguments[0].startswith("-")
    return run(program(environment, "chexphoto"), arguments if is_command else ["serve", *arguments])


def newest_wheel() -> Path:
    """Return the wheel beside this file, or in ``dist`` of a checkout."""
    folders = (BESIDE, BESIDE.parent / "dist")
    wheels = [wheel for folder in folders for wheel in folder.glob(WHEEL)]
    if not wheels:
        raise CannotStart(
            f"There is no {WHEEL} in {BESIDE}. Put it there; `make dist` builds it in a checkout."
        )
    return max(wheels, key=lambda wheel: [int(part) for part in re.findall(r"\d+", wheel.name.split("-")[1])])


def home() -> Path:
    """Return the folder of the environments; ``CHEXPHOTO_HOME`` names another one."""
    if chosen := os.environ.get("CHEXPHOTO_HOME"):
        return Path(chosen).expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "CheXphoto"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "CheXphoto"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "chexphoto"


def installed(wheel: Path) -> Path:
    """Return the environment of a wheel; make it if it is missing, incomplete, or of another wheel of that version."""
    environment = home() / wheel.name.split("-")[1]
    mark, made_of = (
        environment / COMPLETE,
        f"{wheel.name} {wheel.stat().st_size} {int(wheel.stat().st_mtime)}",
    )
    if mark.is_file() and mark.read_text(encoding="utf-8") == made_of:
        return environment
    print(f"Installing {wheel.name} into {environment}. This takes a few minutes.", flush=True)
    shutil.rmtree(environment, ignore_errors=True)
    given = BESIDE / "wheels"
    offline = ["--no-index", "--find-links", str(given)] if given.is_dir() else []
    python = str(program(environment, "python"))
    # The pip that is here serves too, and a copy of it would take most of the time.
    has_pip = importlib.util.find_spec("pip") is not None
    make = [sys.executable, "-m", "venv", *(["--without-pip"] if has_pip else []), str(environment)]
    pip = [sys.executable, "-m", "pip", "--python", python] if has_pip else [python, "-m", "pip"]
    install = [*pip, "--disable-pip-version-check", "install", "--quiet", *offline, str(wheel)]
    for command in (make, install):
        if subprocess.call(command):
            raise CannotStart(
                "The installation failed; the lines above say why. It needs the internet once, or a folder `wheels` "
                "with all libraries beside this file (pip download). On Debian: apt install python3-venv."
            )
    mark.write_text(made_of, encoding="utf-8")
    return environment


def program(environment: Path, name: str) -> Path:
    """Return a program of an environment."""
    return environment / ("Scripts" if sys.platform == "win32" else "bin") / name


def run(command: Path, arguments: list[str]) -> int:
    """Run a program with what it needs to read UTF-8 everywhere, in place of this one where that is possible."""
    line, variables = [str(command), *arguments], {**os.environ, "PYTHONUTF8": "1"}
    if sys.platform == "win32":  # its execve returns to the prompt while the server runs on
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends in its own time
        return subprocess.call(line, env=variables)
    os.execve(line[0], line, variables)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
