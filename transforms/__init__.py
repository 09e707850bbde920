"""Photographic effects on x-rays: pure functions on arrays, drawn and replayed by their parameters.

    import numpy as np, transforms
    glare = transforms.get("glare_matte")
    params = glare.sample(level=2, size=(1245, 1031), rng=np.random.default_rng(7))
    photo = glare.apply(xray, params)

Nothing here reads a file or knows what an x-ray is filed under.
"""

from transforms import film_photo, identity, screen_photo
from transforms.base import LEVELS, ImageKind, OutputKind, Transform
from transforms.errors import TransformError
from transforms.parameters import Params
from transforms.registry import get, names, version
from transforms.rendering import Image, Rendering, Size

NAMES = names()
"""Every transform's name."""

__all__ = [
    "LEVELS",
    "NAMES",
    "Image",
    "ImageKind",
    "OutputKind",
    "Params",
    "Rendering",
    "Size",
    "Transform",
    "TransformError",
    "get",
    "film_photo",
    "identity",
    "screen_photo",
    "version",
]
