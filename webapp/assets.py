"""Locations of pages and their assets: inside the package when installed from a wheel, beside it in a checkout.

The browser's libraries come from npm into ``static/vendor`` (`LIBRARIES`), at set-up and never from a CDN: the
network a lab runs on may have no way out.
"""

from __future__ import annotations

from pathlib import Path

LIBRARIES = ("socket.io.esm.min.js", "idb.js")
_PACKAGE = Path(__file__).parent


def static_folder() -> Path:
    """Return the folder served under ``/static``."""
    return _folder("static")


def template_folder() -> Path:
    """Return the folder of Jinja templates."""
    return _folder("templates")


def documentation_folder() -> Path:
    """Return the folder of the documentation's pages; it exists once `make docs` has run."""
    installed = _PACKAGE / "site"
    return installed if installed.is_dir() else _PACKAGE.parent / "build" / "site"


def missing_libraries() -> list[str]:
    """Return the browser libraries that set-up has not fetched; without them no page works."""
    vendor = static_folder() / "vendor"
    return [name for name in LIBRARIES if not (vendor / name).is_file()]


def _folder(name: str) -> Path:
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
