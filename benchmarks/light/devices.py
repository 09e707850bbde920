"""A display that paints at once, and phones that photograph at once; both say all that ``docs/protocol.md`` asks."""

from __future__ import annotations

import json
import ssl
import time
from typing import Any, ClassVar

from benchmarks.bench_clients import Times
from benchmarks.light.photos import LightPhoto, Roll
from benchmarks.light.uploads import LightUploads
from benchmarks.light.wire import Loop, Message, Wire
from webapp.virtual.network.web import DeviceCredential

PASSING = ("phone", "phone_silent", "phone_not_ready", "capture_failed")
"""Pauses that the person at a phone may end."""


class _LightDevice:
    """What both have in common: a connection, a lease, and acknowledgements that are looked at."""

    hello: ClassVar[Message]

    def __init__(
        self, credential: DeviceCredential, context: ssl.SSLContext, loop: Loop, times: Times
    ) -> None:
        self.me, self.times = credential, times
        self._generation = 0
        self.wire = Wire(
            credential.base, context, cookie_of(credential), credential.role, credential.session, self._heard
        )
        loop.add(self.wire)

    def say(self, name: str, data: Message, what: tuple[str, int] | None = None) -> None:
        """Send a message under the lease; note the time of its acknowledgement as ``what``."""

        def answered(answer: Message) -> None:
            if not answer.get("ok"):
                self.times.troubles.append(f"{name} was refused: {answer.get('error')}")
            elif what:
                self.times.note(*what)
                self.acknowledged(name, data)

        self.wire.emit(name, {"generation": self._generation, **data}, answered)

    def _heard(self, name: str, data: Message) -> None:
        if name in ("up", "say_hello"):
            self.wire.emit("hello", self.hello, self._greeted)
        elif name in ("down", "superseded", "dropped"):
            self.times.troubles.append(f"lost its place: {name} {data}")
        elif data.get("generation", self._generation) == self._generation:
            self.hear(name, data)

    def _greeted(self, answer: Message) -> None:
        if not answer.get("ok"):
            self.times.troubles.append(f"hello was refused: {answer.get('error')}")
            return
        self._generation = answer["generation"]
        self.greeted()

    def greeted(self) -> None:
        """Go on after the answer to hello."""

    def hear(self, name: str, data: Message) -> None:
        """Handle a message of the server."""

    def acknowledged(self, name: str, data: Message) -> None:
        """Handle the acknowledgement of a message that has a time."""

    def close(self) -> None:
        """End what runs beside the loop."""


class LightDisplay(_LightDevice):
    """A display that has every picture at once."""

    hello: ClassVar[Message] = {
        "protocol": 1,
        "width": 1920,
        "height": 1080,
        "fullscreen": True,
        "wake_lock": True,
    }

    def __init__(self, *args: Any) -> None:
        self._before: int | None = None
        super().__init__(*args)

    def hear(self, name: str, data: Message) -> None:
        """Show what is to be shown."""
        if name != "show":
            return
        if data["index"]:
            self.times.note("shows", data["index"])
        self.say("shown", {"showing": data["showing"], "whole": self._before})
        self._before = data["showing"]


class LightPhone(_LightDevice):
    """A phone that takes no time for a photo."""

    hello: ClassVar[Message] = {"protocol": 1, "begin": None, "last": None, "attempts": {}, "held": []}

    def __init__(
        self, credential: DeviceCredential, context: ssl.SSLContext, loop: Loop, times: Times, roll: Roll
    ) -> None:
        self._roll = roll
        self._photos: dict[str, LightPhoto] = {}
        self._said: dict[str, Message] = {}
        self._sent: set[str] = set()
        self.kept: set[str] = set()
        path = f"/api/v1/sessions/{credential.session}/phones/{credential.device}/photos"
        self._uploads = LightUploads(credential.base, context, path, cookie_of(credential), self._uploaded)
        super().__init__(credential, context, loop, times)

    def greeted(self) -> None:
        """Be ready."""
        camera = {"label": "light camera", "settings": {}}
        status = {"camera": camera, "waiting": 0, "user_agent": "light phone"}
        self.say("ready", {"ready": True, "code": "", "status": status})

    def hear(self, name: str, data: Message) -> None:
        """Photograph, and go on where a pause is for this phone to end."""
        if name == "capture":
            self._capture(data)
        elif name == "state" and data["phase"] == "paused" and (data["reason"] or {}).get("code") in PASSING:
            self.say("go_on", {})

    def _capture(self, command: Message) -> None:
        index, attempt = command["index"], command["attempt"]
        key = f"{index}/{attempt}"
        echo = {"index": index, "attempt": attempt, "showing": command["showing"]}
        self.say("received", echo)
        if key not in self._said:
            self.times.note("asked for", index)
            photo = self._photos[key] = self._roll.photo(f"{self.me.session} {self.me.device} {key}")
            camera = {"width": 4000, "height": 3000, "settings": {}, "taken_at": time.time()}
            self._said[key] = {**echo, "sha256": photo.sha256.hex(), "size": photo.size, "camera": camera}
            self.times.note("took", index)
        self.say("captured", self._said[key], ("reported", index))

    def acknowledged(self, name: str, data: Message) -> None:
        """Upload a photo that the server has journalled."""
        key = f"{data['index']}/{data['attempt']}"
        if name == "captured" and key not in self._sent:
            self._sent.add(key)
            self._uploads.put(key, self._photos[key])

    def _uploaded(self, key: str, status: int, text: str) -> None:
        photo = self._photos[key]
        if status not in (200, 201):
            self.times.troubles.append(f"{key} was not taken in: {status} {text}")
            if status in (0, 503):  # no answer, or too many photos at once: it is an error, and passes
                self._uploads.put(key, photo)
        elif json.loads(text)["sha256"] != photo.sha256.hex():
            self.times.troubles.append(f"{key} was acknowledged as another photo: {text}")
        else:
            self.kept.add(photo.sha256.hex())
            self.times.note("stored", int(key.partition("/")[0]))

    def close(self) -> None:
        """End the threads of the uploads."""
        self._uploads.close()


def cookie_of(credential: DeviceCredential) -> str:
    """Return a device's credential as the header has it."""
    return "; ".join(f"{name}={value}" for name, value in credential.cookies.items())
