"""The time at which each credential was last used, so that the operator sees which nobody needs.

Kept in a file of its own beside the credentials: it is no reason to write those anew, and an older version of the
server reads them as before. On disk a time may lag by an hour; a request must not wait for the disk each time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from dataset.files import write_atomically

MOST_LAG_S = 3600.0


class LastUses:
    """The times by credential.

    Args:
        file: Where they are kept.
        now: The time.
    """

    def __init__(self, file: Path, now: Callable[[], float]) -> None:
        self._file, self._now = file, now
        self._at: dict[str, float] = {}
        with suppress(OSError, ValueError):
            self._at = json.loads(file.read_text(encoding="utf-8"))
        self._kept = dict(self._at)

    def of(self, id_: str) -> float | None:
        """Return when a credential was last used; None if it never was."""
        return self._at.get(id_)

    def note(self, id_: str) -> None:
        """Note that a credential is used now."""
        self._at[id_] = at = self._now()
        if at - self._kept.get(id_, 0.0) > MOST_LAG_S:
            self._keep()

    def forget_others(self, known: Collection[str]) -> None:
        """Forget what is no credential any more."""
        self._at = {id_: at for id_, at in self._at.items() if id_ in known}

    def _keep(self) -> None:
        self._kept = dict(self._at)
        with suppress(OSError):  # a full disk keeps nobody from what they may do
            write_atomically(self._file, json.dumps(self._kept), private=True)
