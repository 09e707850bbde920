"""A lab in one process: a server that can die at any moment, a network that may do anything, and the truth.

Every step is one small thing (a message delivered, twice, or lost; a shutter; a kill), chosen from outside.
After each the promises that must always hold are checked (``invariants``).
``quiescence`` ends all trouble and checks that the session then ends as it must.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from capture import commands, events, facts
from capture.by_person import events as wishes
from capture.commands import Command
from capture.errors import CaptureError, DeviceRevoked, PhotoNotExpected
from capture.events import Event
from capture.facts import Fact, Verdict
from capture.plan import CaptureSettings, SessionPlan, Way
from capture.session import Outcome, Session
from capture.state.fact_kinds import fact_from_json
from capture.state.place import Held
from capture.state.reducer import apply_fact
from capture.state.session_state import State
from tests.capture import invariants
from tests.capture.simulated_display import Monitor, SimulatedDisplay
from tests.capture.simulated_phone import HeldPhoto, SimulatedPhone

Message = tuple[str, str, str, dict[str, Any]]
"""(to whom, connection or device, kind, body)"""


@dataclass
class Kept:
    """A photo in the archive."""

    photo: HeldPhoto
    device: str
    folder: str = "pending"


@dataclass
class Lab:
    plan: SessionPlan
    t: float = 1000.0
    step: int = 0
    network: list[Message] = field(default_factory=list)
    journal: list[Fact] = field(default_factory=list)
    archive: dict[str, Kept] = field(default_factory=dict)
    acknowledged: dict[tuple[str, int, int], HeldPhoto] = field(default_factory=dict)
    to_judge: list[commands.Judge] = field(default_factory=list)
    devices: dict[str, SimulatedPhone | SimulatedDisplay] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    leases: dict[str, int] = field(default_factory=dict)
    monitor: Monitor = field(default_factory=Monitor)
    photos_taken: int = 0
    stalled: set[str] = field(default_factory=set)
    disk_full: bool = False
    crash: str = ""
    last_showing: int = 0
    tries: dict[tuple[str, int], int] = field(default_factory=dict)
    restarts: int = 0
    conditions: list[tuple[float, str]] = field(default_factory=list)
    set_at_first: dict[str, str] = field(default_factory=dict)
    notes: dict[tuple[str, int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session = Session(self.plan, self.t)
        self.shadow = State.new(self.plan)

    @classmethod
    def new(
        cls,
        first: int = 1,
        last: int = 6,
        sets: tuple[str, ...] = ("a", "b"),
        indices: tuple[int, ...] | None = None,
        follows: str = "",
        way: Way = "automatic",
        **settings: Any,
    ) -> Lab:
        chosen = CaptureSettings(max_automatic_retakes=2, **settings)
        plan = SessionPlan("s", "", "d", "0" * 64, first, last, sets, {}, chosen)
        return cls(replace(plan, indices=indices, follows=follows, by_itself=bool(follows), capture=way))

    @property
    def phones(self) -> list[SimulatedPhone]:
        return [device for device in self.devices.values() if isinstance(device, SimulatedPhone)]

    @property
    def displays(self) -> list[SimulatedDisplay]:
        return [device for device in self.devices.values() if isinstance(device, SimulatedDisplay)]

    # --- the server ---

    def check(self) -> None:
        """See that the promises hold."""
        invariants.check(self)

    def handle(self, event: Event) -> bool:
        """Decide, journal, send; or die in between.  Whether it was accepted."""
        stale = invariants.is_stale(self.session, event)
        try:
            outcome = self.session.handle(event)
            assert not stale or outcome == Outcome(stale=True), "an older page had a say"
        except CaptureError:
            assert not stale
            self.check()
            return False
        crash, self.crash = self.crash, ""
        if crash == "before":
            self.kill()
            return False
        for fact in outcome.facts:
            invariants.check_fact(self, fact)
        for fact in outcome.facts:
            self.journal.append(fact_from_json(json.loads(json.dumps(fact.to_json()))))
            apply_fact(self.shadow, self.journal[-1])
        if crash == "after":
            self.kill()
            return False
        for command in outcome.commands:
            self._carry_out(command)
        self.check()
        return not outcome.stale

    def kill(self) -> None:
        """SIGKILL and a new process."""
        self.network = [message for message in self.network if message[0] == "client"]
        self.owners.clear()
        self.leases.clear()
        self.to_judge.clear()
        for device in self.devices.values():
            device.close()
        self.session = Session.replay(self.plan, self.journal, self.plan.first)
        assert self.session.state == self.shadow
        for fact in self.journal:  # the archive replays what the journal knows
            if isinstance(fact, facts.VerdictGiven):
                self.archive[fact.name].folder = fact.verdict
        self.handle(events.Restarted(self.t))

    def _carry_out(self, command: Command) -> None:
        match command:
            case commands.Judge():
                self.to_judge.append(command)
            case commands.File(_, _, _, name, to):
                self.archive[name].folder = to
            case commands.Show(device, generation, showing, index, ahead):
                wanted = [picture for picture in (index, ahead) if picture is not None]
                assert all(self.session.opens(device, picture) for picture in wanted), (
                    "it could not fetch them"
                )
                self._send_device(device, generation, "show", showing=showing, index=index)
            case commands.Capture(device, generation, index, attempt, showing, skipped, care):
                invariants.check_capture(self, command)
                body = {"index": index, "attempt": attempt, "showing": showing, "skipped": skipped}
                body["careful"] = care is not None
                self._send_device(device, generation, "capture", **body)
            case commands.Press(device, generation, index, attempt, showing):
                body = {"index": index, "attempt": attempt, "showing": showing}
                self._send_device(device, generation, "press", **body)
            case _:
                self._converse(command)

    def _converse(self, command: Command) -> None:
        match command:
            case commands.Welcome(device, connection, generation, point):
                self.leases[connection] = generation
                moved = self.session.newest(device) != device
                self._send(connection, "welcome", generation=generation, resume_point=point, moved=moved)
            case commands.Refuse(_, connection, code, _):
                assert code != "index_mismatch", command
                self._send(connection, "refused", code=code)
            case commands.Supersede(_, connection):
                self._send(connection, "superseded")
            case commands.AskHello(_, connection):
                self._send(connection, "say_hello")
            case commands.Farewell(device, code):
                for connection in [c for c, owner in self.owners.items() if owner == device]:
                    self._send(connection, "farewell", code=code)
            case _:
                raise AssertionError(command)

    def _send(self, connection: str, kind: str, /, **body: Any) -> None:
        self.network.append(("client", connection, kind, body))

    def _send_device(self, device: str, generation: int, kind: str, **body: Any) -> None:
        for connection, owner in self.owners.items():
            if owner == device and self.leases.get(connection) == generation:
                self._send(connection, kind, generation=generation, **body)

    # --- the network ---

    def connect(self, device: str) -> str:
        connection = f"{device}/{self.step}/{len(self.network)}/{self.photos_taken}/{len(self.owners)}"
        while connection in self.owners:
            connection += "+"
        self.owners[connection] = device
        return connection

    def disconnect(self, connection: str) -> None:
        """The client's end is gone; the server hears of it when it does."""
        self.network.append(("server", connection, "left", {}))

    def to_server(self, connection: str, kind: str, **body: Any) -> None:
        self.network.append(("server", connection, kind, body))

    def upload(self, phone: SimulatedPhone, photo: HeldPhoto) -> None:
        message: Message = ("server", phone.device, "put", {"photo": photo})
        if message not in self.network:
            self.network.append(message)

    def deliver(self, which: int, again: bool = False) -> None:
        """Let one message arrive, whichever; ``again``: it will arrive once more."""
        deliverable = [n for n, message in enumerate(self.network) if not self._is_stalled(message)]
        if not deliverable:
            return
        position = deliverable[which % len(deliverable)]
        message = self.network[position] if again else self.network.pop(position)
        self._arrive(message)

    def _is_stalled(self, message: Message) -> bool:
        """Whether it comes from a device whose Wi-Fi has stalled: nothing is lost, and nothing arrives."""
        return message[0] == "server" and self.owners.get(message[1], message[1]) in self.stalled

    def lose(self, which: int) -> None:
        """Lose a message.  The end of a connection is not one: it is always noticed in the end."""
        if self.network:
            position = which % len(self.network)
            if self.network[position][2] != "left":
                self.network.pop(position)

    def _arrive(self, message: Message) -> None:
        to, connection, kind, body = message
        self.step += 1
        self.t += 0.01
        if kind == "put":
            self._put(connection, body["photo"])
        elif kind == "put_answered":
            phone = self.devices[connection]
            assert isinstance(phone, SimulatedPhone)
            phone.hear_upload(body["key"], body["status"], body["sha256"])
        elif to == "client":
            for device in self.devices.values():
                device.hear(connection, kind, body)
        elif connection in self.owners:
            self._hear(connection, self.owners[connection], kind, body)

    def _hear(self, connection: str, device: str, kind: str, body: dict[str, Any]) -> None:
        if kind == "left":
            del self.owners[connection]
            generation = self.leases.pop(connection, None)
            if generation is not None:
                self.handle(events.DeviceLeft(self.t, device, generation))
            return
        event = self._event(connection, device, kind, dict(body))
        if self.handle(event) and kind in ("ready", "captured", "spoiled"):
            self._send(connection, "ack", kind=kind, body=body)

    def _event(self, connection: str, device: str, kind: str, body: dict[str, Any]) -> Event:
        at = self.t
        if kind == "hello":
            if isinstance(self.devices[device], SimulatedDisplay):
                return events.DisplayHello(at, device, connection)
            held = tuple(Held(*photo, size=5) for photo in body.pop("held"))
            return events.PhoneHello(at, device, connection, held=held, **body)
        if kind == "captured":
            return events.Captured(at, device, size=5, **body)
        kinds: dict[str, type[Event]] = {
            "ready": events.PhoneReady,
            "received": events.Received,
            "failed": events.CaptureFailureReported,
            "mismatch": events.IndexMismatch,
            "spoiled": events.PhotoSpoiled,
            "go_on": events.Resume,
            "retake": wishes.RetakeHere,
            "skip": wishes.SkipHere,
            "turn": wishes.Turn,
            "shown": events.Shown,
            "broken": events.ShowingBroken,
        }
        assert kind != "mismatch", (device, body, self.journal[-8:])
        if kind == "pause":
            return events.Pause(at, "phone", device, **body)
        if kind in ("shutter", "next", "conditions"):
            person = {
                "shutter": wishes.PressShutter,
                "next": wishes.GoOn,
                "conditions": wishes.StateConditions,
            }
            return person[kind](at, by=device, **body)
        if kind == "show_failed":
            return events.ShowFailed(at, device, detail="no", **body)
        return kinds[kind](at, device, **body)  # type: ignore[arg-type, call-arg]

    def _put(self, device: str, photo: HeldPhoto) -> None:
        phone = self.devices[device]
        assert isinstance(phone, SimulatedPhone)
        status = self._keep(phone, photo)
        if status:
            body = {"key": (photo.index, photo.attempt), "status": status, "sha256": photo.sha256}
            self.network.append(("client", device, "put_answered", body))

    def _keep(self, phone: SimulatedPhone, photo: HeldPhoto) -> int:
        key = (phone.device, photo.index, photo.attempt)
        try:
            known = self.session.expects_photo(*key, photo.sha256)
        except DeviceRevoked:
            return 401
        except PhotoNotExpected:
            return 404
        if known == "kept":
            return 200
        if phone.spoils:
            return 415
        if self.disk_full:
            self.handle(events.Pause(self.t, "disk_full"))
            return 507
        name = f"{self.session.set_of(phone.device)}-{photo.index}-{photo.attempt}"
        assert name not in self.archive or self.archive[name].photo.sha256 == photo.sha256
        self.archive.setdefault(name, Kept(photo, phone.device))
        accepted = self.handle(events.PhotoKept(self.t, *key, photo.sha256, 5, name))
        return 201 if accepted else 0

    # --- verdicts ---

    def judge(self, which: int, refuse: str = "") -> None:
        """Give a verdict: what is stale is noticed, all else is believed unless it is to be refused."""
        if not self.to_judge:
            return
        order = self.to_judge.pop(which % len(self.to_judge))
        photo = self.archive[order.name].photo
        wrong = photo.stale and photo.pixels != photo.index
        code = refuse or ("wrong_xray" if wrong else "")
        verdict: Verdict = "rejected" if code else "accepted"
        detail = f"it shows x-ray {photo.pixels}" if code == "wrong_xray" else ""
        measures = {"match": {"shows": photo.pixels}} if wrong else {}
        self.handle(
            events.PhotoJudged(self.t, order.set, order.index, order.attempt, verdict, code, detail, measures)
        )

    # --- joining ---

    def admit_phone(self, device: str) -> None:
        self.handle(events.AdmitPhone(self.t, device, device))
        if device in self.session.state.devices:  # or the server died over it: the person tries again
            self.devices[device] = phone = SimulatedPhone(self, device)
            phone.open()

    def rejoin(self, phone: SimulatedPhone) -> None:
        """Have a phone scan the code again; it is the same device, or nothing has changed."""
        devices = len(self.session.state.devices)
        self.handle(events.Rejoin(self.t, phone.device))
        assert len(self.session.state.devices) == devices
        if not self.session.state.devices[phone.device].removed:
            phone.farewell = ""
            phone.open()

    def admit_display(self, device: str) -> None:
        self.handle(events.AdmitDisplay(self.t, device, device))
        if device in self.session.state.devices:
            self.devices[device] = display = SimulatedDisplay(self, device)
            display.open()
