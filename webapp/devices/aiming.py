"""Frames of phones during aiming: analysed, answered, shown on consoles, and not stored.

One frame of a phone is under way at a time, and the newest wins: what a phone saw a second ago helps nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from capture.phone_events import PhoneFramed
from capture.session import Session
from capture.state.layouts import Drawn
from capture.storage import DeviceRow
from dataset.errors import ImageError
from dataset.images import Format, outline_image
from webapp.devices.credentials import Credentials
from webapp.devices.framing import MOST_MOVED, SETTLED, distance, framing_of
from webapp.errors import ApiError
from webapp.pixels.interface import Pixels
from webapp.realtime.consoles import Consoles
from webapp.sessions.session_registry import Sessions
from webapp.sessions.session_runner import LiveSession
from webapp.shapes.device import Aimed
from webapp.verification.references import References

MAX_BYTES = 1_000_000
MAX_SIDE = 1280
FORMATS: tuple[Format, ...] = ("jpeg",)
Key = tuple[str, str]


class Aiming:
    """The service that answers frames."""

    def __init__(
        self,
        sessions: Sessions,
        references: References,
        pixels: Pixels,
        consoles: Consoles,
        credentials: Credentials,
    ) -> None:
        self._sessions = sessions
        self._references = references
        self._pixels = pixels
        self._consoles = consoles
        self._credentials = credentials
        self._mutex = threading.Lock()
        self._newest: dict[Key, int] = {}
        self._looking: dict[Key, threading.Lock] = {}
        self._under_way = 0

    @property
    def waiting(self) -> int:
        """Number of frames being analysed or queued."""
        return self._under_way

    def look(self, session: str, device: str, frame: bytes) -> Aimed:
        """Locate the x-ray in a frame, give advice, and notify the consoles.

        Args:
            session: Whose.
            device: The phone.
            frame: A JPEG.

        Raises:
            ApiError: ``wrong_phase``, ``not_shown``, ``newer_frame``, ``dropped``; ``image_type``, ``image_too_large``,
                ``image_unreadable``; ``server_busy``.
            CaptureError: ``session_unknown``.
        """
        live = self._sessions.get(session)
        _index_to_aim_at(live, device)
        _require_frame(frame)
        with self._alone((session, device)):
            xray = self._references.of(live.plan, _index_to_aim_at(live, device))
            if xray is None:
                raise ApiError("csv_changed", "The CSV is not the one this session was made with.")
            answer = self._pixels.look_at_frame(frame, xray)
            self._compare(live, device, answer)
        self._consoles.tell(session, "aimed", {"device": device, **answer})
        return answer

    def _compare(self, live: LiveSession, device: str, answer: Aimed) -> None:
        """Tell a session that is to start by itself whether a phone is framed as before, and keep good framings."""
        by_itself, drawn = live.look(_situation)
        now = framing_of(drawn, answer["corners"]) if answer["good"] else None
        row = self._credentials.row(device)
        before = None if row is None else row.framing
        moved = distance(before, now) if before and now else 0.0
        code = _difference(row, answer["good"], moved)
        if by_itself:
            live.deliver(lambda at: PhoneFramed(at, device, code))
        if now and not (by_itself and code) and (before is None or moved > SETTLED):
            self._credentials.keep_framing(device, now)

    @contextmanager
    def _alone(self, key: Key) -> Iterator[None]:
        with self._mutex:
            number = self._newest[key] = self._newest.get(key, 0) + 1
            lock = self._looking.setdefault(key, threading.Lock())
            self._under_way += 1
        try:
            with lock:
                if self._newest[key] != number:
                    message = "A newer frame of this phone has come. It is looked at instead."
                    raise ApiError("newer_frame", message)
                yield
        finally:
            with self._mutex:
                self._under_way -= 1


def _difference(row: DeviceRow | None, good: bool, moved: float) -> str:
    """Return how a phone's framing differs from the one before, as `capture.phone_events.PhoneFramed` says it."""
    if row is None or not row.physical:
        return "framing_new"
    if not good:
        return "framing_poor"
    return "framing_moved" if moved > MOST_MOVED else ""


def _situation(machine: Session, _at: float) -> tuple[bool, Drawn | None]:
    """Return whether the session is to start by itself, and where its x-ray is on the screen."""
    return machine.state.by_itself, machine.state.showing.drawn


def _index_to_aim_at(live: LiveSession, device: str) -> int:
    """Return the x-ray on the display of a session that aims."""

    def read(machine: Session, _: float) -> int:
        state = machine.state
        if state.phase != "aiming":
            raise ApiError("wrong_phase", "This session is not being aimed.", {"phase": state.phase})
        if state.devices[device].removed:
            raise ApiError("dropped", "The operator has taken this phone out of the session.")
        if state.showing.index is None or state.showing.status != "shown":
            raise ApiError("not_shown", "The display does not show the x-ray yet.")
        return state.showing.index

    return live.look(read)


def _require_frame(frame: bytes) -> None:
    try:
        header = outline_image(frame, FORMATS)
    except ImageError as error:
        code = "image_type" if error.code == "type" else "image_unreadable"
        raise ApiError(code, f"The frame cannot be used: {error.summary}.") from error
    if max(header.width, header.height) > MAX_SIDE:
        message = f"A frame's longer side may have {MAX_SIDE} pixels, this one's has more."
        raise ApiError("image_too_large", message)
