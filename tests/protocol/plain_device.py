"""The common part of the plain phone and display: a thread that connects, says hello and listens, repeatedly."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from pathlib import Path

from tests.protocol.plain_wire import PASSING, Gone, Json, Over, Wire, code_of

PAUSE_S = 0.1


class PlainDevice(ABC):
    """A device in one session at a time."""

    role: str

    def __init__(self, base: str, ca: Path) -> None:
        self.wire = Wire(base, ca, self.role)
        self.session = self.device = self.ending = ""
        self.generation = 0
        self.state: Json = {}
        self.told: list[str] = []
        """Codes that the person at the device was told of."""
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def join(self, code: str, name: str = "") -> int:
        """Use an invitation; returns the status of the answer."""
        status, said = self.wire.join(code, name or f"Plain {self.role}")
        if status in (200, 201):
            assert said["role"] == self.role
            self.session, self.device = said["session"], said["device"]
        return status

    def start(self) -> None:
        """Take part, in a thread of its own, until stopped or sent away."""
        self._stopped.clear()
        self.ending = ""
        self._thread = threading.Thread(target=self._take_part, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End at once, as when the process is killed: only what is on disk remains."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(30)
            assert not self._thread.is_alive()

    def reconnect(self) -> None:
        """Have the connection break."""
        self.wire.inbox.put(("gone", {}))

    def say(self, event: str, **message: object) -> Json:
        """Send a message under the present lease; `Gone` once another page has it."""
        answer = self.wire.call(event, {"generation": self.generation, **message})
        if code_of(answer) == "superseded":
            raise Gone("superseded")
        return answer

    @abstractmethod
    def hello(self) -> Json:
        """Return what it says of itself."""

    @abstractmethod
    def greeted(self, answer: Json) -> None:
        """Take the answer to hello in."""

    @abstractmethod
    def idle(self) -> None:
        """Do what can wait."""

    def say_hello(self) -> None:
        """Ask for the lease."""
        answer = self.wire.call("hello", {"protocol": 1, **self.hello()})
        code = code_of(answer)
        if code in (*PASSING, "superseded"):
            self._stopped.wait(PAUSE_S)
            raise Gone(code)
        if code == "index_mismatch":
            self.told.append(code)
            self.generation = 0
        elif code:
            raise Over(code)
        else:
            self.generation, self.state = answer["generation"], answer["state"]
            self.greeted(answer)

    def _take_part(self) -> None:
        while not self._stopped.is_set() and not self.ending:
            try:
                self.wire.open(self.session)
                self.say_hello()
                self._converse()
            except Gone:
                self._stopped.wait(PAUSE_S)
            except Over as over:
                self.ending = over.code
            finally:
                self.generation = 0
                self.lost()
                self.wire.cut()
        while self.ending == "dropped" and not self._stopped.is_set():
            self.idle()
            self._stopped.wait(PAUSE_S)

    @abstractmethod
    def lost(self) -> None:
        """Hear that the connection is gone."""

    def _converse(self) -> None:
        while not self._stopped.is_set():
            heard = self.wire.next(0.02)
            if heard is None:
                self.idle()
                continue
            event, message = heard
            hear = getattr(self, f"hear_{event}", None)
            if hear is not None and message.get("generation", self.generation) == self.generation:
                hear(message)

    def hear_state(self, state: Json) -> None:
        self.state = state

    def hear_say_hello(self, _: Json) -> None:
        self.say_hello()

    def hear_superseded(self, _: Json) -> None:
        raise Over("superseded")

    def hear_dropped(self, message: Json) -> None:
        raise Over(message["code"])
