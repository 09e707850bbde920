"""A real server, and devices of both makes before it: the plain ones of this folder and the project's own."""

from __future__ import annotations

import io
import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

from tests.faults.audit import Audit, audit
from tests.faults.station import SCREEN, Device, Station
from tests.protocol.plain_display import PlainDisplay
from tests.protocol.plain_phone import PlainPhone
from tests.protocol.plain_wire import Json

XRAYS = 8
D = TypeVar("D", PlainPhone, PlainDisplay)
AnyDevice = Device | PlainPhone | PlainDisplay


class Bench:
    """One session at a time.

    Args:
        station: Its server, and the project's own devices.
    """

    def __init__(self, station: Station) -> None:
        self.station = station
        self.operator = station.operator
        self._plain: list[PlainPhone | PlainDisplay] = []
        self._photos = itertools.count()
        self.sets: list[str] = []

    def open(self, count: int = 4, sets: int = 1, way: str = "automatic", **settings: Any) -> None:
        """Make a session, with what it has set for itself; its devices are brought in one by one."""
        self.sets = [f"set{number}" for number in range(1, sets + 1)]
        station = self.station
        station.session = self.operator.new_session(
            station.dataset, 1, count, self.sets, overlap=True, settings=settings, capture=way
        )
        station.stores[station.session] = set()
        self.count = count

    def code(self, role: str) -> str:
        """Return the invitation that the console shows."""
        path = f"/sessions/{self.station.session}/invitations"
        return str(self.operator.call("GET", path)[role]["code"])

    def plain_display(self) -> PlainDisplay:
        """Bring in a plain display."""
        display = PlainDisplay(self.station.lab.url, self.ca, self.station.screen, SCREEN)
        return self._started(display, "display")

    def plain_phone(self, name: str = "phone", look: Callable[[], bytes] | None = None) -> PlainPhone:
        """Bring in a plain phone."""
        folder = self.station.folder / "plain" / name
        phone = PlainPhone(self.station.lab.url, self.ca, folder, look or self.photograph)
        return self._started(phone, "phone")

    def display(self, make: str) -> AnyDevice:
        """Bring in a display of a make."""
        return self.plain_display() if make == "plain" else self.station.start_display()

    def phone(self, make: str, name: str = "phone") -> AnyDevice:
        """Bring in a phone of a make; the own one of a name that was there before is that one."""
        name = f"{self.station.session}-{name}"
        return (
            self.plain_phone(name)
            if make == "plain"
            else self.station.start_phone(name, stay=True, shutter_s=0.2)
        )

    def photograph(self) -> bytes:
        """Return what is on the screen, as a JPEG that no other photo equals."""
        file = io.BytesIO()
        with Image.open(self.station.screen) as screen:
            screen.save(file, "JPEG", quality=90, comment=f"photo {next(self._photos)}")
        return file.getvalue()

    def start(self, until: int | None = None, **agreed: Any) -> None:
        """Start the session once everything is ready.

        Args:
            until: The last index whose photos the plain phones upload before ``release`` or ``finish``: the
                session cannot end while a test of its middle, on a busy machine, is still at work.
            agreed: What the operator agrees to.
        """
        self._hold(until)
        self.station.wait_for("display and phones to be ready", lambda seen: seen["can"]["start"])
        self.act("start", **agreed)

    def act(self, what: str, **body: Any) -> Json:
        """Do something to the session as the operator."""
        return self.operator.act(self.station.session, what, **body)

    def devices(self, device: str, what: str, **body: Any) -> Any:
        """Do something to a device as the operator."""
        method = "DELETE" if what == "drop" else "POST"
        path = f"/sessions/{self.station.session}/devices/{device}"
        return self.operator.call(method, path if what == "drop" else f"{path}/{what}", body or None)

    def wait_for_reason(self, *codes: str) -> Json:
        """Wait until the session is paused or aborted for one of these reasons."""
        return self.station.wait_for(
            f"a stop for {codes}", lambda seen: seen["reason"] and seen["reason"]["code"] in codes
        )

    def wait_for_photos(self, count: int) -> Json:
        """Wait until so many photos are stored."""
        return self.station.wait_for_photos(count)

    def finish(self) -> Audit:
        """Bring the session to its end, and require every photo once, under its x-ray."""
        self.release()
        self.station.insist()
        self.close_devices()
        found = audit(self.station, self.station.session, self.sets, 1, self.count)
        found.require()
        assert len([photo for photo in found.filed if photo.accepted]) == self.count * len(self.sets)
        return found

    def release(self) -> None:
        """Let the plain phones upload everything."""
        self._hold(None)

    def _hold(self, until: int | None) -> None:
        for device in self._plain:
            if isinstance(device, PlainPhone):
                device.vices.until = sys.maxsize if until is None else until

    def close_devices(self) -> None:
        """Stop every device."""
        while self._plain:
            self._plain.pop().stop()
        self.station.close_devices()

    def start_plain(self, device: PlainPhone | PlainDisplay) -> None:
        """Have a plain device that has joined take part until the end of the test."""
        device.start()
        self._plain.append(device)

    @property
    def ca(self) -> Path:
        return self.station.lab.settings.data_root / "tls" / "ca.crt"

    def _started(self, device: D, role: str) -> D:
        assert device.join(self.code(role)) == 201
        self.start_plain(device)
        return device
