"""A closed loop of real pixels: what the display page renders is what the phone page's camera sees.

The phone's browser has a one-frame video file for a camera; a screencast of the display's page is photographed into
that file by the software camera, frame by frame (``pump.py``). Both pages run unmodified, with their real
getUserMedia, takePhoto, IndexedDB and sockets, so a stale frame, a wrong showing or a lost photo shows in the pixels
of what is stored.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.pages.camera_file import CameraFile
from tests.pages.lab_server import TOKEN, LabServer
from tests.pages.pump import PHOTO, SCREEN, Pump, Scene, tripod
from transforms.fixed_camera import FixedCamera

SIGN_IN = f"/?token={TOKEN}"
# The address bar's list of suggestions is a page of its own, made anew with every context: twice the work of opening a
# page of ours. Chromium obeys only the last of these switches, so that those of Playwright's that matter are repeated.
NEEDLESS = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "DestroyProfileOnBrowserClose",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
SWITCHES = [
    f"--disable-features={','.join(NEEDLESS)}",
    # A context's `ignore_https_errors` refuses the certificate first, and asks again by another connection: some
    # thirty times a page, and ERR_TOO_MANY_RETRIES where they all hit one request.
    "--ignore-certificate-errors",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
]
STEP_MS = 20
STEPS_A_LOOK = 15
REPAINTS, MOST_REPAINTS = 24, 1500
WATCH = """
window.movements = [];
const take = ImageCapture.prototype.takePhoto;
ImageCapture.prototype.takePhoto = async function () {
  let moved = 0;
  const seen = new MutationObserver((changes) => { moved += changes.length; });
  seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const photo = await take.call(this);
  window.movements.push(moved + seen.takeRecords().length);
  seen.disconnect();
  return photo;
};
"""
"""Counts what changes in the page while a photo is being taken, into ``window.movements``."""

REPAINT = "grey => { document.documentElement.style.background = `rgb(${grey} ${grey} ${grey})`; }"


def drawn_camera(count: int = 1) -> list[str]:
    """Return the switches that give a browser so many cameras, which show Chromium's test picture."""
    # It is drawn in software, in 4K: five times a second are enough for a photo, and leave the processor to the test.
    device = f"--use-fake-device-for-media-stream=device-count={count},fps=5"
    return ["--use-fake-ui-for-media-stream", device]


