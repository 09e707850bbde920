"""The decorator of every compiled loop.

numba compiles a function again when its own file changes, but not when a function that it calls from another
file does: whoever edits such a one deletes the `__pycache__` beside it.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from numpy.typing import NDArray

from transforms.kernels import cache

cache.choose_folder()
numba.config.reload_config()  # type: ignore[no-untyped-call]  # someone else may have imported numba before

F = TypeVar("F", bound=Callable[..., object])

FASTMATH = {"contract", "nnan", "ninf", "nsz", "reassoc"}
"""Additions may be fused and taken in another order; NaN and infinity are not expected."""

Pixels = NDArray[Any]
"""uint8 or uint16: a kernel is compiled for each when it first meets it."""


def compiled(function: F) -> F:
    """Compile for the argument types of each first call, and keep it; runs without the interpreter lock.

    Dividing by zero does not raise: a test for it would keep loops from becoming vector code.
    """
    wrap = numba.njit(cache=True, nogil=True, error_model="numpy", fastmath=FASTMATH)
    return cast(F, wrap(function))
