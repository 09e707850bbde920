"""Freed memory kept by the C library, for processes that make one picture after another.

glibc returns the end of its heap to the kernel as soon as twice the largest freed block lies there. A picture of one
megabyte is below that mark, three of them are above it: every x-ray then paid for new, zeroed pages of its buffers
again, a fifth of the time of decoding and encoding it.
"""

from __future__ import annotations

import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""Parameters of ``mallopt(3)``: how many free bytes at the heap's end are returned, and from which size a block is a
mapping of its own, which is always returned."""
KEPT_BYTES = 64 << 20
LARGEST_KEPT_BYTES = 16 << 20
"""Larger blocks are of photos, whose work takes far longer than their pages; kept, they would fragment the heap."""


def keep_freed_memory() -> bool:
    """Have this process keep what it frees; return whether its C library can."""
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is None:
        return False
    return bool(mallopt(M_TRIM_THRESHOLD, KEPT_BYTES) and mallopt(M_MMAP_THRESHOLD, LARGEST_KEPT_BYTES))
