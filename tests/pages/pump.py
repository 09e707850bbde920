"""From the display's pixels to the phone's camera, through a lens: the closed loop's one piece of optics.

A screencast of the display's page is photographed, frame by frame, by the software camera of ``transforms`` on its
tripod, and written into the camera's file. What may happen to a real phone can happen to it: it is knocked, a hand
is held before it, its picture lags behind.

A pump that is too slow for the settle delay would prove nothing: the phone would wait for new frames of an old
picture. So every frame's way is timed, and ``Pump.check`` refuses a run whose settle delay was shorter than twice that;
``Pump.settle_ms`` is the delay that would have been right.
"""

from __future__ import annotations

import base64
import math
import statistics
import time
from collections import deque
from contextlib import suppress
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import CDPSession, Error, Page

from tests.pages.camera_file import CameraFile, Pixels
from transforms.fixed_camera import FixedCamera, lens_for

SCREEN = (720, 540)
PHOTO = (640, 480)
LEAST_SETTLE_MS = 300
PHONE = "nokia6"
QUIET_S = 0.25
"""After so long without a frame, the newest one is asked for.

Chromium drops the frames of a screencast that come while others are not acknowledged yet, and says nothing when the
last one is among them: on a busy machine the camera would go on seeing what the display showed before.
"""
LEAST_CHANGE = 0.5
"""Grey levels, on average, by which a display differs that shows another picture."""


class NotMeasured(AssertionError):
    """The pump was too slow for the run to say anything about stale photos."""


def tripod(seed: int = 3, level: int = 1, photo: tuple[int, int] = PHOTO) -> FixedCamera:
    """Return a camera aimed at the whole display; another ``seed`` stands elsewhere, a higher level is sloppier.

    ``photo`` is the size of its photos.
    """
    lens = lens_for(PHONE, SCREEN, photo, level=level, seed=seed)
    lens.shoot(np.zeros((SCREEN[1], SCREEN[0]), np.uint8), 0)  # compiled here, not during the first frame
    return lens


class Scene:
    """What is between display and camera; everything may be changed while a session runs.

    Attributes:
        lens: Where the camera stands now.
        blocked: A hand is before it.
        delay_s: Its picture lags behind by so many seconds.
        behind: It shows what the display showed before, however long ago that was.
        homographies: Of every place it stood at, screen positions to photo positions.
    """

    def __init__(self, lens: FixedCamera) -> None:
        self.lens = lens
        self.blocked = False
        self.delay_s = 0.0
        self.behind = False
        self.homographies = [lens.homography]

    def knock(self, lens: FixedCamera) -> None:
        """Stand elsewhere from the next frame on."""
        self.lens = lens
        self.homographies.append(lens.homography)

    def seen(self, frame: Pixels, number: int) -> Pixels:
        """Return the photo (h, w, 3) of a frame (H, W) of the display; ``number`` gives it its noise."""
        return self.lens.shoot(np.zeros_like(frame) if self.blocked else frame, number)


class Pump:
    """Photographs what a page renders into a camera's file. It runs while Playwright waits for something."""

    def __init__(self, page: Page, camera: CameraFile, scene: Scene) -> None:
        self._camera, self._scene = camera, scene
        self._frame = self._newest = self._before = np.zeros((SCREEN[1], SCREEN[0]), np.uint8)
        self._late: deque[tuple[float, Pixels]] = deque()
        self._number = 0
        self.work_s: list[float] = []
        self.latency_s: list[float] = []
        self._last, self._last_at = "", 0.0
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.on("Page.screencastFrame", self._arrived)
        self._begin()

    def _begin(self) -> None:
        """Have every frame sent from now on, the one that is shown now first."""
        self._last_at = time.monotonic()
        size = {"maxWidth": SCREEN[0], "maxHeight": SCREEN[1]}
        self._session.send("Page.startScreencast", {"format": "jpeg", "quality": 90, **size})

    def _arrived(self, message: dict[str, Any]) -> None:
        self._last_at = time.monotonic()
        if message["data"] != self._last:
            self._last = message["data"]
            self._take(message)
        with suppress(Error):  # the page was closed while this frame was on its way
            self._session.send("Page.screencastFrameAck", {"sessionId": message["sessionId"]})

    def _take(self, message: dict[str, Any]) -> None:
        begun = time.perf_counter()
        data = np.frombuffer(base64.b64decode(message["data"]), np.uint8)
        # In grey, as x-rays are: it is quicker.
        frame = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
        if frame.shape[1::-1] != SCREEN:
            frame = cv2.resize(frame, SCREEN, interpolation=cv2.INTER_AREA)
        if np.abs(frame.astype(np.int16) - self._newest).mean() > LEAST_CHANGE:
            self._before, self._newest = self._newest, frame
        if self._scene.behind:
            frame = self._before
        if self._scene.delay_s:
            self._late.append((time.monotonic() + self._scene.delay_s, frame))
        else:
            self._show(frame)
            self.work_s.append(time.perf_counter() - begun)
            self.latency_s.append(time.time() - message["metadata"]["timestamp"])

    def _show(self, frame: Pixels) -> None:
        self._frame = frame
        self._number += 1
        self._camera.show(self._scene.seen(frame, self._number))

    def again(self) -> None:
        """Photograph the newest frame anew: the scene has changed, the display has not."""
        self._show(self._frame)

    def catch_up(self) -> None:
        """Photograph what is on the display now."""
        self._show(self._newest)

    def photo(self) -> bytes:
        """Return a JPEG of what the camera sees now, as a phone's own camera app would save it."""
        _, encoded = cv2.imencode(".jpg", self._scene.seen(self._newest, self._number + 1))
        return encoded.tobytes()

    def tick(self) -> None:
        """Show the frames whose delay is over, and ask for the newest one when none has come for a while."""
        while self._late and self._late[0][0] <= time.monotonic():
            self._show(self._late.popleft()[1])
        if time.monotonic() - self._last_at > QUIET_S:
            self._session.send("Page.stopScreencast")
            self._begin()

    def flush(self) -> None:
        """Show every frame that is on its way, now."""
        while self._late:
            self._show(self._late.popleft()[1])

    @property
    def frames_per_s(self) -> float:
        """How many frames it can take a second, from the median of those it took."""
        return 1.0 / statistics.median(self.work_s)

    @property
    def latency_ms(self) -> float:
        """From a frame's presentation on the display to its end in the camera, 95th percentile."""
        return float(np.percentile(self.latency_s, 95)) * 1000

    @property
    def settle_ms(self) -> int:
        """A settle delay that is right as fast as it was: four times its latency, and the work of four frames."""
        needed = max(4 * self.latency_ms, 4000 / self.frames_per_s)
        return max(LEAST_SETTLE_MS, 50 * math.ceil(needed / 50))

    def told(self, settle_ms: float) -> str:
        """Say what was measured."""
        return f"pump: {self.frames_per_s:.0f} frames/s, latency {self.latency_ms:.0f} ms, settle {settle_ms:.0f} ms"

    def check(self, settle_ms: float) -> str:
        """Return what was measured.

        Raises:
            NotMeasured: Its way, or its work on a frame, took longer than half the settle delay.
        """
        told = self.told(settle_ms)
        if settle_ms < 2 * max(self.latency_ms, 1000 / self.frames_per_s):
            raise NotMeasured(f"not measured, the machine was too slow. {told}")
        return told
