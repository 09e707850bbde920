"""Finds the Chromium that browser tests drive, and gets one where it may.

``python -m tests.chromium`` is what ``make test`` runs first. It ends well even without a browser, since every other
test can still run, but says so loudly; with ``CI=true`` it fails instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = """
**************************************************************************
  NO CHROMIUM: the browser tests will NOT be run.
  Install one (Debian: apt install chromium) and run `make test` again.
**************************************************************************
"""


def find_chromium() -> Path | None:
    """Return the machine's Chromium, else the one that Playwright downloaded, else None."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.is_file() else None


def in_ci() -> bool:
    """Return whether a missing browser is a failure."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def install_chromium() -> None:
    """Try Debian's package where one may install it, then Playwright's own download."""
    print("installing Chromium for the browser tests", flush=True)
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not root or works([*root, "true"])):
        apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o=Dpkg::Use-Pty=0"]
        works([*apt, "update"])
        works([*apt, "install", "-y", "--no-install-recommends", "chromium"])
    if find_chromium() is None:
        works([sys.executable, "-m", "playwright", "install", "chromium"])


def works(command: Sequence[str]) -> bool:
    """Return whether a command runs and ends well."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


def main() -> int:
    """Return 0 when the tests may start."""
    if find_chromium() is None:
        install_chromium()
    if find_chromium() is not None:
        return 0
    print(MISSING, file=sys.stderr, flush=True)
    return 1 if in_ci() else 0


if __name__ == "__main__":
    sys.exit(main())
