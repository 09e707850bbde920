"""The decorators of loops that are compiled (numba) when they are first called.

Importing numba takes half a second and tens of MiB, which whoever only draws parameters, or looks up grey values in a
table, never pays.

numba compiles a function again when its own file changes, but not when a function that it calls from another
file does: whoever edits such a one deletes the `__pycache__` beside it.

Memory to work in is made by the caller: whatever allocates it in compiled code, or copies one array into another as a
whole, makes numba compile its error messages too, which took a third of the time until the first photo.
"""

import functools
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

from numpy.typing import NDArray

from . import cache, native

F = TypeVar("F", bound=Callable[..., Any])

FASTMATH = {"contract", "nnan", "ninf", "nsz", "reassoc"}
"""Additions may be fused and taken in another order; NaN and infinity are not expected."""
# Dividing by zero does not raise: a test for it would keep loops from becoming vector code.
ARITHMETIC = {"error_model": "numpy", "fastmath": FASTMATH}

Pixels = NDArray[Any]
"""uint8 or uint16: a kernel is compiled for each when it first meets it."""

_lock = threading.RLock()


class Kernel:
    """A function that becomes machine code at its first call."""

    def __init__(self, function: Callable[..., Any], **options: Any) -> None:
        functools.update_wrapper(self, function)
        self._function, self._options = function, options
        self._dispatcher: Any = None

    def __call__(self, *arguments: Any) -> Any:
        """Run it on the given arguments, compiled for their types."""
        return (self._dispatcher or self._ahead(arguments[0]) or self.dispatcher())(*arguments)

    def _ahead(self, pixels: Any) -> Callable[..., Any] | None:
        """Return what was compiled ahead of time for such pixels, if it was."""
        known = native.of(self._function.__name__)
        return known.get(pixels.dtype) if known and pixels.flags.c_contiguous else None

    def dispatcher(self) -> Any:
        """Return what numba makes of it; imports numba."""
        with _lock:
            if self._dispatcher is None:
                names = self._function.__globals__
                for name in self._function.__code__.co_names:
                    # Compiled code calls compiled code: numba looks for it under the same name.
                    if isinstance(names.get(name), Kernel):
                        names[name] = names[name].dispatcher()
                self._dispatcher = _numba().njit(**ARITHMETIC, **self._options)(self._function)
            return self._dispatcher


def compiled(function: F) -> F:
    """Compile for the argument types of each first call, and keep it; runs without the interpreter lock."""
    return cast(F, Kernel(function, cache=True, nogil=True, no_cfunc_wrapper=True))


def inlined(function: F) -> F:
    """Compile a function for use inside compiled loops; Python cannot call the outcome.

    It becomes part of the loop's own machine code, which is what is kept on disk; kept by itself it would only go
    stale. Without wrappers for calls from Python it takes a fifth less time to compile.
    """
    return cast(F, Kernel(function, no_cpython_wrapper=True, no_cfunc_wrapper=True))


@functools.cache
def _numba() -> Any:
    cache.choose_folder()
    import numba

    numba.config.reload_config()  # type: ignore[no-untyped-call]  # someone else may have imported numba before
    return numba
