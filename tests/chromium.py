"""Finds the Chromium that browser tests drive, and gets one where it may.

``python -m tests.chromium`` is what ``make test`` runs first. It ends well even without a browser, since every other
test can still run, but says so loudly; with ``CI=true`` it fails instead.
"""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.debian import in_ci, install_packages, works

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
    # In a thread of its own: a test that asks has a Playwright running in this one already.
    with ThreadPoolExecutor(1) as thread:
        own = thread.submit(_of_playwright).result()
    return own if own.is_file() else None


def _of_playwright() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def install_chromium() -> None:
    """Try Debian's package where one may install it, then Playwright's own download."""
    print("installing Chromium for the browser tests", flush=True)
    install_packages("chromium")
    if find_chromium() is None:
        works([sys.executable, "-m", "playwright", "install", "chromium"])


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
