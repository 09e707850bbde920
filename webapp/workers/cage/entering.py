"""A worker's way into its cage, and what the system offers for it."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import NamedTuple

from webapp.workers.cage import landlock
from webapp.workers.cage.files import FileRules
from webapp.workers.cage.seccomp import refuse_system_calls


class Protection(NamedTuple):
    """The means that hold a worker, besides its limits."""

    system_calls: bool
    files: bool


def enter(rules: FileRules | None) -> Protection:
    """Close the cage around this process, for good.

    Args:
        rules: The files that it may use; None leaves files open.
    """
    files = False
    if rules is not None:
        os.environ["NUMBA_CACHE_DIR"] = str(rules.kernels)
        with suppress(OSError):
            files = landlock.restrict_files(rules.readable, rules.writable)
    # The last step: it refuses what the ones before it need.
    return Protection(refuse_system_calls(), files)
