"""Photos that are moved while they are looked at: a loose one when it is filed, a captured one when it is judged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from webapp.errors import ApiError

T = TypeVar("T")


def follow(find: Callable[[], Path], use: Callable[[Path], T]) -> T:
    """Return what ``use`` makes of a photo's file, again each time that the photo has been moved meanwhile.

    Args:
        find: Says where the photo is now.
        use: Fails with an `ApiError` where the file has gone.

    Raises:
        ApiError: As ``find`` and ``use`` do, of a photo that has stayed where it was.
    """
    file = find()
    while True:
        try:
            return use(file)
        except ApiError:
            moved = find()
            if moved == file:
                raise
            file = moved
