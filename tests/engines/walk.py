"""A display and a phone before it in one engine, and what people do with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.engines.eye import Eye
from tests.engines.firefox import Firefox
from tests.engines.tab import CEILING_S
from tests.engines.webkit import WebKit
from tests.pages.closed_loop import make_session
from tests.pages.lab_server import ApiFailure, LabServer
from tests.pages.pump import PHOTO, Scene, tripod
from tests.waiting import wait_until

Engine = Firefox | WebKit
FULL_SCREEN = "return document.fullscreenElement !== null;"
REFUSE = """
MediaDevices.prototype.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
"""
AGAIN = "Try the camera again"
READY = "Frame the x-ray"


class Walk:
    """One session of a display and a phone, each of a person with cookies of their own.

    Args:
        engine: What both pages run in.
        server: The lab.
        count: So many x-rays are photographed.
        web_sockets: Whether the browsers have any.
        upright: The phone is held so, not across.
    """

    def __init__(
        self,
        engine: Engine,
        server: LabServer,
        count: int,
        *,
        web_sockets: bool = True,
        upright: bool = False,
    ) -> None:
        self._server = server
        self.scene = Scene(tripod(photo=PHOTO[::-1] if upright else PHOTO))
        self.display = engine.tab("display", web_sockets=web_sockets)
        self.phone = engine.tab("phone", web_sockets=web_sockets)
        self.phone.resize(390, 844)
        self.eye = Eye(self.display, self.phone, self.scene)
        for tab in (self.display, self.phone):
            tab.open(f"{server.url}/join")
        self.session = make_session(server, count, settle_ms=self.eye.settle_ms())

    def join(self) -> None:
        """Open both pages the way people do, the display in full screen. The phone has no camera yet."""
        codes = self._server.call("GET", f"/sessions/{self.session}/invitations")
        for tab, role in ((self.display, "display"), (self.phone, "phone")):
            tab.open(f"{self._server.url}/join?code={codes[role]['code']}")
            tab.press("Join")
        self.display.expect("Connect the phones")
        self.display.show()
        self.display.wait(self._full_screen, "full screen")
        self.phone.show()
        self.phone.expect("No camera was found")
        self.eye.look()

    def _full_screen(self) -> bool:
        """Click as people do until it is: an engine may not have noticed yet that the window is in front."""
        if not self.display.evaluate(FULL_SCREEN):
            self.display.click("return document.body;")
        return bool(self.display.evaluate(FULL_SCREEN))

    def open_eye(self) -> None:
        """Give the phone, as its page was loaded last, a camera that sees the display."""
        self.phone.expect(AGAIN)
        self.eye.put_in()
        self.phone.press(AGAIN)

    def snapshot(self) -> dict[str, Any]:
        """Return the session as the operator sees it."""
        return dict(self._server.call("GET", f"/sessions/{self.session}"))

    def until(self, reached: Callable[[dict[str, Any]], bool]) -> None:
        """Let the camera see the display, and do what an operator does, until ``reached(snapshot)``."""
        seen: dict[str, Any] = {}

        def look() -> bool:
            nonlocal seen
            self.eye.look()
            seen = self.snapshot()
            assert seen["phase"] != "aborted", seen["reason"]
            # A camera that saw a picture late has a session pause, without anything being wrong.
            if seen["phase"] == "paused" and seen["can"]["resume"]:
                self._resume()
            return reached(seen)

        wait_until(look, lambda: f"the session: {seen}; the phone says: {self.phone.text()!r}", CEILING_S)

    def _resume(self) -> None:
        try:
            self._server.call("POST", f"/sessions/{self.session}/resume")
        except ApiFailure as failure:
            if failure.status != 409:  # it has gone on by itself meanwhile, or stands for another reason now
                raise

    def until_phone_says(self, code: str) -> None:
        """Wait until the phone has told the server this of itself. The camera sees nothing new meanwhile."""
        what = f"the phone to say {code!r}"
        wait_until(lambda: self.snapshot()["phones"][0]["code"] == code, what, CEILING_S)

    def ready(self) -> None:
        """Wait until display and phone are, with its camera."""
        self.phone.expect(READY)
        self.until(lambda seen: bool(seen["can"]["start"]))

    def start(self) -> None:
        """Start the session as soon as display and phone are ready."""
        self.ready()
        self._server.call("POST", f"/sessions/{self.session}/start")

    def check_silence(self) -> None:
        """Check that no page has complained."""
        assert (self.display.complaints(), self.phone.complaints()) == ([], [])

    def leave(self) -> None:
        """Close both pages."""
        for tab in (self.display, self.phone):
            tab.close()
