"""A phone before a light box: its camera sees the film that a person has put up, or nothing."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.pages.camera_file import CameraFile, Pixels
from tests.pages.closed_loop import SWITCHES
from tests.pages.handheld import PHONE_SIZE
from tests.pages.lab_server import LabServer
from tests.pages.pump import PHOTO, SCREEN, Scene, tripod

NAMED = """
Object.defineProperty(MediaStreamTrack.prototype, "label", { get: () => "Back camera" });
"""
"""The camera has a phone's name for it, not that of a file."""

WITHOUT_CAMERA = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("there is none", "NotFoundError"); };
"""


class LightBox:
    """A light box of the display's size, and a phone's browser before it; nothing is put up at first."""

    def __init__(self, playwright: Playwright, chromium: Path) -> None:
        self._camera = CameraFile(PHOTO)
        self._scene = Scene(tripod())
        self._shots = 0
        self._film: Pixels = np.zeros((SCREEN[1], SCREEN[0]), np.uint8)
        camera = f"--use-file-for-fake-video-capture={self._camera.path}"
        eyes = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", camera]
        self._browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES + eyes)

    def join(self, server: LabServer, session: str, name: str = "") -> Page:
        """Open the phone's page with a code."""
        context = self._browser.new_context(ignore_https_errors=True, viewport=PHONE_SIZE)  # type: ignore[arg-type]
        page = context.new_page()
        page.add_init_script(NAMED)
        page.goto(f"{server.url}/join?code={_code(server, session)}")
        if name:
            page.get_by_label("Name of this device").fill(name)
        page.get_by_role("button", name="Join", exact=True).click()
        page.wait_for_url(f"**/phone/{session}")
        return page

    def put_up(self, film: Path | Pixels) -> None:
        """Put up a film, by its file; or whatever else, as grey pixels of the light box's size."""
        self._film = _fit(film) if isinstance(film, Path) else film
        self._camera.show(self._seen())

    def photo(self) -> bytes:
        """Return a JPEG of what is put up, as the phone's own camera app saves it."""
        return cv2.imencode(".jpg", cv2.cvtColor(self._seen(), cv2.COLOR_RGB2BGR))[1].tobytes()

    def close(self) -> None:
        self._browser.close()
        self._camera.close()

    def _seen(self) -> Pixels:
        self._shots += 1
        return self._scene.seen(self._film, self._shots)


def break_camera(context: BrowserContext) -> None:
    """Have every page that is opened from now on find no camera that it can use."""
    context.add_init_script(WITHOUT_CAMERA)


def _code(server: LabServer, session: str) -> str:
    return str(server.call("GET", f"/sessions/{session}/invitations")["phone"]["code"])


def _fit(file: Path) -> Pixels:
    """Return an image in the middle of the light box, as large as it fits."""
    image = np.asarray(cv2.imread(str(file), cv2.IMREAD_GRAYSCALE), np.uint8)
    scale = min(SCREEN[0] / image.shape[1], SCREEN[1] / image.shape[0])
    size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    box = np.zeros((SCREEN[1], SCREEN[0]), np.uint8)
    left, top = (SCREEN[0] - size[0]) // 2, (SCREEN[1] - size[1]) // 2
    box[top : top + size[1], left : left + size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return box
