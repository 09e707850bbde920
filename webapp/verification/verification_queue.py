"""Background work on acknowledged photos: verification and filing.

Both are queued and done off the loop.  Nothing is lost if the server stops here: at the next start the session
asks for the verdicts that are missing, and the archive replays the moves that are journalled.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

from capture.archive import Archive
from capture.commands import File, Judge
from capture.events import Event, PhotoJudged
from capture.plan import SessionPlan
from capture.session import Session
from capture.verification import PixelFinding, judge
from webapp.offload import Offload
from webapp.pictures.picture_cache import Pictures
from webapp.pixels.interface import Pixels
from webapp.runtime.threads import SideBySide, WorkQueue
from webapp.tasks.xray_file import Circumstances
from webapp.verification.references import References
from webapp.workers import WorkersClosed

Read = TypeVar("Read")
log = logging.getLogger(__name__)


class RunningSession(Protocol):
    """A session as its verdicts need it."""

    id: str
    plan: SessionPlan

    def look(self, read: Callable[[Session, float], Read]) -> Read:
        """Return what ``read`` finds in the state."""

    def deliver(self, make: Callable[[float], Event]) -> object:
        """Process an event."""


class VerificationQueue:
    """The service that verifies and files photos."""

    def __init__(
        self,
        archive: Archive,
        pixels: Pixels,
        pictures: Pictures,
        references: References,
        offload: Offload,
        live: Callable[[str], RunningSession],
        verdicts: SideBySide,
        moves: WorkQueue,
    ) -> None:
        self._archive = archive
        self._pixels = pixels
        self._pictures = pictures
        self._references = references
        self._offload = offload
        self._live = live
        self._verdicts = verdicts
        self._moves = moves

    def judge(self, session: str, order: Judge) -> None:
        """Queue the verification of a photo, in a queue per phone up to the workers."""
        self._verdicts.put(_sender(session, order), lambda: self._judge(session, order))

    def file(self, session: str, order: File) -> None:
        """Queue a photo's move out of ``pending/``."""
        self._moves.put(lambda: self._file(session, order))

    def _judge(self, session: str, order: Judge) -> None:
        live = self._live(session)
        try:
            found = self._found(live, order)
        except WorkersClosed:
            return
        has_twin = order.index not in live.plan.without_twin
        judged = judge(found, live.plan.settings.verification, has_twin=has_twin)
        measures = {**found.measures, "flag": judged.flag} if judged.flag else found.measures
        live.deliver(
            lambda at: PhotoJudged(
                at,
                order.set,
                order.index,
                order.attempt,
                judged.verdict,
                judged.code,
                judged.detail,
                measures,
            )
        )

    def _found(self, live: RunningSession, order: Judge) -> PixelFinding:
        try:
            return self._examine(live, order)
        except FileNotFoundError:
            # Moved between finding and opening it, as when it is to be retaken; now it is found where it lies.
            log.info("%s was moved while it was looked at. It is looked at again.", order.name)
            return self._examine(live, order)

    def _examine(self, live: RunningSession, order: Judge) -> PixelFinding:
        photo = self._offload(self._archive.find, order.set, live.id, order.name)
        if photo is None:
            return PixelFinding("its file is no longer in the archive")
        place = self._pictures.photo_place(order.set, live.id, order.name)
        sender = _sender(live.id, order)
        if live.plan.settings.verification == "off":
            return self._pixels.examine(photo, place, None, sender=sender)
        xray = self._references.of(live.plan, order.index)
        key = (order.set, order.index, order.attempt)
        copies, drawn, screen, perspectives, last = live.look(
            lambda machine, _: (
                machine.copies(order.index),
                machine.drawn(*key),
                machine.screen,
                machine.perspectives(*key),
                machine.shown_before(*key),
            )
        )
        # A retake comes after later x-rays, of which a late camera may still have the last one in its picture.
        near = [
            other for other in live.plan.neighbours(order.index) if other < order.index or order.attempt > 1
        ]
        before = list(dict.fromkeys(near if last is None else (last, *near)))
        rivals = self._references.rivals(live.plan, order.index, before, copies)
        others = self._references.around(live.plan, order.index, rivals, copies)
        circumstances = Circumstances(
            rivals=len(rivals),
            before=tuple(index for index in before if index not in copies),
            screen=screen if drawn is None else drawn.screen,
            drawn=None if drawn is None else drawn.rectangle,
            perspectives=perspectives,
        )
        return self._pixels.examine(photo, place, xray, others, circumstances, sender=sender)

    def _file(self, session: str, order: File) -> None:
        self._offload(self._archive.file, order.set, session, order.name, order.to)


def _sender(session: str, order: Judge) -> str:
    return f"{session}/{order.set}"
