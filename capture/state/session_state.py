"""The state of a session: the journalled part (`State`), and the part that ends with the process (`Live`).

They are separate so that one invariant can be tested: replaying the facts always gives an equal `State`.  `Live`
holds connections and clocks; losing it costs time, never a photo.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from capture.facts import Phase, PhaseChanged, Role
from capture.plan import SessionPlan
from capture.state.layouts import Drawn
from capture.state.passed_over import PassedOver
from capture.state.perspectives import MOST, Perspective
from capture.state.place import CaptureRequest, PhotoKey, Place

RATE_WINDOW_S = 60.0
Lens = tuple[str, int, int]
"""A camera's label ("" where the browser tells none), and the width and height of its photos in pixels."""


@dataclass(slots=True)
class Device:
    """A phone or display that joined.

    Attributes:
        generation: The number of its newest lease.
        removed: ``dropped``, ``revoked`` or ``swapped``, empty while it takes part.
        successor: As which device a swapped phone goes on.
        set: The set it fills or filled; None for a spare and for displays.
        greeted: Whether it was told where it stands since it got its place.
        joined: Whether its camera was ever ready since it got its place, or since it was resumed: until then nobody
            waits for it.
        paused: Whether the operator paused it: it keeps its place, and is asked for nothing.
        ready: Whether its camera was ready when it last said so, and the ``code`` if not.
        lens: Camera, width and height of its newest photo, where it said so.
        under_way: Its photos taken and neither stored nor lost.
        unjudged: Its photos taken, not lost and not judged.
        perspectives: Of its newest verified photos through that lens, for its focal length.
    """

    device: str
    role: Role
    name: str
    number: int
    generation: int = 0
    removed: str = ""
    successor: str = ""
    set: str | None = None
    greeted: bool = False
    joined: bool = False
    paused: bool = False
    ready: bool = False
    code: str = ""
    camera: Mapping[str, Any] = field(default_factory=dict)
    lens: Lens | None = None
    under_way: dict[PhotoKey, None] = field(default_factory=dict)
    unjudged: int = 0
    perspectives: deque[Perspective] = field(default_factory=lambda: deque(maxlen=MOST))


@dataclass(slots=True)
class Showing:
    """The picture on the display.

    Attributes:
        number: The newest showing ordered, 0 before the first.
        index: Its x-ray, None for black.
        status: ``shown`` from the display's answer until anything interrupts it.
        exhausted: Nothing more may be photographed of it: its capture came to nothing, or a retake of its x-ray
            was requested, which needs a new showing.
        drawn: Where the display drew it, None where it did not say.
        variation: How the display varied it, None for not at all.
        before: The other x-rays that were shown last before it, the newest first; black and itself are left out.
    """

    number: int = 0
    index: int | None = None
    display: str = ""
    status: Literal["ordered", "shown", "interrupted"] = "interrupted"
    exhausted: bool = True
    drawn: Drawn | None = None
    variation: Mapping[str, Any] | None = None
    before: tuple[int, ...] = ()

    def intact(self, number: int) -> bool:
        """Return whether ``number`` is on the display now, without an interruption."""
        return self.status == "shown" and self.number == number

    def followed_by(self, number: int, index: int | None, display: str) -> Showing:
        """Return the picture that is ordered instead of it."""
        # Two are kept: after black, the x-ray that follows may be the one that preceded it.
        shown = dict.fromkeys((self.index, *self.before))
        before = tuple(other for other in shown if other is not None and other != index)[:2]
        return Showing(number, index, display, "ordered", exhausted=index is None, before=before)


