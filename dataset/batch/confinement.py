"""Confinement of the processes that decode a run's x-rays; their caller knows how, this package does not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass


def _nothing() -> None:
    """Leave a process as it is."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """The confinement of the processes of a run; picklable.

    Attributes:
        enter: Called in each process before its first x-ray, for good.
        decoding: Returns the context that each x-ray is decoded in.
    """

    enter: Callable[[], object] = _nothing
    decoding: Callable[[], AbstractContextManager[object]] = nullcontext


UNCONFINED = Confinement()
