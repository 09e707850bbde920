"""Python, the libraries, and a browser on this machine."""

from __future__ import annotations

import locale
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from re import match

from webapp.assets import missing_libraries
from webapp.doctor.check_result import CheckResult, bad, ok, warn

OLDEST_PYTHON = (3, 11)
TOLD = ("Flask", "SQLAlchemy", "numpy", "opencv-python-headless", "pillow", "pydicom", "cryptography")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox", "open", "wslview")
"""Names by which browsers are started; macOS and WSL hand the address on."""
REINSTALL = "Install the program again: `make serve` in a checkout, or pip install with its wheel."


def check_program() -> Iterator[CheckResult]:
    """Yield what is to be said of Python, the libraries and a browser."""
    said = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info[:2] < OLDEST_PYTHON:
        yield bad("python", said, "Install Python 3.11 or newer, and the program with it.")
    else:
        yield ok("python", said)
    yield _encoding()
    yield _libraries()
    if missing := missing_libraries():
        yield bad("pages", f"the libraries of the pages are missing: {', '.join(missing)}", REINSTALL)
    else:
        yield ok("pages", "all libraries of the pages are there")
    yield _browser()


def _encoding() -> CheckResult:
    found = locale.getpreferredencoding(False)
    if found.lower().replace("-", "") == "utf8":
        return ok("text", "UTF-8")
    return warn(
        "text",
        f"files are read as {found} where they do not say otherwise, so that names with accents may be wrong",
        "Set the environment variable PYTHONUTF8 to 1; the start scripts do.",
    )


def _libraries() -> CheckResult:
    required = [line for line in requires("chexphoto-lab") or () if "extra ==" not in line]
    names = [found[0] for line in required if (found := match(r"[\w.-]+", line))]
    versions = {name: _version(name) for name in names}
    if missing := [name for name, found in versions.items() if found is None]:
        return bad("libraries", f"missing: {', '.join(missing)}", REINSTALL)
    told = ", ".join(f"{name} {_version(name)}" for name in TOLD if _version(name))
    return ok("libraries", f"chexphoto-lab {_version('chexphoto-lab')}, {told}")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _browser() -> CheckResult:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return ok("browser", found)
    return warn(
        "browser",
        "no browser was found on this machine",
        "Open the console and the display on another computer, or install Chromium or Firefox here.",
    )
