"""Programs and pictures for an installation, which has nothing of the tests."""

from __future__ import annotations

import cv2
import numpy as np

FIRST_PICTURES = """
import hashlib, sys
import numpy as np
import chexphoto_transforms as transforms

three = transforms.Pipeline.parse("photographic")
xray = np.arange(300 * 200, dtype=np.uint16).astype(np.uint8).reshape(300, 200)
for _ in range(2):
    photo = three.apply(xray, three.sample(2, (200, 300), seed=7, index=12))
    print(hashlib.sha256(photo.tobytes()).hexdigest())
print(*{name.partition(".")[0] for name in sys.modules})
"""
"""Print a picture's digest twice, and what was imported for it."""

PACE = """
import sys, time
import numpy as np
import chexphoto_transforms as transforms

three = transforms.Pipeline.parse("photographic")
xray = np.full((390, 320), 90, np.uint8)
took = []
for index in range(6):
    before = time.process_time()
    three.apply(xray, three.sample(1, (320, 390), seed=7, index=index))
    took.append(time.process_time() - before)
print(took[0], min(took[1:]))
"""
"""Print the processor time of the first photo and of later ones, in seconds."""
IMPORT_TIME = """
import time

before = time.process_time()
import cv2, numpy, PIL.Image, pydantic.main, pydantic.types
needed = time.process_time() - before
import chexphoto_transforms
print(needed, time.process_time() - before)
"""
"""Print the processor time of the import in seconds: that of its libraries alone, and all."""
RIVALS = """
from importlib.util import find_spec

for name in ("dataset", "matching"):
    print("chexphoto_lab" not in find_spec(name).origin)
"""
"""Print whether `dataset` and `matching` are other projects'."""


def grey_png() -> bytes:
    """Return a small x-ray's file."""
    return cv2.imencode(".png", np.full((80, 60), 90, np.uint8))[1].tobytes()
