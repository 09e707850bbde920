"""Finds out whether this machine can keep strangers' programs apart; without that, none is run."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

TIMEOUT_S = 30


class SandboxMissing(Exception):
    """This machine cannot run strangers' programs safely; the text says why."""


def find_bwrap() -> Path:
    """Return the program bubblewrap.

    Raises:
        SandboxMissing: It is not installed.
    """
    found = shutil.which("bwrap")
    if found is None:
        raise SandboxMissing(
            "This server cannot run programs: bubblewrap (bwrap), which keeps them from everything else, is not "
            "installed. On Debian: apt install bubblewrap."
        )
    return Path(found)


def find_setpriv() -> Path:
    """Return the program by which a server of root's gives its rights away.

    Raises:
        SandboxMissing: It is not installed.
    """
    found = shutil.which("setpriv")
    if found is None:
        raise SandboxMissing(
            "This server runs as root and cannot give that up for programs: setpriv (of util-linux) is not installed."
        )
    return Path(found)


def is_root() -> bool:
    """Return whether this process is root, whose rights a program must not have even inside namespaces."""
    return os.geteuid() == 0


def check_sandbox() -> None:
    """Make an empty sandbox, to learn whether the kernel permits it.

    Raises:
        SandboxMissing: bubblewrap is not installed or is not permitted its namespaces.
    """
    bwrap = find_bwrap()
    drop = [str(find_setpriv()), "--reuid=60600", "--regid=60600", "--clear-groups"] if is_root() else []
    sandbox = [str(bwrap), "--unshare-all", "--unshare-user", "--disable-userns", "--ro-bind", "/", "/"]
    try:
        done = subprocess.run(
            [*drop, *sandbox, "--proc", "/proc", "true"], capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SandboxMissing(f"This server cannot run programs: bubblewrap does not run ({error}).") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[-200:]
        raise SandboxMissing(
            f"This server cannot run programs: bubblewrap may not make a sandbox here ({said})."
        )
