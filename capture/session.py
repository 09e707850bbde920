"""A session as a pure state machine: events go in; facts to journal and commands to send come out.

Nothing here reads a clock, a file or a socket.  The shell calls `Session.handle` with one event at a time,
writes ``Outcome.facts`` to the journal, and only then carries out ``Outcome.commands``.  Should the journal
refuse, the shell discards the session and replays it: a fact that was not journalled has no effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, Self

from capture import events, phone_events
from capture.by_person import events as wishes
from capture.commands import Command
from capture.events import Event
from capture.facts import Fact, Role
from capture.handlers import (
    by_hand,
    by_itself,
    displays,
    handshake,
    imports,
    membership,
    operator_requests,
    paused_phones,
    phases,
    phones,
    photos,
    presenter,
    swapped_phones,
    timeouts,
)
from capture.handlers.context import Transaction
from capture.handlers.scheduler import advance
from capture.plan import CaptureSettings, SessionPlan
from capture.state.layouts import Drawn
from capture.state.perspectives import Perspective
from capture.state.reducer import apply_fact
from capture.state.session_state import Live, State

__all__ = ["CaptureSettings", "Outcome", "Session", "SessionPlan"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one event.

    Attributes:
        facts: To be journalled, in this order, in one transaction, before anything else.
        commands: To be carried out once the facts are journalled.
        stale: The event came by a connection that does not hold the device's lease; it changed nothing.
    """

    facts: tuple[Fact, ...] = ()
    commands: tuple[Command, ...] = ()
    stale: bool = False


_SHOWING = ("aiming", "running", "paused", "finishing")
_HANDLERS: dict[type[Event], Callable[[Transaction, Any], None]] = {
    events.Aim: phases.aim,
    phone_events.PhoneFramed: by_itself.framed,
    events.Start: phases.start,
    events.Pause: phases.pause_asked,
    events.Resume: phases.resume,
    events.Abort: phases.abort_asked,
    events.Retake: operator_requests.retake,
    events.Skip: operator_requests.skip,
    events.NotePhoto: operator_requests.note,
    events.TreatAsOne: operator_requests.treat_as_one,
    wishes.StateConditions: by_hand.state_conditions,
    wishes.PressShutter: by_hand.press_shutter,
    wishes.GoOn: by_hand.go_on,
    wishes.RetakeHere: by_hand.retake_here,
    wishes.SkipHere: by_hand.skip_here,
    wishes.Turn: presenter.turn,
    events.AdmitPhone: membership.admit_phone,
    events.AdmitDisplay: membership.admit_display,
    events.Drop: membership.drop,
    events.Revoke: membership.revoke,
    events.Rejoin: membership.rejoin,
    events.Replace: membership.replace,
    phone_events.SwapPhones: swapped_phones.swap,
    phone_events.PausePhone: paused_phones.pause_phone,
    phone_events.ResumePhone: paused_phones.resume_phone,
    events.DeviceLeft: membership.left,
    events.PhoneHello: handshake.phone_hello,
    events.PhoneReady: phones.ready,
    events.Received: phones.received,
    events.Captured: phones.captured,
    events.CaptureFailureReported: phones.failed,
    events.IndexMismatch: phones.mismatch,
    events.DisplayHello: handshake.display_hello,
    events.DisplayStatus: displays.status,
    events.Shown: displays.shown,
    events.ShowFailed: displays.show_failed,
    events.ShowingBroken: displays.broken,
    events.PhotoKept: photos.kept,
    events.PhotoJudged: photos.judged,
    events.PhotoSpoiled: photos.spoiled,
    events.PhotoImported: imports.imported,
    events.Tick: timeouts.tick,
    events.Restarted: timeouts.restarted,
}


