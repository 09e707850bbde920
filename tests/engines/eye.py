"""A phone's camera in any engine: a canvas whose pixels are photos of what the display's page renders now."""

from __future__ import annotations

import base64
import time
from typing import Any

import cv2
import numpy as np

from tests.engines.tab import Tab
from tests.pages.camera_file import Pixels
from tests.pages.pump import LEAST_SETTLE_MS, SCREEN, Scene

FRAMES_A_SECOND = 10
LOOKS, MOST_SETTLE_MS = 3, 5000
BLANK = np.full((SCREEN[1], SCREEN[0]), 255, np.uint8)
INSTALL = """
const [width, height, rate, upright] = arguments;
const canvas = Object.assign(document.createElement("canvas"), { width, height });
const context = canvas.getContext("2d");
context.fillRect(0, 0, width, height);
let newest = 0;
let picture = canvas;
window.eye = async (number, jpeg) => {
  const bytes = Uint8Array.from(atob(jpeg), (letter) => letter.charCodeAt(0));
  const seen = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
  if (number > newest) [newest, picture] = [number, seen];
};
// A camera sends frames also while nothing moves before it.
setInterval(() => context.drawImage(picture, 0, 0), 1000 / rate);
// On the prototype: WebKit makes the object anew when nobody looks at it, without what was changed in it.
MediaDevices.prototype.getUserMedia = async () => {
  const stream = canvas.captureStream(rate);
  const [track] = stream.getVideoTracks();
  const listen = track.addEventListener.bind(track);
  const ends = [];
  track.addEventListener = (name, heard, options) => {
    if (name === "ended") ends.push(heard);
    listen(name, heard, options);
  };
  // Firefox dispatches no events of scripts on such a track.
  window.loseCamera = () => {
    track.stop();
    for (const heard of ends) heard();
  };
  return stream;
};
window.stills = [];
// What a phone's sensor gives, which lies across in a phone that is held upright; EXIF says how it is to be turned.
const sensor = Object.assign(document.createElement("canvas"), { width: height, height: width });
const across = sensor.getContext("2d");
across.translate(0, width);
across.rotate(-Math.PI / 2);
const TURNED = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
TURNED.push(0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0);
class ImageCapture {
  async getPhotoCapabilities() {
    return { imageWidth: { max: height }, imageHeight: { max: width }, fillLightMode: ["off"] };
  }
  async takePhoto(asked) {
    window.stills.push(asked);
    across.drawImage(canvas, 0, 0);
    const jpeg = await new Promise((resolve) => sensor.toBlob(resolve, "image/jpeg", 0.95));
    return new Blob([jpeg.slice(0, 2), new Uint8Array(TURNED), jpeg.slice(2)], { type: jpeg.type });
  }
}
if (upright) window.ImageCapture = ImageCapture;
"""
LOSE = "window.loseCamera();"
SHOW = "window.eye?.(...arguments);"


class Eye:
    """The camera of a phone before a display."""

    def __init__(self, display: Tab, phone: Tab, scene: Scene) -> None:
        self._display, self._phone, self._scene = display, phone, scene
        self._frame = BLANK
        self._number = 0
        self._jpeg = ""

    def settle_ms(self) -> int:
        """Return a settle delay that is right for as long as it takes to look on this machine now."""
        begun = time.monotonic()
        for _ in range(LOOKS):
            self._frame = BLANK
            self.look()
        return max(LEAST_SETTLE_MS, min(MOST_SETTLE_MS, round(2000 * (time.monotonic() - begun) / LOOKS)))

    def put_in(self) -> None:
        """Have the phone's page, as it was loaded last, get this camera when it next asks for one.

        In a phone that is held upright the browser also has `takePhoto`, which neither engine has of its own.
        """
        width, height = self._scene.lens.photo_size
        self._phone.evaluate(INSTALL, width, height, FRAMES_A_SECOND, height > width)
        self._phone.evaluate(SHOW, self._number, self._jpeg)

    def stills(self) -> list[Any]:
        """Return what every still was asked for since the page was loaded."""
        return list(self._phone.evaluate("return window.stills;"))

    def lose(self) -> None:
        """Have the system take the camera away."""
        self._phone.evaluate(LOSE)

    def look(self) -> None:
        """Photograph the display, where it shows something else than before."""
        frame = _grey(self._display.screenshot())
        # Any difference counts: of a picture seen half painted, what is missing may be little on average.
        if np.array_equal(frame, self._frame):
            return
        self._frame = frame
        self._number += 1
        photo = cv2.cvtColor(self._scene.seen(frame, self._number), cv2.COLOR_RGB2BGR)
        self._jpeg = base64.b64encode(cv2.imencode(".jpg", photo)[1]).decode()
        self._phone.evaluate(SHOW, self._number, self._jpeg)


def _grey(png: bytes) -> Pixels:
    frame = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    return np.asarray(cv2.resize(frame, SCREEN, interpolation=cv2.INTER_AREA), np.uint8)
