"""A phone's part in aiming: it sends frames and receives advice."""

from __future__ import annotations

import cv2
import numpy as np
import requests

from webapp.virtual.camera.frames import encode
from webapp.virtual.camera.screen import decode
from webapp.virtual.camera.shutter import Shutter
from webapp.virtual.network.inbox import Log
from webapp.virtual.network.web import DeviceCredential, Trust, error_of

LONG_SIDE = 1280
QUALITY = 80
AGAIN_S = 0.1
LATER_S = 1.0


class Aimer:
    """The sender of frames; used only by the thread that owns the camera.

    Args:
        credential: Who sends them.
        trust: Whose certificate is believed.
        shutter: The camera.
        log: Is told each new advice.
    """

    def __init__(self, credential: DeviceCredential, trust: Trust, shutter: Shutter, log: Log) -> None:
        me = credential
        self._url = f"{me.base}/api/v1/sessions/{me.session}/phones/{me.device}/aim"
        self._web = trust.open()
        self._web.cookies.update(me.cookies)
        self._shutter, self._log = shutter, log
        self._heard = ""

    def close(self) -> None:
        """Close the connection."""
        self._web.close()

    def look(self) -> float:
        """Send one frame; return the seconds until the next one."""
        try:
            frame = self._frame()
            answer = self._web.post(self._url, data=frame, headers={"Content-Type": "image/jpeg"})
        except (requests.RequestException, ValueError) as error:
            self._hear(f"no answer: {error}")
            return LATER_S
        if not answer.ok:
            self._hear(error_of(answer)[0])
            return LATER_S
        self._hear(answer.json()["sentence"])
        return AGAIN_S

    def _frame(self) -> bytes:
        photo = decode(self._shutter.glance())
        factor = LONG_SIDE / max(photo.shape[:2])
        if factor < 1:
            photo = np.asarray(cv2.resize(photo, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
        colour = photo if photo.ndim == 3 else np.dstack([photo] * 3)
        return encode(colour, QUALITY)

    def _hear(self, advice: str) -> None:
        if advice != self._heard:
            self._heard = advice
            self._log(f"aiming: {advice}")
