"""The camera of the phone's browser: a video file of one frame that Chromium plays for ever.

Writing into the file in place changes what the camera sees, so that a test can put any pixels before an unmodified
page.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def memory_folder() -> Path:
    """Return a folder in memory where there is one: the camera's file is read thirty times a second."""
    shared = Path("/dev/shm")
    return shared if shared.is_dir() and os.access(shared, os.W_OK) else Path(tempfile.gettempdir())


class CameraFile:
    """A Y4M file of one frame.

    Args:
        size: (width, height) of its frame, both even.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        handle, name = tempfile.mkstemp(suffix=".y4m", prefix="camera-", dir=memory_folder())
        self.path = Path(name)
        self.size = size
        header = f"YUV4MPEG2 W{size[0]} H{size[1]} F30:1 Ip A1:1 C420jpeg\nFRAME\n".encode()
        self._offset = len(header)
        self._file = handle
        os.pwrite(handle, header, 0)
        self.show(np.zeros((size[1], size[0], 3), np.uint8))

    def show(self, frame: Pixels) -> None:
        """Put ``frame`` (H, W, 3) RGB before the camera, as limited-range Y'CbCr (luma 16..235)."""
        planes: NDArray[Any] = cv2.cvtColor(frame, cv2.COLOR_RGB2YUV_I420)
        os.pwrite(self._file, planes.tobytes(), self._offset)

    def close(self) -> None:
        os.close(self._file)
        self.path.unlink(missing_ok=True)
