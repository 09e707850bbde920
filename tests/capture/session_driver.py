"""A session driven by hand, one event a line."""

from __future__ import annotations

from typing import Any

from capture import commands, events
from capture.commands import Command
from capture.facts import Fact
from capture.plan import CaptureSettings, SessionPlan, Way
from capture.session import Outcome, Session
from capture.state.layouts import Layout
from capture.state.place import Held


def digest(index: int, attempt: int = 1, phone: str = "p1") -> str:
    """The digest of the photo that these tests mean."""
    return f"{hash((index, attempt, phone)) & (2**64 - 1):064x}"


class SessionDriver:
    """A session whose display and phones do as told; ``last`` is what the last event led to."""

    def __init__(
        self,
        first: int = 1,
        last: int = 5,
        sets: tuple[str, ...] = ("a",),
        indices: tuple[int, ...] | None = None,
        follows: str = "",
        way: Way = "automatic",
        **settings: Any,
    ) -> None:
        chosen = CaptureSettings(**settings)
        plan = SessionPlan(
            "s1",
            "Test",
            "demo",
            "ab" * 32,
            first,
            last,
            sets,
            {},
            chosen,
            indices=indices,
            follows=follows,
            by_itself=bool(follows),
            capture=way,
        )
        self.t = 1000.0
        self.session = Session(plan, self.t)
        self.facts: list[Fact] = []
        self.last = Outcome()
        self.painted: int | None = None

    @property
    def state(self) -> Any:
        return self.session.state

    @property
    def showing(self) -> int:
        return self.session.state.showing.number

    def do(self, event: events.Event) -> Outcome:
        self.last = self.session.handle(event)
        self.facts += self.last.facts
        return self.last

    def sent(self, kind: type[Command]) -> list[Any]:
        """The commands of one kind that the last event led to."""
        return [command for command in self.last.commands if isinstance(command, kind)]

    # --- joining ---

    def join_display(self, display: str = "d1") -> None:
        self.do(events.AdmitDisplay(self.t, display, "Monitor"))
        self.do(events.DisplayHello(self.t, display, f"{display}-page"))

    def join_phone(self, phone: str = "p1", ready: bool = True) -> None:
        self.do(events.AdmitPhone(self.t, phone, f"Phone {phone}"))
        self.hello(phone)
        if ready:
            self.ready(phone)

    def hello(
        self,
        phone: str = "p1",
        page: str = "page1",
        record: tuple[int, int] | None = None,
        attempts: dict[int, int] | None = None,
        held: list[tuple[int, int, int]] | None = None,
    ) -> Outcome:
        """A phone says hello; ``held`` are (index, attempt, showing)."""
        photos = tuple(Held(i, a, n, digest(i, a, phone), 5) for i, a, n in held or [])
        begin, last = record or (None, None)
        return self.do(
            events.PhoneHello(self.t, phone, f"{phone}-{page}", begin, last, attempts or {}, photos)
        )

    def ready(self, phone: str = "p1", ready: bool = True, code: str = "") -> Outcome:
        return self.do(
            events.PhoneReady(self.t, phone, self.generation(phone), ready, code, {"battery": 0.5})
        )

    def generation(self, device: str) -> int:
        return int(self.session.state.devices[device].generation)

    def started(self, phones: int = 1) -> SessionDriver:
        """The desk with a display and phones, running, its first x-ray shown."""
        if self.session.plan.has_display:
            self.join_display()
        for number in range(1, phones + 1):
            self.join_phone(f"p{number}")
        self.do(events.Start(self.t, self.session.plan.sets[phones:]))
        if self.session.plan.has_display:
            self.shown()
        return self

    # --- one x-ray ---

    def shown(self, whole: bool = True, layout: Layout | None = None, stood: Layout | None = None) -> Outcome:
        """The display has painted what was ordered last; the one before stood, unless not ``whole``."""
        number, display = self.showing, self.session.state.display or "d1"
        before, self.painted = self.painted if whole else None, number
        return self.do(events.Shown(self.t, display, self.generation(display), number, before, layout, stood))

    def broken(self) -> Outcome:
        return self.do(events.ShowingBroken(self.t, "d1", self.generation("d1"), self.showing))

    def received(self, index: int, attempt: int = 1, phone: str = "p1") -> Outcome:
        return self.do(events.Received(self.t, phone, self.generation(phone), index, attempt, self.showing))

    def captured(
        self,
        index: int,
        attempt: int = 1,
        phone: str = "p1",
        showing: int | None = None,
        source: str = "",
    ) -> Outcome:
        number = self.showing if showing is None else showing
        sha256 = digest(index, attempt, phone)
        generation = self.generation(phone)
        camera = {"source": source} if source else {}
        return self.do(events.Captured(self.t, phone, generation, index, attempt, number, sha256, 5, camera))

    def kept(self, index: int, attempt: int = 1, phone: str = "p1") -> Outcome:
        sha256 = digest(index, attempt, phone)
        return self.do(events.PhotoKept(self.t, phone, index, attempt, sha256, 5, f"{index}-{attempt}.jpg"))

    def judged(
        self,
        index: int,
        attempt: int = 1,
        verdict: Any = "accepted",
        set_name: str = "a",
        code: str = "photo_broken",
    ) -> Outcome:
        code = "" if verdict == "accepted" else code
        return self.do(events.PhotoJudged(self.t, set_name, index, attempt, verdict, code))

    def through(self, index: int, attempt: int = 1) -> None:
        """One x-ray that is on the display, from the answer to the verdict."""
        self.captured(index, attempt)
        self.shown()
        self.kept(index, attempt)
        self.judged(index, attempt)

    def tick(self, seconds: float = 1.0) -> Outcome:
        self.t += seconds
        return self.do(events.Tick(self.t))

    def asked(self) -> list[tuple[str, int, int]]:
        """Whom the last event asked for what: (phone, index, attempt)."""
        return [(c.phone, c.index, c.attempt) for c in self.sent(commands.Capture)]

    def shows(self) -> list[int | None]:
        """What the last event put on the display."""
        return [command.index for command in self.sent(commands.Show)]
