"""The registry of transforms by name.

A module that defines a transform decorates its class with `register` and is imported in
`transforms/__init__.py`; nothing else has to be touched for a new effect to appear in the library, the
service, the command and the pages.
"""

import hashlib
from collections.abc import Iterable
from typing import Any, TypeVar

import cv2
import numpy as np

from .base import Transform
from .errors import UnknownTransformError, nearest

_classes: dict[str, type[Transform[Any]]] = {}

C = TypeVar("C", bound=type[Transform[Any]])


def register(cls: C) -> C:
    """Register a transform class under its `name`, as a decorator."""
    if cls.name in _classes:
        raise RuntimeError(f"two transforms are called {cls.name!r}")
    _classes[cls.name] = cls
    return cls


def names() -> tuple[str, ...]:
    """Return every name, in the order of registration."""
    return tuple(_classes)


def get(name: str, **options: bool) -> Transform[Any]:
    """Return a transform by its name.

    Args:
        name: one of `names()`.
        options: `relative`, and the transform's own switches (`keep_size=True` for a rotation).

    Raises:
        UnknownTransformError: no such transform, or it has no such option; the message suggests one.
    """
    if name not in _classes:
        raise UnknownTransformError(f"unknown transform {name!r}{nearest(name, _classes)}")
    cls = _classes[name]
    for option in options:
        if option not in (*cls.option_names(), "relative"):
            suggestion = nearest(option, cls.option_names())
            raise UnknownTransformError(f"{name} has no option {option!r}{suggestion}")
    return cls(**options)


def version(of: Iterable[str] | None = None) -> str:
    """Return a text that changes whenever the pixels or draws of the named transforms (or all) may change.

    It covers each transform's `revision` and the libraries that make pixels and random numbers.
    """
    chosen = sorted(_classes if of is None else set(of))
    parts = [f"numpy {np.__version__}", f"opencv {cv2.__version__}"]
    parts += [f"{name} {get(name).revision}" for name in chosen]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
