"""Gets from Debian's packages what tests drive, where it may."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence


def in_ci() -> bool:
    """Return whether what is missing is a failure."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def install_packages(*names: str) -> None:
    """Install them where this is Debian and one may; whether they are there then, the caller sees."""
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (root and not works([*root, "true"])):
        return
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o=Dpkg::Use-Pty=0"]
    works([*apt, "update"])
    works([*apt, "install", "-y", "--no-install-recommends", *names])


def works(command: Sequence[str]) -> bool:
    """Return whether a command runs and ends well."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
    except OSError:
        return False
    return done.returncode == 0
