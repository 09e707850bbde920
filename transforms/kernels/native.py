"""Loops compiled ahead of time: what the paper's photographic set needs, in an extension module `ahead`.

A wheel for one system and Python may carry it (``CHEXPHOTO_NATIVE=1``, see ``hatch_native.py``). The first photo then
waits for no compiler, and numba is not imported at all. Everywhere else numba compiles the same functions when they
are first called. It may use instructions of the machine's own that the module lacks: 8-bit pictures have been
identical, 16-bit ones have differed by 2 of 65,535.
"""

import platform
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

import cv2
import numpy as np

NAMES = ("whiten", "moire", "cubic_perspective")
X86_CPU = "x86-64-v3"
"""What the module is compiled for on PCs: every processor since 2013, nearly, and four times as fast as older ones."""
_AVX2, _FMA3 = 11, 12
"""OpenCV's numbers of what such a processor has."""

Call = Callable[..., Any]


def symbol(name: str, dtype: np.dtype[Any]) -> str:
    """Return a loop's name in the module, which has one of each for pictures of 8 and of 16 bits."""
    return f"{name}_{dtype.name}"


@cache
def of(name: str) -> dict[np.dtype[Any], Call]:
    """Return a loop by the type of pixels; empty where it has to be compiled."""
    module = _module() if name in NAMES else None
    types: list[np.dtype[Any]] = [np.dtype(np.uint8), np.dtype(np.uint16)]
    return {dtype: getattr(module, symbol(name, dtype)) for dtype in types} if module else {}


@cache
def _module() -> Any:
    if platform.machine() == "x86_64" and not all(map(cv2.checkHardwareSupport, (_AVX2, _FMA3))):
        return None
    try:
        return import_module(".ahead", __package__)
    except ImportError:
        return None
