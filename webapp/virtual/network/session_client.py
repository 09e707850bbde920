"""Shared client logic of phones and displays: hello after every connection, lease, repetition until acknowledged.

An *epoch* is the time between two hellos.  Whatever was begun in one epoch must not be said in another: the
device has told the server since what it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from webapp.virtual.network.faults import Faults
from webapp.virtual.network.inbox import Inbox
from webapp.virtual.network.link import Message, SocketLink, error_in
from webapp.virtual.network.web import DeviceCredential, DeviceError, Trust

PROTOCOL = 1
MOVED = "moved"
"""Code of the ending of a device that goes on in another session."""
PASSING = ("disk_full", "server_busy", "internal")
"""Errors by which `hello` is refused for the moment only."""
EXPLAINED_WITHIN_S = 5.0
"""How long an answer `superseded` waits for the message that explains it: the lease is lost, or the phone's place."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The reason why a device stopped; ``code`` is ``finished`` when all is well."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ClientBehaviour:
    """Timing and network behaviour of a client.

    Attributes:
        faults: What happens to its messages.
        transports: Of Socket.IO; ``("polling",)`` forbids WebSocket.
        repeat_s: After how long an unanswered message is said again.
        retry_s: After how long a broken connection or an unanswered upload is tried again at first.
    """

    faults: Faults = field(default_factory=Faults)
    transports: tuple[str, ...] = ("polling", "websocket")
    repeat_s: float = 2.0
    retry_s: float = 1.0


class SessionClient:
    """The client side of the protocol; used from the inbox's thread only.

    Args:
        credential: Who speaks.
        trust: Whose certificate is believed.
        behaviour: How.
        inbox: Where everything that happens is handled.
        hello: Makes the content of ``hello``.
        greeted: Is told the answer to it.
        heard: Is told every message of the server, and ``down`` when the connection ended.
        failed: Is told when the conversation cannot go on.
    """

    def __init__(
        self,
        credential: DeviceCredential,
        trust: Trust,
        behaviour: ClientBehaviour,
        inbox: Inbox,
        hello: Callable[[], Message],
        greeted: Callable[[Message], None],
        heard: Callable[[str, Message], None],
        failed: Callable[[DeviceError], None],
    ) -> None:
        self.epoch = 0
        self.generation: int | None = None
        self._hello, self._greeted, self._heard, self._failed = hello, greeted, heard, failed
        self._inbox, self._behaviour = inbox, behaviour
        self._hellos = 0
        self._link = SocketLink(
            credential, trust, self._listen, behaviour.faults, behaviour.transports, behaviour.retry_s / 4
        )

    def open(self) -> None:
        """Connect, and stay connected."""
        self._link.open()

    def close(self) -> None:
        """Disconnect for good."""
        self._link.close()

    def greet(self) -> None:
        """Begin a new epoch: say hello, repeatedly, until it is answered."""
        self._forget()
        self._hellos += 1
        epoch = self.epoch
        self._link.send(
            "hello",
            {"protocol": PROTOCOL, **self._hello()},
            lambda answer: self._inbox.put(lambda: self._answered(epoch, answer)),
        )
        patience = self._behaviour.repeat_s * 2 ** min(self._hellos - 1, 4)
        self._inbox.after(patience, lambda: self._greet_again(epoch))

    def leave(self) -> None:
        """Stop sending: the server has ended the conversation."""
        self._forget()

    def greet_later(self) -> None:
        """Say hello again after a delay, unless that has happened by then."""
        epoch = self.epoch
        self._inbox.after(self._behaviour.retry_s, lambda: self.greet() if epoch == self.epoch else None)

    def send(self, name: str, message: Message) -> None:
        """Send a message once; it may be lost."""
        if self.generation is not None:
            self._link.send(name, {"generation": self.generation, **message})

    def say(self, name: str, message: Message, then: Callable[[Message], None] | None = None) -> None:
        """Repeat a message until it is acknowledged or the epoch ends; ``then`` gets the acknowledgement."""
        epoch, heard = self.epoch, False

        def answered(answer: Message) -> None:
            nonlocal heard
            if epoch == self.epoch and not heard:
                heard = True
                self._check(answer)
                if then:
                    then(answer)

        def speak() -> None:
            if epoch == self.epoch and self.generation is not None and not heard:
                full = {"generation": self.generation, **message}
                self._link.send(name, full, lambda answer: self._inbox.put(lambda: answered(answer)))
                self._inbox.after(self._behaviour.repeat_s, speak)

        speak()

    def _listen(self, name: str, message: Message) -> None:
        self._inbox.put(lambda: self._handle(name, message))

    def _handle(self, name: str, message: Message) -> None:
        if name == "up":
            self._hellos = 0
            self.greet()
        elif name == "refused":
            self._failed(DeviceError(str(message["code"]), str(message.get("message", ""))))
        else:
            if name == "down":
                self._forget()
            self._heard(name, message)

    def _forget(self) -> None:
        self.epoch += 1
        self.generation = None

    def _greet_again(self, epoch: int) -> None:
        if epoch == self.epoch and self.generation is None:
            self.greet()

    def _answered(self, epoch: int, answer: Message) -> None:
        if epoch != self.epoch or self.generation is not None:
            return
        error = error_in(answer)
        if error and error.code in PASSING:
            self.greet_later()
        elif error:
            self._failed(error)
        else:
            self._welcome(answer)

    def _welcome(self, answer: Message) -> None:
        self.generation = answer["generation"]
        self._greeted(answer)

    def _check(self, answer: Message) -> None:
        """Detect that this connection no longer holds the lease.

        After several hellos on one connection the newest lease may be this device's own, its answer lost.
        """
        error = error_in(answer)
        if error and error.code == "superseded":
            epoch = self.epoch
            patience = self._behaviour.retry_s if self._hellos > 1 else EXPLAINED_WITHIN_S
            self._inbox.after(patience, lambda: self._lost(error) if epoch == self.epoch else None)

    def _lost(self, error: DeviceError) -> None:
        """Handle a lost lease for which no reason has arrived in time."""
        if self._hellos > 1:
            self.greet()
        else:
            self._failed(error)
