"""What happens to a photo after it was acknowledged: its verdict, and its move to where it belongs.

Both are queued and done off the loop.  Nothing is lost if the server stops here: at the next start the session
asks for the verdicts that are missing, and the archive replays the moves that are journalled.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from capture.archive import Archive
from capture.commands import File, Judge
from capture.events import PhotoJudged
from webapp.lab.live import LiveSession
from webapp.lab.pictures import Pictures
from webapp.lab.pixels import PhotoVerdict, Pixels, PixelsClosed
from webapp.lab.threads import WorkQueue
from webapp.offload import Offload

log = logging.getLogger(__name__)


class Background:
    """Judges and files photos."""

    def __init__(
        self,
        archive: Archive,
        pixels: Pixels,
        pictures: Pictures,
        offload: Offload,
        live: Callable[[str], LiveSession],
        verdicts: WorkQueue,
        moves: WorkQueue,
    ) -> None:
        self._archive = archive
        self._pixels = pixels
        self._pictures = pictures
        self._offload = offload
        self._live = live
        self._verdicts = verdicts
        self._moves = moves

    def judge(self, session: str, order: Judge) -> None:
        """Queue a photo for its verdict."""
        self._verdicts.put(lambda: self._judge(session, order))

    def file(self, session: str, order: File) -> None:
        """Queue a photo for its move out of ``pending/``."""
        self._moves.put(lambda: self._file(session, order))

    def waiting(self) -> int:
        """Return how many photos wait for their verdict."""
        return self._verdicts.waiting()

    def _judge(self, session: str, order: Judge) -> None:
        try:
            found = self._verdict(session, order)
        except PixelsClosed:
            return
        self._live(session).deliver(
            lambda at: PhotoJudged(
                at,
                order.set,
                order.index,
                order.attempt,
                found.verdict,
                found.code,
                found.detail,
                found.measures or {},
            )
        )

    def _verdict(self, session: str, order: Judge) -> PhotoVerdict:
        photo = self._offload(self._archive.find, order.set, session, order.name)
        if photo is None:
            return PhotoVerdict("rejected", "photo_broken", "its file is no longer in the archive")
        return self._pixels.judge(photo, self._pictures.photo_place(order.set, session, order.name))

    def _file(self, session: str, order: File) -> None:
        self._offload(self._archive.file, order.set, session, order.name, order.to)