@dataclass(slots=True)
class State:
    """The result of applying a session's facts.

    ``doubtful`` are the photos, by set and key, whose showing the display has not yet confirmed, and that showing;
    ``left_out`` the sets without a phone that the operator agreed to; ``copies`` the x-rays treated as one with an
    index, itself included; ``excluded`` what lies between the x-rays of a sample; ``by_itself`` whether it starts
    without a person once all is as it was in the session that it follows.  Where a person takes the photos, ``stays``
    is the x-ray that remains after its photo; ``conditions`` what was stated since the plan, ``since_conditions`` how
    many photos were taken since.  Where a presenter turns the x-rays, ``turned`` is the last that was turned away.
    """

    plan: SessionPlan
    places: dict[str, Place]
    phase: Phase = "waiting"
    reason: PhaseChanged | None = None
    started_at: float | None = None
    ended_at: float | None = None
    devices: dict[str, Device] = field(default_factory=dict)
    display: str | None = None
    showing: Showing = field(default_factory=Showing)
    skips: dict[int, str] = field(default_factory=dict)
    doubtful: dict[tuple[str, PhotoKey], int] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    stays: int | None = None
    turned: int = 0
    conditions: Mapping[str, str] | None = None
    since_conditions: int = 0
    copies: dict[int, tuple[int, ...]] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()
    by_itself: bool = False

    @classmethod
    def new(cls, plan: SessionPlan) -> State:
        """Return the state before the first fact."""
        excluded = frozenset(range(plan.first, plan.last + 1)) - frozenset(plan.members)
        places = {name: Place.empty(name, plan.first, plan.last, excluded) for name in plan.sets}
        return cls(plan, places, excluded=excluded, by_itself=plan.by_itself)

    @property
    def to_present(self) -> int | None:
        """The x-ray that a presenter shows now or next, None after the last one."""
        members = self.plan.members
        later = members[bisect_right(members, self.turned) :]
        return next((index for index in later if index not in self.skips), None)

    @property
    def passed_over(self) -> PassedOver:
        """The x-rays between the first and the last that no phone is asked to photograph."""
        return PassedOver(self.excluded, self.skips)

    def active(self) -> Iterator[tuple[Place, Device]]:
        """Return the places that have a phone, with it."""
        for place in self.places.values():
            if place.phone is not None:
                yield place, self.devices[place.phone]

    def working(self) -> Iterator[tuple[Place, Device]]:
        """Return the active places whose phone is not paused."""
        return ((place, phone) for place, phone in self.active() if not phone.paused)

    def held_up(self) -> list[tuple[Place, Device]]:
        """Return the active places that lack photos while their phone is paused."""
        return [
            (place, phone) for place, phone in self.active() if phone.paused and place.due() <= self.plan.last
        ]

    def spares(self) -> list[Device]:
        """Return the phones that take part without a place."""
        return [
            device
            for device in self.devices.values()
            if device.role == "phone" and device.set is None and not device.removed
        ]

    def vacant(self) -> list[Place]:
        """Return the places without a phone that lack photos, including those left out; a presenter waits for none."""
        if not self.plan.has_phones:
            return []
        return [
            place for place in self.places.values() if place.phone is None and place.due() <= self.plan.last
        ]

    def unfilled(self) -> list[Place]:
        """Return the vacant places whose absence nobody has confirmed."""
        return [place for place in self.vacant() if place.set not in self.left_out]

    def joined(self) -> Iterator[tuple[Place, Device]]:
        """Return the active places whose phone has been ready before."""
        return ((place, phone) for place, phone in self.active() if phone.joined)

    def newest(self, device: str) -> str:
        """Return as which device a phone takes part now: itself, unless it was put in another one's place."""
        while (found := self.devices.get(device)) is not None and found.successor:
            device = found.successor
        return device

    def place_of(self, phone: str) -> Place | None:
        """Return the current or former place of ``phone``."""
        device = self.devices.get(phone)
        return None if device is None or device.set is None else self.places[device.set]

    def outstanding(self) -> Iterator[tuple[Place, CaptureRequest]]:
        """Return the outstanding captures."""
        for place in self.places.values():
            if place.outstanding is not None:
                yield place, place.outstanding


@dataclass(slots=True)
class Link:
    """A device's connection, or the time since when it has none."""

    connection: str | None
    since: float
    placed: bool = False
    ready: bool = False
    asked_hello_at: float = 0.0
    status: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Asked:
    """The command sent to a phone and whether it said `received`; both by the server's clock."""

    request: CaptureRequest
    sent_at: float
    received_at: float | None = None


@dataclass(slots=True)
class Framed:
    """A phone's framing by its newest frame: how it differs from the framing before, and since when frames come.

    ``code`` is empty where it is as it was; ``frames`` is how many came.
    """

    code: str
    since: float
    frames: int = 1


@dataclass(slots=True)
class Live:
    """State that ends with the process.

    Attributes:
        since: When this process took the session up, or it last began to run.
        shown_at: When the newest `Show` was first sent, and ``show_sent_at`` when last.
        painted_at: When the display last painted a picture.
        moved_at: When a photo last came a step further: taken, stored, judged or given up.
        heard: When a device last connected, became ready, or answered a command.
        interrupted_at: When a display last said that its picture broke.
        framed: How phones are framed, while a session aims by itself.
        rounds: When the last x-rays were photographed by all who lacked them.
        pictures: The x-rays that the display was last told to show, or to decode ahead.
    """

    since: float
    links: dict[str, Link] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)
    framed: dict[str, Framed] = field(default_factory=dict)
    painted_at: float = 0.0
    moved_at: float = 0.0
    show_asked_at: float = 0.0
    show_sent_at: float = 0.0
    interrupted_at: float | None = None
    rounds: deque[float] = field(default_factory=deque)
    pictures: deque[int | None] = field(default_factory=lambda: deque(maxlen=4))

    def connected(self, device: str | None) -> bool:
        """Return whether ``device`` has a connection."""
        return device is not None and device in self.links and self.links[device].connection is not None

    def silent_since(self, device: str) -> float:
        """Return since when ``device`` has its current connection, or none."""
        link = self.links.get(device)
        return self.since if link is None else max(self.since, link.since)

    def finish_round(self, at: float) -> None:
        """Record that an x-ray is done."""
        self.rounds.append(at)
        while self.rounds and self.rounds[0] < at - RATE_WINDOW_S:
            self.rounds.popleft()
