"""The displays' namespace."""

from __future__ import annotations

from typing import Any, ClassVar

from capture import events, views
from capture.by_person.events import Turn
from capture.facts import Role
from webapp.shapes.message import DisplayWelcome
from webapp.sockets import messages
from webapp.sockets.device import DeviceNamespace, answered


class DisplayNamespace(DeviceNamespace):
    """The handlers that turn a display's messages into events."""

    role: ClassVar[Role] = "display"

    @answered
    def on_hello(self, data: Any) -> DisplayWelcome:
        """Handle a display that connected and shows nothing yet."""
        said = messages.DisplayHelloMessage.model_validate(data)
        welcome = self.greet(
            lambda connection, at: events.DisplayHello(at, connection.device, connection.id, said.status())
        )
        live = self.lab.sessions.get(self._connection().session)
        return {
            "generation": welcome.generation,
            "device": welcome.device,
            "name": self.lab.credentials.name_of(live.id, welcome.device),
            "moved": self.lab.moving.moved_to(live.id, welcome.device),
            "state": live.look(lambda machine, at: views.device_state(machine, welcome.device, at)),
        }

    @answered
    def on_shown(self, data: Any) -> None:
        """Handle a painted showing."""
        said = messages.PaintedMessage.model_validate(data)
        self.say(said, lambda c, at: said.event(at, c.device))

    @answered
    def on_show_failed(self, data: Any) -> None:
        """Handle a picture that could not be fetched or decoded."""
        said = messages.ShowingTroubleMessage.model_validate(data)
        self.say(said, lambda c, at: events.ShowFailed(at, c.device, **said.model_dump()))

    @answered
    def on_turn(self, data: Any) -> None:
        """Handle a key or a presenter's remote at a display without phones."""
        said = messages.TurnMessage.model_validate(data)
        self.say(said, lambda c, at: Turn(at, c.device, said.generation, said.showing, said.step))

    @answered
    def on_broken(self, data: Any) -> None:
        """Handle a picture that is no longer visible."""
        said = messages.ShowingTroubleMessage.model_validate(data)
        self.say(said, lambda c, at: events.ShowingBroken(at, c.device, **said.model_dump()))

    @answered
    def on_status(self, data: Any) -> None:
        """Handle a change of the screen's size, full screen or wake lock."""
        said = messages.DisplayStatusMessage.model_validate(data)
        self.say(said, lambda c, at: events.DisplayStatus(at, c.device, said.generation, said.status()))
