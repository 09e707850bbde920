"""The decorator of small functions that compiled loops call.

They become part of the loop's own machine code, which is what is kept on disk; kept by themselves they would only
go stale. The arithmetic options are those of `transforms.kernels.compiled`.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])

_ARITHMETIC = {"contract", "nnan", "ninf", "nsz", "reassoc"}


def inlined(function: F) -> F:
    """Compile a function for use inside compiled loops."""
    return cast(F, njit(error_model="numpy", fastmath=_ARITHMETIC)(function))
