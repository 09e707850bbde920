"""The Python that runs submissions, and the folders that it needs to see."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from webapp.challenge.sandbox.machine import SandboxMissing

ASK = (
    "import json, os, sys; "
    "print(json.dumps([os.path.realpath(sys.executable), sys.prefix, sys.base_prefix, sys.version.split()[0]]))"
)
SYSTEM = Path("/usr")
TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python.

    Attributes:
        executable: As the operator named it: that of a virtual environment finds its libraries by its own path.
        folders: All that it reads, besides the system's ``/usr``.
        version: As it tells it.
    """

    executable: Path
    folders: tuple[Path, ...]
    version: str


def describe(executable: Path, kept_out: Path) -> Interpreter:
    """Ask a Python which folders it needs.

    Args:
        executable: The Python.
        kept_out: The data root, which none of those folders may contain.

    Raises:
        SandboxMissing: It does not run, or would bring the data root into the sandbox.
    """
    try:
        done = subprocess.run(
            [executable, "-I", "-c", ASK], capture_output=True, timeout=TIMEOUT_S, check=True, env={}
        )
        real, *prefixes, version = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise SandboxMissing(f"The Python {executable} for submissions does not run: {error}") from None
    folders = _outermost([Path(prefix).resolve() for prefix in prefixes] + [Path(real).parent.parent])
    for folder in folders:
        if kept_out.resolve().is_relative_to(folder):
            raise SandboxMissing(
                f"The Python {executable} for submissions lies in {folder}, and so does the data root. Programs would "
                "see it. Name a Python elsewhere (--challenge-python)."
            )
    return Interpreter(executable.absolute(), folders, version)


def _outermost(folders: list[Path]) -> tuple[Path, ...]:
    """Return the folders that are in no other one, nor the system's."""
    needed = {folder for folder in folders if not folder.is_relative_to(SYSTEM)}
    return tuple(sorted(folder for folder in needed if not needed.intersection(folder.parents)))
