"""Gets Firefox and WebKit, which the tests of engines drive, where it may.

``python -m tests.engines.packages`` is run by ``make test``, as `tests.chromium` is: it ends well without them, but
says so loudly; with ``CI=true`` it fails instead.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.debian import in_ci, install_packages
from tests.engines.firefox import find_firefox
from tests.engines.webkit import find_webkit

Finder = Callable[[], Path | None]
ENGINES: dict[str, tuple[Finder, tuple[str, ...]]] = {
    "Firefox": (find_firefox, ("firefox-esr",)),
    "WebKit": (find_webkit, ("webkit2gtk-driver", "xvfb")),
}


def missing(name: str) -> str:
    """Return what is said of an engine that is not there."""
    packages = " ".join(ENGINES[name][1])
    return f"""
**************************************************************************
  NO {name.upper()}: its tests will NOT be run.
  Install it (Debian: apt install {packages}) and run `make test` again.
**************************************************************************
"""


def main() -> int:
    """Return 0 when the tests may start."""
    complete = True
    for name, (find, packages) in ENGINES.items():
        if find() is None:
            print(f"installing {name} for the tests of engines", flush=True)
            install_packages(*packages)
        if find() is None:
            print(missing(name), file=sys.stderr, flush=True)
            complete = False
    return 0 if complete or not in_ci() else 1


if __name__ == "__main__":
    sys.exit(main())
