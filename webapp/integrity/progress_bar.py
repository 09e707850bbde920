"""Progress with the time left, on the terminal; nothing where the output is no terminal."""

from __future__ import annotations

from types import TracebackType
from typing import Never, Self

from tqdm import tqdm


class ProgressBar:
    """One bar after the other; use as a context manager."""

    def __init__(self) -> None:
        self._bar: tqdm[Never] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def begin(self, what: str, total: int, unit: str) -> None:
        """Begin a new bar."""
        self._close()
        self._bar = tqdm(total=total, unit=unit, unit_scale=unit == "B", desc=what, disable=None, leave=False)

    def advance(self, by: int) -> None:
        """Move the bar on."""
        if self._bar is not None:
            self._bar.update(by)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
