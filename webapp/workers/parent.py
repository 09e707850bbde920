"""Processes that end with their parent, however that ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent ends (Linux); exit at once if it has ended already.

    Args:
        parent: The parent's process id, as it knew itself.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # It went before it could be watched. In Windows, the parent may be a launcher of this Python, and not the server.
    if hasattr(os, "fork") and os.getppid() != parent:
        sys.exit(0)
