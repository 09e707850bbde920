"""The phones' namespace."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from capture import events, views
from capture.by_person import events as wishes
from capture.commands import ResumePoint
from capture.facts import Role
from capture.plan import CaptureSettings
from capture.state.place import Held
from webapp.shapes.message import PhoneSettings, PhoneWelcome, ResumePointView
from webapp.sockets import messages
from webapp.sockets.device import DeviceNamespace, answered


class PhoneNamespace(DeviceNamespace):
    """The handlers that turn a phone's messages into events."""

    role: ClassVar[Role] = "phone"

    @answered
    def on_hello(self, data: Any) -> PhoneWelcome:
        """Handle a phone's record and stored photos; the answer is its resume point."""
        said = messages.PhoneHelloMessage.model_validate(data)
        held = tuple(Held(**photo.model_dump()) for photo in said.held)
        welcome = self.greet(
            lambda connection, at: events.PhoneHello(
                at, connection.device, connection.id, said.begin, said.last, said.attempts, held
            )
        )
        point = welcome.resume_point
        connection = self._connection()
        live = self.lab.sessions.get(connection.session)
        return {
            "generation": welcome.generation,
            "device": welcome.device,
            "name": self.lab.credentials.name_of(live.id, welcome.device),
            "set": live.machine.set_of(welcome.device),
            "resume_point": None if point is None else _resume_point(point),
            "settings": _phone_settings(live.plan.settings),
            "moved": self.lab.moving.moved_to(live.id, welcome.device),
            "state": live.look(lambda machine, at: views.device_state(machine, welcome.device, at)),
        }

    @answered
    def on_unable(self, data: Any) -> None:
        """Handle a phone that cannot read its store, and so cannot say hello."""
        said = messages.UnableMessage.model_validate(data)
        connection = self._connection()
        self._deliver(connection, lambda at: events.PhoneReady(at, connection.device, 0, False, said.code))

    @answered
    def on_ready(self, data: Any) -> None:
        """Handle a camera that is usable, or not."""
        said = messages.ReadyMessage.model_validate(data)
        self.say(
            said,
            lambda c, at: events.PhoneReady(
                at, c.device, said.generation, said.ready, said.code, said.status
            ),
        )

    @answered
    def on_received(self, data: Any) -> None:
        """Handle the receipt of a command."""
        said = messages.ShotMessage.model_validate(data)
        self.say(
            said,
            lambda c, at: events.Received(
                at, c.device, said.generation, said.index, said.attempt, said.showing
            ),
        )

    @answered
    def on_captured(self, data: Any) -> None:
        """Handle a photo stored on the phone."""
        said = messages.CapturedMessage.model_validate(data)
        self.say(said, lambda c, at: events.Captured(at, c.device, **said.model_dump()))

    @answered
    def on_failed(self, data: Any) -> None:
        """Handle a failed capture."""
        said = messages.FailedMessage.model_validate(data)
        self.say(said, lambda c, at: events.CaptureFailureReported(at, c.device, **said.model_dump()))

    @answered
    def on_mismatch(self, data: Any) -> None:
        """Handle a command that does not follow the phone's record."""
        said = messages.MismatchMessage.model_validate(data)
        self.say(
            said,
            lambda c, at: events.IndexMismatch(
                at, c.device, said.generation, said.index, said.attempt, said.last or 0
            ),
        )

    @answered
    def on_spoiled(self, data: Any) -> None:
        """Handle a photo that the server refused permanently and the phone dropped."""
        said = messages.SpoiledMessage.model_validate(data)
        self.say(said, lambda c, at: events.PhotoSpoiled(at, c.device, **said.model_dump()))

    @answered
    def on_next(self, data: Any) -> None:
        """Handle a person who wants the next x-ray."""
        said = messages.XrayMessage.model_validate(data)
        self.say(said, lambda c, at: wishes.GoOn(at, said.index, c.device, said.generation))

    @answered
    def on_retake(self, data: Any) -> None:
        """Handle a person who takes an x-ray again: this one, or the one before."""
        said = messages.XrayMessage.model_validate(data)
        self.say(said, lambda c, at: wishes.RetakeHere(at, c.device, said.generation, said.index))

    @answered
    def on_skip(self, data: Any) -> None:
        """Handle a person who cannot photograph an x-ray."""
        said = messages.SkipMessage.model_validate(data)
        self.say(said, lambda c, at: wishes.SkipHere(at, c.device, said.generation, said.index, said.detail))

    @answered
    def on_conditions(self, data: Any) -> None:
        """Handle the conditions of every photo from now on."""
        said = messages.ConditionsMessage.model_validate(data)
        stated = said.conditions.model_dump()
        self.say(said, lambda c, at: wishes.StateConditions(at, stated, c.device, said.generation))

    @answered
    def on_pause(self, data: Any) -> None:
        """Pause the session on request of the person at the phone."""
        said = messages.LeasedMessage.model_validate(data)
        self.say(said, lambda c, at: events.Pause(at, "phone", c.device, "", said.generation))

    @answered
    def on_go_on(self, data: Any) -> None:
        """End a pause that this phone caused, on request of the person at it."""
        said = messages.LeasedMessage.model_validate(data)
        self.say(said, lambda c, at: events.Resume(at, c.device, said.generation))


def _resume_point(point: ResumePoint) -> ResumePointView:
    attempts = {str(index): attempt for index, attempt in point.attempts.items()}
    return {"begin": point.begin, "last": point.last, "attempts": attempts}


def _phone_settings(settings: CaptureSettings) -> PhoneSettings:
    # A capture setting has the same name everywhere, so that a new one is not listed here.
    return cast(PhoneSettings, {name: getattr(settings, name) for name in PhoneSettings.__annotations__})
