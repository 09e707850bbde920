"""A phone's page with something wrong in its browser, and a display beside it, on a real server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from capture.handlers.scheduler import MOST_UNDER_WAY
from tests.pages.lab_server import LabServer
from tests.waiting import wait_until

PHONE_SIZE = {"width": 390, "height": 844}
STEP_MS = 50
QUICK = {"verification": "off", "settle_ms": 0, "fresh_frames": 1}
"""Settings of a session whose photos may show anything, as soon as they are taken."""
UPLOADS = "**/photos/*/*"

TRACKS = """
window.tracks = [];
const openCamera = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wish) => {
  const stream = await openCamera(wish);
  window.tracks.push(...stream.getVideoTracks());
  return stream;
};
"""
"""Keeps every track that the page was ever given in ``window.tracks``."""

LIVE = "window.tracks.filter(({ readyState }) => readyState === 'live').length"


def join(
    context: BrowserContext, server: LabServer, session: str, role: str = "phone", script: str = ""
) -> Page:
    """Open a device's page the way people do; ``script`` runs in the browser before anything of the page."""
    code = server.call("GET", f"/sessions/{session}/invitations")[role]["code"]
    page = context.new_page()
    if role == "phone":
        page.set_viewport_size(PHONE_SIZE)  # type: ignore[arg-type]
    page.add_init_script(f"{{ {script} }}")
    page.goto(f"{server.url}/join?code={code}")
    page.get_by_role("button", name="Join", exact=True).click()
    page.wait_for_url(f"**/{role}/{session}")
    return page


class Handheld:
    """A phone and a display in one session; ``view`` is the operator's snapshot."""

    def __init__(self, browser: Browser, server: LabServer, session: str, script: str = "") -> None:
        self._server = server
        self._session = session
        self._contexts = [browser.new_context(ignore_https_errors=True) for _ in range(2)]
        self.display = join(self._contexts[1], server, session, "display")
        self.page = join(self._contexts[0], server, session, script=script)

    @property
    def context(self) -> BrowserContext:
        return self._contexts[0]

    @property
    def view(self) -> dict[str, Any]:
        return dict(self._server.call("GET", f"/sessions/{self._session}"))

    @property
    def phone(self) -> dict[str, Any]:
        return dict(self.view["phones"][0])

    def ask(self, wish: str, body: object = None) -> None:
        """Have the operator press something."""
        self._server.call("POST", f"/sessions/{self._session}/{wish}", body)

    def start(self) -> None:
        self.until(lambda view: bool(view["can"]["start"]))
        self.ask("start")

    def until(self, holds: Callable[[dict[str, Any]], bool], seconds: float = 60) -> dict[str, Any]:
        """Wait for something on the server while the pages go on running; returns the snapshot."""

        def look() -> dict[str, Any] | None:
            view = self.view
            return view if holds(view) else None

        found = wait_until(look, lambda: f"{self.view}\n{self.page.inner_text('body')}", seconds, self._pause)
        assert found is not None
        return found

    def until_stored(self, least: int) -> None:
        """Wait until ``least`` photos are on the server."""
        self.until(lambda view: bool(view["progress"]["stored"] >= least))

    def hold_photos(self) -> None:
        """Keep the session open: no photo leaves the phone until `release_photos`."""
        self.page.route(UPLOADS, lambda route: route.abort())

    def release_photos(self) -> None:
        self.page.unroute(UPLOADS)

    def until_held(self) -> None:
        """Wait until the phone holds as many photos as it may: it is told to take no other."""
        self.until(lambda view: bool(view["phones"][0]["under_way"] == MOST_UNDER_WAY))

    def until_here(self, expression: str, seconds: float = 30) -> None:
        """Wait until JavaScript is true in the phone's page (whose policy keeps Playwright from polling there)."""
        wait_until(lambda: self.page.evaluate(expression), expression, seconds, self._pause)

    def _pause(self) -> None:
        self.page.wait_for_timeout(STEP_MS)

    def until_phase(self, phase: str) -> dict[str, Any]:
        """Wait for a phase; another end of the session fails at once."""
        ends = {"paused", "aborted", "finished"} - {phase}

        def reached(view: dict[str, Any]) -> bool:
            assert view["phase"] not in ends, (view["reason"], self.page.inner_text("body"))
            return bool(view["phase"] == phase)

        return self.until(reached)

    def close(self) -> None:
        for context in self._contexts:
            context.close()
