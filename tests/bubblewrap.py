"""Finds bubblewrap, which keeps strangers' programs apart, and gets it where it may.

``python -m tests.bubblewrap`` is run by ``make test``, as `tests.chromium` is: it ends well without bubblewrap, but
says so loudly; with ``CI=true`` it fails instead.
"""

from __future__ import annotations

import shutil
import sys

from tests.debian import in_ci, install_packages
from webapp.challenge.sandbox import SandboxMissing, check_sandbox

MISSING = """
**************************************************************************
  NO SANDBOX: the tests of strangers' programs will NOT be run.
  Install bubblewrap (Debian: apt install bubblewrap) and run `make test` again.
**************************************************************************
"""


def find_sandbox() -> str:
    """Return nothing where there is a sandbox, else why there is none."""
    try:
        check_sandbox()
    except SandboxMissing as error:
        return str(error)
    return ""


def main() -> int:
    """Return 0 when the tests may start."""
    if shutil.which("bwrap") is None:
        print("installing bubblewrap for the tests of strangers' programs", flush=True)
        install_packages("bubblewrap")
    reason = find_sandbox()
    if not reason:
        return 0
    print(f"{MISSING}{reason}", file=sys.stderr, flush=True)
    return 1 if in_ci() else 0


if __name__ == "__main__":
    sys.exit(main())