class Session:
    """The state machine of one session.  Not thread-safe: the shell holds a lock per session."""

    def __init__(self, plan: SessionPlan, at: float) -> None:
        self.created_at = at
        self.state = State.new(plan)
        self.live = Live(since=at)

    @property
    def plan(self) -> SessionPlan:
        """The session's plan."""
        return self.state.plan

    @classmethod
    def replay(cls, plan: SessionPlan, facts: Iterable[Fact], at: float) -> Self:
        """Return the session restored from its journal, disconnected; follow with the event ``Restarted``.

        Args:
            plan: What it was created with.
            facts: All that was journalled, in order.
            at: When it was created.
        """
        session = cls(plan, at)
        for fact in facts:
            apply_fact(session.state, fact)
        return session

    def handle(self, event: Event) -> Outcome:
        """Handle one event.

        Raises:
            CaptureError: The operator or a device asked for something that cannot be done now.
        """
        tx = Transaction(self.state, self.live, event.at)
        _HANDLERS[type(event)](tx, event)
        if not tx.stale:
            advance(tx)
        return Outcome(tuple(tx.facts), tuple(tx.commands), tx.stale)

    def belongs(self, device: str) -> bool:
        """Return whether a device that joined before still takes part, or its photos are waited for."""
        return membership.belongs(self.state, device)

    def newest(self, device: str) -> str:
        """Return as which device a phone takes part now: itself, unless it was put in another one's place."""
        return self.state.newest(device)

    def present(self, role: Role) -> int:
        """Return how many devices of a role take part or may: neither dropped nor revoked."""
        return sum(device.role == role and not device.removed for device in self.state.devices.values())

    def copies(self, index: int) -> frozenset[int]:
        """Return the other x-rays that are treated as one with ``index``."""
        return frozenset(self.state.copies.get(index, ())) - {index}

    @property
    def screen(self) -> tuple[int, int] | None:
        """(width, height) of the display, None where it has not reported it."""
        link = self.live.links.get(self.state.display or "")
        size = (0, 0) if link is None else (link.status.get("width"), link.status.get("height"))
        width, height = (side if isinstance(side, int) else 0 for side in size)
        return (width, height) if width > 0 and height > 0 else None

    def opens(self, display: str, index: int) -> bool:
        """Return whether a display is to fetch an x-ray: it shows it, or shows it soon.

        No other display of the session needs any, and nobody needs one before its start or after its end.
        """
        shows = display == self.state.display and not self.state.devices[display].removed
        return shows and self.state.phase in _SHOWING and index in self.live.pictures

    def taken_by(self, name: str, index: int, attempt: int) -> str | None:
        """Return the phone that took a photo, in the set ``name``; None where no such photo was reported."""
        place = self.state.places.get(name)
        photo = None if place is None else place.photos.get((index, attempt))
        return None if photo is None else photo.phone

    def drawn(self, name: str, index: int, attempt: int) -> Drawn | None:
        """Return where the display drew a photo's x-ray, by set and ``name``; None where it was not reported."""
        place = self.state.places.get(name)
        photo = None if place is None else place.photos.get((index, attempt))
        return None if photo is None else photo.drawn

    def shown_before(self, name: str, index: int, attempt: int) -> int | None:
        """Return the other x-ray that the display showed last before a photo's own; None where not known."""
        place = self.state.places.get(name)
        photo = None if place is None else place.photos.get((index, attempt))
        return None if photo is None else photo.before

    def perspectives(self, name: str, index: int, attempt: int) -> tuple[Perspective, ...]:
        """Return the homographies of the newest verified photos of the phone that took this one."""
        place = self.state.places.get(name)
        photo = None if place is None else place.photos.get((index, attempt))
        phone = None if photo is None else self.state.devices.get(photo.phone)
        return () if phone is None else tuple(phone.perspectives)

    def set_of(self, phone: str) -> str | None:
        """Return a phone's set, also after it was dropped; None for a spare or unknown phone."""
        place = self.state.place_of(phone)
        return None if place is None else place.set

    def expects_photo(
        self, phone: str, index: int, attempt: int, sha256: str
    ) -> Literal["new", "kept", "changed"]:
        """Return whether an upload is to be accepted (``new``) or already archived (``kept``).

        ``changed``: nothing is stored, and these are not the bytes that were announced; they are not to be taken in.

        Raises:
            PhotoNotExpected: Its ``captured`` is not in the journal.
            PhotoConflict: Other bytes are stored under this key.
            DeviceRevoked: The phone's credential was revoked.
        """
        return photos.expects(self.state, phone, index, attempt, sha256)[0]
