"""Phones that follow ``docs/protocol.md`` to the letter, and photos that know what they really show."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.capture.simulated_lab import Lab

Key = tuple[int, int]


@dataclass
class HeldPhoto:
    """A photo with what its pixels really show, and whether the monitor stood still and uncovered meanwhile."""

    index: int
    attempt: int
    showing: int
    sha256: str
    pixels: int | None
    steady: bool
    stale: bool = False
    reported: bool = False
    refused: bool = False
    veiled: bool = False
    source: str = ""


@dataclass
class Shot:
    index: int
    attempt: int
    showing: int
    skipped: tuple[int, ...]
    began: int
    careful: bool


@dataclass
class PhoneTab:
    """One page of the phone; all pages share the phone's store."""

    connection: str
    generation: int | None = None
    locked: bool = True
    shot: Shot | None = None


class SimulatedPhone:
    """A phone: its durable store and its open pages."""

    def __init__(self, lab: Lab, device: str) -> None:
        self.lab = lab
        self.device = device
        self.begin: int | None = None
        self.last: int | None = None
        self.attempts: dict[int, int] = {}
        self.held: dict[Key, HeldPhoto] = {}
        self.spoiled: set[Key] = set()
        self.tabs: list[PhoneTab] = []
        self.camera = True
        self.farewell = ""
        self.spoils = False
        self.wrong_film = False  # the person puts up another film than the one that is asked for
        self.hands_in = False  # it is to go on as another device, and the server knows what it holds
        self.stale = ""  # "hasty": its frames are late unless it takes care; "always": whatever it does

    @property
    def tab(self) -> PhoneTab | None:
        return self.tabs[-1] if self.tabs else None

    def record(self, index: int) -> int:
        return self.attempts.get(index, 0)

    # --- what a person does with it ---

    def open(self) -> None:
        """Open a page.  It steals the lock: an older one writes and photographs nothing any more, but its connection
        stays until it hears that it is superseded.
        """
        for tab in self.tabs:
            tab.shot, tab.locked = None, False
        self.tabs.append(PhoneTab(self.lab.connect(self.device)))
        self._hello(self.tabs[-1])

    def close(self) -> None:
        """Close all pages; what was being photographed is not."""
        for tab in self.tabs:
            self.lab.disconnect(tab.connection)
        self.tabs.clear()

    def clear(self) -> None:
        """Clear the site's data."""
        self.close()
        self.begin = self.last = None
        self.attempts, self.held, self.spoiled = {}, {}, set()

    def ask(self, what: str) -> None:
        """The person taps on every page that is open, also on those that another has taken over from."""
        for tab in self.tabs:
            self._say(tab, what)

    def set_camera(self, works: bool) -> None:
        if works != self.camera:
            self.camera = works
            if self.tab is not None:
                self._ready(self.tab)

    def person(self, what: str, **body: Any) -> None:
        """The person asks for something, on the page in front."""
        if self.tab is not None:
            self._say(self.tab, what, **body)

    # --- the shot ---

    def shutter(self, source: str = "") -> None:
        """Finish the shots that are under way; by hand, this is when the person presses."""
        for tab in self.tabs:
            if tab.shot is not None:
                shot, tab.shot = tab.shot, None
                self._shoot(tab, shot, source)

    def _shoot(self, tab: PhoneTab, shot: Shot, source: str) -> None:
        if shot.attempt <= self.record(shot.index):
            self._answer_from_store(tab, shot.index, shot.attempt)
            return
        monitor = self.lab.monitor
        steady = not any(step >= shot.began for step in monitor.changes)
        self.lab.photos_taken += 1
        digest = hashlib.sha256(f"{self.device}-{self.lab.photos_taken}".encode()).hexdigest()
        stale = self.stale == "always" or (self.stale == "hasty" and not shot.careful)
        pixels = monitor.before if stale else monitor.shows
        photo = HeldPhoto(shot.index, shot.attempt, shot.showing, digest, pixels, steady or stale, stale)
        photo.veiled = monitor.veiled
        photo.source = source
        if not self.lab.plan.has_display:
            photo.pixels = shot.index + 1 if self.wrong_film else shot.index
            photo.stale, photo.steady, photo.veiled = self.wrong_film, True, False
        last = self.last if self.last is not None else shot.index - 1
        for passed in range(last + 1, shot.index):
            self.attempts.setdefault(passed, 0)
        self.last = max(last, shot.index)
        self.attempts[shot.index] = shot.attempt
        self.held[(shot.index, shot.attempt)] = photo
        self._captured(tab, photo)

    def fail(self) -> None:
        """The camera throws."""
        for tab in self.tabs:
            if tab.shot is not None:
                shot, tab.shot = tab.shot, None
                body = {"index": shot.index, "attempt": shot.attempt, "showing": shot.showing, "detail": "no"}
                self._say(tab, "failed", **body)

    # --- what it says ---

    def pump(self) -> None:
        """Say again what was not acknowledged, send photos."""
        tab = self.tab
        if tab is None or self.farewell == "revoked":
            return
        if self.lab.session.newest(self.device) != self.device:
            self._go_on_in_another_place(tab)
        if tab.generation is None:
            if not self.farewell:
                self._hello(tab)
        else:
            self._ready(tab)  # as it does whenever its battery changes
            for photo in list(self.held.values()):
                if not photo.reported:
                    self._captured(tab, photo)
            for index, attempt in list(self.spoiled):
                self._say(tab, "spoiled", index=index, attempt=attempt)
        for photo in list(self.held.values()):
            if photo.reported and not photo.refused:
                self.lab.upload(self, photo)

    def _go_on_in_another_place(self, tab: PhoneTab) -> None:
        """Say once more what it holds; when that is handed in, go on as the new device with an empty store."""
        successor = self.lab.session.state.devices[self.device].successor
        waiting = any(photo.reported and not photo.refused for photo in self.held.values())
        if not self.hands_in:
            self._hello(tab)
        elif not waiting and not self.spoiled and successor not in self.lab.devices:
            self.close()
            self.lab.devices[successor] = phone = SimulatedPhone(self.lab, successor)
            phone.open()

    def _hello(self, tab: PhoneTab) -> None:
        begin, last = self.begin, self.last
        usual = range(begin, last + 1) if begin is not None and last is not None else range(0)
        odd = {i: a for i, a in self.attempts.items() if a != (1 if i in usual else 0)}
        odd |= {i: 0 for i in usual if i not in self.attempts}
        held = [(p.index, p.attempt, p.showing, p.sha256) for p in self.held.values()]
        self.lab.to_server(tab.connection, "hello", begin=begin, last=last, attempts=odd, held=held)

    def _ready(self, tab: PhoneTab) -> None:
        self._say(tab, "ready", ready=self.camera, code="" if self.camera else "camera_taken")

    def _captured(self, tab: PhoneTab, photo: HeldPhoto) -> None:
        body = {"index": photo.index, "attempt": photo.attempt, "showing": photo.showing}
        self._say(tab, "captured", **body, sha256=photo.sha256, camera={"source": photo.source})

    def _answer_from_store(self, tab: PhoneTab, index: int, attempt: int) -> None:
        photo = self.held.get((index, attempt))
        if photo is not None:
            self._captured(tab, photo)

    def _say(self, tab: PhoneTab, kind: str, **body: Any) -> None:
        if tab.generation is not None:
            self.lab.to_server(tab.connection, kind, generation=tab.generation, **body)

    # --- what it hears ---

    def hear(self, connection: str, kind: str, body: dict[str, Any]) -> None:
        tab = next((tab for tab in self.tabs if tab.connection == connection), None)
        if tab is not None and (tab.locked or kind == "superseded"):
            getattr(self, f"_hear_{kind}")(tab, body)

    def _hear_welcome(self, tab: PhoneTab, body: dict[str, Any]) -> None:
        if tab.generation is not None and body["generation"] < tab.generation:
            return
        tab.generation = body["generation"]
        if body["moved"]:
            self.hands_in = True
            for photo in self.held.values():
                photo.reported = True
        point = body["resume_point"]
        if point is not None and self.last is None:
            self.begin, self.last = point.begin, point.last
            self.attempts = dict.fromkeys(range(point.begin, point.last + 1), 1) | dict(point.attempts)
        self._ready(tab)

    def _hear_refused(self, _tab: PhoneTab, body: dict[str, Any]) -> None:
        if body["code"] in ("dropped", "revoked"):
            self.farewell = self.farewell or body["code"]

    def _hear_farewell(self, _tab: PhoneTab, body: dict[str, Any]) -> None:
        self.farewell = body["code"]

    def _hear_superseded(self, tab: PhoneTab, _body: dict[str, Any]) -> None:
        self.tabs.remove(tab)
        self.lab.disconnect(tab.connection)

    def _hear_say_hello(self, tab: PhoneTab, _body: dict[str, Any]) -> None:
        tab.generation = None  # so that it is said again until it is answered
        self._hello(tab)

    def _hear_ack(self, tab: PhoneTab, body: dict[str, Any]) -> None:
        if body["kind"] == "captured":
            photo = self.held.get((body["body"]["index"], body["body"]["attempt"]))
            if photo is not None:
                photo.reported = True
        elif body["kind"] == "spoiled":
            self.spoiled.discard((body["body"]["index"], body["body"]["attempt"]))

    def _hear_capture(self, tab: PhoneTab, body: dict[str, Any]) -> None:
        if body["generation"] != tab.generation or self.last is None:
            return
        index, attempt, showing = body["index"], body["attempt"], body["showing"]
        self._say(tab, "received", index=index, attempt=attempt, showing=showing)
        if attempt <= self.record(index):
            self._answer_from_store(tab, index, attempt)
        elif tab.shot is not None and (not self.lab.plan.by_person or showing <= tab.shot.showing):
            return
        elif not self._follows(index, attempt, body["skipped"]):
            self._say(tab, "mismatch", index=index, attempt=attempt, last=self.last)
        elif self.camera or self.lab.plan.by_person:  # who keeps it until the shutter is pressed
            tab.shot = Shot(index, attempt, showing, body["skipped"], self.lab.step, body["careful"])

    def _hear_press(self, tab: PhoneTab, body: dict[str, Any]) -> None:
        shot = tab.shot
        if shot is not None and (shot.index, shot.attempt, shot.showing) == (
            body["index"],
            body["attempt"],
            body["showing"],
        ):
            tab.shot = None
            self._shoot(tab, shot, "")

    def _follows(self, index: int, attempt: int, skipped: tuple[int, ...]) -> bool:
        assert self.last is not None
        passed_over = all(between in skipped for between in range(self.last + 1, index))
        return attempt == self.record(index) + 1 and (index <= self.last or passed_over)

    def hear_upload(self, key: Key, status: int, sha256: str) -> None:
        photo = self.held.get(key)
        if photo is None or photo.sha256 != sha256:
            return
        if status in (200, 201):
            self.lab.acknowledged[(self.device, *key)] = photo
            del self.held[key]
        elif status == 415:
            del self.held[key]
            self.spoiled.add(key)
        elif status in (401, 409) or (status == 404 and self.hands_in):
            photo.refused = True
