"""The one way in which tests wait: for a condition, never for a guessed time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE_S = 60.0
STEP_S = 0.005


def _sleep() -> None:
    time.sleep(STEP_S)


def wait_until(
    look: Callable[[], T],
    what: str | Callable[[], str] = "a condition",
    patience_s: float = PATIENCE_S,
    pause: Callable[[], object] = _sleep,
) -> T:
    """Return what ``look`` returns as soon as it is true.

    Args:
        look: Looks once.
        what: What is waited for, or says so when it did not come.
        patience_s: A ceiling for what hangs; generous, since machines may be slow.
        pause: Lets time pass between two looks: a page's own waiting, where it must go on running.
    """
    end = time.monotonic() + patience_s
    while not (found := look()):
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for {what if isinstance(what, str) else what()}")
        pause()
    return found