class Station:
    """A display and a phone in front of it, each in its own browser."""

    def __init__(self, playwright: Playwright, chromium: Path) -> None:
        self.camera = CameraFile(PHOTO)
        self.scene = Scene(tripod())
        self._settle_ms = 0
        self._complaints: list[str] = []
        eyes = [
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={self.camera.path}",
        ]
        self._launch = lambda more: playwright.chromium.launch(executable_path=chromium, args=SWITCHES + more)
        self._display_browser: Browser = self._launch([])
        self._phone_browser: Browser = self._launch(eyes)
        self._contexts: list[BrowserContext] = []
        self.display: Page
        self.phone: Page
        self.pump: Pump

    def join(
        self, server: LabServer, session: str, *, web_sockets: bool = True, names: tuple[str, str] = ("", "")
    ) -> None:
        """Open both pages the way people do: with the code on the join page; ``names`` for display and phone."""
        self.leave()
        codes = server.call("GET", f"/sessions/{session}/invitations")
        self.display = self._joined(
            self._display_browser, server, codes["display"]["code"], web_sockets, names[0]
        )
        self.phone = self._joined(self._phone_browser, server, codes["phone"]["code"], web_sockets, names[1])
        self.pump = Pump(self.display, self.camera, self.scene)

    def _joined(self, browser: Browser, server: LabServer, code: str, web_sockets: bool, name: str) -> Page:
        size = {"width": SCREEN[0], "height": SCREEN[1]}
        context = browser.new_context(ignore_https_errors=True, viewport=size)  # type: ignore[arg-type]
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.on("console", lambda said: self._complaints.append(said.text) if said.type == "error" else None)
        page.add_init_script(WATCH)
        if not web_sockets:
            page.route_web_socket("**", lambda socket: socket.close(code=1011))
        page.goto(f"{server.url}/join?code={code}")
        if name:
            page.get_by_label("Name of this device").fill(name)
        page.get_by_role("button", name="Join").click()
        page.wait_for_url(lambda url: "/phone/" in url or "/display/" in url)
        return page

    def run_until(
        self, server: LabServer, session: str, done: Callable[[dict[str, Any]], bool], seconds: float
    ) -> dict[str, Any]:
        """Let the loop run until ``done(snapshot)``; returns that snapshot."""
        deadline = time.monotonic() + seconds
        while True:
            for _ in range(STEPS_A_LOOK):
                self.display.wait_for_timeout(STEP_MS)
                self.pump.tick()
            snapshot: dict[str, Any] = server.call("GET", f"/sessions/{session}")
            if done(snapshot):
                return snapshot
            if time.monotonic() > deadline:
                said = "\n".join([*self._complaints, server.log[-4000:]])
                raise AssertionError(f"not done after {seconds} s: {snapshot}\n{said}")

    def settle_ms(self) -> int:
        """Return a settle delay that is right for this machine, measured once."""
        return self._settle_ms or self.measure_settle_ms()

    def measure_settle_ms(self) -> int:
        """Measure the pump on a page that changes, and return the settle delay that is right for it."""
        context = self._display_browser.new_context(viewport={"width": SCREEN[0], "height": SCREEN[1]})
        page = context.new_page()
        pump = Pump(page, self.camera, self.scene)
        for step in range(MOST_REPAINTS):
            if step >= REPAINTS and pump.latency_s:  # a busy browser shows its first picture late
                break
            page.evaluate(REPAINT, step * 10 % 256)
            page.wait_for_timeout(2 * STEP_MS)
        context.close()
        return self.believe(pump)

    def believe(self, pump: Pump) -> int:
        """Return, from now on, the settle delay that would have been right for this pump."""
        self._settle_ms = pump.settle_ms
        return self._settle_ms

    def knock(self, lens: FixedCamera) -> None:
        """Have the tripod stand elsewhere, from now on."""
        self.scene.knock(lens)
        self.pump.again()

    def block(self, blocked: bool) -> None:
        """Hold a hand before the camera, or take it away."""
        self.scene.blocked = blocked
        self.pump.again()

    def delay(self, seconds: float) -> None:
        """Have the camera's picture lag behind; what was on its way is seen at once when it no longer does."""
        self.scene.delay_s = seconds
        self.pump.flush()

    def lag(self, behind: bool) -> None:
        """Have the camera be one picture of the display late from its next one on, or late no more."""
        self.scene.behind = behind
        if not behind:
            self.pump.catch_up()

    def leave(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def close(self) -> None:
        self.leave()
        self._display_browser.close()
        self._phone_browser.close()
        self.camera.close()


def sign_in(page: Page, server: LabServer) -> None:
    """Sign the operator in without opening a page, which costs as much when nobody looks at it."""
    page.request.get(server.url + SIGN_IN, max_redirects=0)


def make_session(
    server: LabServer, count: int, *, first: int = 1, name: str = "loop", **settings: object
) -> str:
    """Make a session over ``count`` x-rays of the server's data set and return its id."""
    subset = {"dataset": server.dataset(), "first": first, "last": first + count - 1, "sets": [name]}
    return str(server.call("POST", "/sessions", {**subset, "overlap": True, "settings": settings})["session"])


def start(station: Station, server: LabServer, session: str) -> None:
    """Start the session as soon as display and phone are ready."""
    station.run_until(server, session, lambda snapshot: bool(snapshot["can"]["start"]), 120)
    server.call("POST", f"/sessions/{session}/start")


def finished(snapshot: dict[str, Any]) -> bool:
    """Whether a session is finished; fails when it has paused."""
    assert snapshot["phase"] not in ("paused", "aborted"), snapshot["reason"]
    return bool(snapshot["phase"] == "finished")


def resume_until(
    station: Station, server: LabServer, session: str, reached: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Do what an operator does until ``reached(snapshot)``: press Resume whenever it can be pressed.

    A machine that is short of time delivers the display's picture late to the camera, so that a session may pause over
    photos that are black or of the x-ray before, without anything being wrong.
    """

    def done(snapshot: dict[str, Any]) -> bool:
        assert snapshot["phase"] != "aborted", snapshot["reason"]
        if reached(snapshot):
            return True
        if snapshot["phase"] == "paused" and snapshot["can"]["resume"]:
            server.call("POST", f"/sessions/{session}/resume")
        return False

    return station.run_until(server, session, done, 120)


def resume_until_finished(station: Station, server: LabServer, session: str) -> None:
    """Do what an operator does until the session is finished."""
    resume_until(station, server, session, lambda snapshot: bool(snapshot["phase"] == "finished"))


def resume_until_accepted(station: Station, server: LabServer, session: str, count: int) -> None:
    """Do what an operator does until ``count`` photos are accepted."""
    resume_until(station, server, session, lambda snapshot: bool(snapshot["progress"]["accepted"] >= count))
