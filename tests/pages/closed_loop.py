"""A closed loop of real pixels: what the display page renders is what the phone page's camera sees.

The phone's browser has a one-frame Y4M file for a camera; a screencast of the display's page is written into that
file in place, frame by frame. Both pages run unmodified, with their real getUserMedia, takePhoto, IndexedDB and
sockets, so a stale frame, a wrong showing or a lost photo shows in the pixels of what is stored.
"""

from __future__ import annotations

import base64
import io
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page, Playwright

from tests.pages.lab_server import TOKEN, LabServer

WIDTH, HEIGHT = 640, 480
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
]
STEP_MS = 20
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


def memory_folder() -> Path:
    """Return a folder in memory where there is one: the camera's file is written thirty times a second."""
    shared = Path("/dev/shm")
    return shared if shared.is_dir() and os.access(shared, os.W_OK) else Path(tempfile.gettempdir())


class CameraFile:
    """A video file of one frame that Chromium plays for ever; writing into it changes what the camera sees."""

    def __init__(self) -> None:
        handle, name = tempfile.mkstemp(suffix=".y4m", prefix="camera-", dir=memory_folder())
        self.path = Path(name)
        header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F30:1 Ip A1:1 C420jpeg\nFRAME\n".encode()
        self._offset = len(header)
        self._file = handle
        self.frames = 0
        os.pwrite(handle, header, 0)
        self.show(Image.new("RGB", (WIDTH, HEIGHT)))

    def show(self, image: Image.Image) -> None:
        """Put ``image`` before the camera (limited range: luma 16 + v * 219 / 255)."""
        luma, blue, red = image.convert("RGB").resize((WIDTH, HEIGHT)).convert("YCbCr").split()
        scaled = (np.asarray(luma, np.uint16) * 219 // 255 + 16).astype(np.uint8)
        half = (WIDTH // 2, HEIGHT // 2)
        colours = [plane.resize(half, Image.Resampling.BOX).tobytes() for plane in (blue, red)]
        os.pwrite(self._file, scaled.tobytes() + b"".join(colours), self._offset)
        self.frames += 1

    def close(self) -> None:
        os.close(self._file)
        self.path.unlink(missing_ok=True)


class Pump:
    """Writes what a page renders into a camera's file. It runs while Playwright waits for something."""

    def __init__(self, page: Page, camera: CameraFile) -> None:
        self._camera = camera
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.on("Page.screencastFrame", self._frame)
        size = {"maxWidth": WIDTH, "maxHeight": HEIGHT}
        self._session.send("Page.startScreencast", {"format": "jpeg", "quality": 90, **size})

    def _frame(self, frame: dict[str, Any]) -> None:
        self._camera.show(Image.open(io.BytesIO(base64.b64decode(frame["data"]))))
        with suppress(Error):  # the page was closed while this frame was on its way
            self._session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})


class Station:
    """A display and a phone in front of it, each in its own browser."""

    def __init__(self, playwright: Playwright, chromium: Path) -> None:
        self.camera = CameraFile()
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

    def join(self, server: LabServer, session: str, *, web_sockets: bool = True) -> None:
        """Open both pages the way people do: with the code on the join page."""
        self.leave()
        codes = server.call("GET", f"/sessions/{session}/invitations")
        self.display = self._joined(self._display_browser, server, codes["display"]["code"], web_sockets)
        self.phone = self._joined(self._phone_browser, server, codes["phone"]["code"], web_sockets)
        self._pump = Pump(self.display, self.camera)

    def _joined(self, browser: Browser, server: LabServer, code: str, web_sockets: bool) -> Page:
        context = browser.new_context(ignore_https_errors=True, viewport={"width": WIDTH, "height": HEIGHT})
        self._contexts.append(context)
        page = context.new_page()
        page.add_init_script(WATCH)
        if not web_sockets:
            page.route_web_socket("**", lambda socket: socket.close(code=1011))
        page.goto(f"{server.url}/join?code={code}")
        page.get_by_role("button", name="Join").click()
        page.wait_for_url(lambda url: "/phone/" in url or "/display/" in url)
        return page

    def run_until(
        self, server: LabServer, session: str, done: Callable[[dict[str, Any]], bool], seconds: float
    ) -> dict[str, Any]:
        """Let the loop run until ``done(snapshot)``; returns that snapshot."""
        deadline = time.monotonic() + seconds
        while True:
            for _ in range(10):
                self.display.wait_for_timeout(STEP_MS)
            snapshot: dict[str, Any] = server.call("GET", f"/sessions/{session}")
            if done(snapshot):
                return snapshot
            if time.monotonic() > deadline:
                raise AssertionError(f"not done after {seconds} s: {snapshot}\n{server.log[-4000:]}")

    def leave(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def close(self) -> None:
        self.leave()
        self._display_browser.close()
        self._phone_browser.close()
        self.camera.close()


def make_session(server: LabServer, count: int, *, first: int = 1, name: str = "loop") -> str:
    """Make a session over ``count`` x-rays of the server's data set and return its id."""
    subset = {"dataset": server.dataset(), "first": first, "last": first + count - 1, "sets": [name]}
    return str(server.call("POST", "/sessions", {**subset, "overlap": True})["session"])


def start(station: Station, server: LabServer, session: str) -> None:
    """Start the session as soon as display and phone are ready."""
    station.run_until(server, session, lambda snapshot: bool(snapshot["can"]["start"]), 30)
    server.call("POST", f"/sessions/{session}/start")


class Xrays:
    """The x-rays of a data set as the camera would see each, for telling which one a photo shows."""

    _SIZE = (WIDTH // 8, HEIGHT // 8)

    def __init__(self, paths: list[Path]) -> None:
        self._templates = np.stack([self._normalised(self._on_screen(path)) for path in paths])

    def which(self, photo: bytes) -> tuple[int, float]:
        """Return the index (1..N) of the x-ray that a photo shows, and the correlation with it."""
        seen = self._normalised(Image.open(io.BytesIO(photo)))
        scores = self._templates @ seen
        best = int(np.argmax(scores))
        return best + 1, float(scores[best])

    def _on_screen(self, path: Path) -> Image.Image:
        xray = Image.open(path).convert("L")
        scale = min(WIDTH / xray.width, HEIGHT / xray.height)
        size = (round(xray.width * scale), round(xray.height * scale))
        screen = Image.new("L", (WIDTH, HEIGHT))
        screen.paste(xray.resize(size), ((WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2))
        return screen

    def _normalised(self, image: Image.Image) -> np.ndarray[Any, np.dtype[np.float64]]:
        pixels = np.asarray(image.convert("L").resize(self._SIZE, Image.Resampling.BOX), np.float64).ravel()
        pixels = pixels - pixels.mean()
        return pixels / (np.linalg.norm(pixels) or 1.0)


def stored_photos(server: LabServer, session: str) -> list[dict[str, Any]]:
    """Return every kept photo of a session, accepted or not."""
    photos: list[dict[str, Any]] = server.call("GET", f"/sessions/{session}/photos?limit=500")["photos"]
    return photos


def misfiled(server: LabServer, session: str, xrays: Xrays) -> list[str]:
    """Return what is wrong with the accepted photos, judged by their pixels: empty when every one is its x-ray."""
    wrong = []
    for photo in stored_photos(server, session):
        if photo["state"] != "accepted":
            continue
        seen, score = xrays.which(server.fetch(photo["url"]))
        if seen != photo["index"] or score < 0.9:
            wrong.append(f"{photo['name']} shows x-ray {seen} (correlation {score:.3f})")
    return wrong


SIGN_IN = f"/?token={TOKEN}"
