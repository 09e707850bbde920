"""Photographic effects on x-rays: pure functions on arrays, drawn and replayed by their parameters.

    import numpy as np, transforms
    glare = transforms.get("glare_matte")
    params = glare.sample(level=2, size=(1245, 1031), rng=np.random.default_rng(7))
    photo = glare.apply(xray, params)

    three = transforms.Pipeline.parse("photographic")
    photo = three.apply(xray, three.sample(level=1, size=(1245, 1031), seed=7, index=12))

Nothing here reads a file or knows what an x-ray is filed under.
"""

from .annotations import warp_boxes, warp_mask, warp_points
from .base import LEVELS, ImageKind, OutputKind, Transform
from .effects import (
    blur,
    enhance,
    exposure,
    film_photo,
    glare_glossy,
    glare_matte,
    identity,
    moire,
    motion,
    random_digital,
    rotation,
    screen_photo,
    tilt,
    translation,
)
from .errors import TransformError
from .parameters import Params
from .pipeline import RECIPES, Pipeline
from .registry import get, names, version
from .rendering import Image, Rendering, Size
from .training.augment import Augment
from .training.groups import Compose, OneOf, Sequential
from .training.node import Node
from .warming import warm_up

NAMES = names()
"""Every transform's name."""

__all__ = [
    "LEVELS",
    "NAMES",
    "RECIPES",
    "Augment",
    "Compose",
    "Image",
    "ImageKind",
    "Node",
    "OneOf",
    "OutputKind",
    "Params",
    "Pipeline",
    "Rendering",
    "Sequential",
    "Size",
    "Transform",
    "TransformError",
    "blur",
    "enhance",
    "exposure",
    "film_photo",
    "get",
    "glare_glossy",
    "glare_matte",
    "identity",
    "moire",
    "motion",
    "random_digital",
    "rotation",
    "screen_photo",
    "tilt",
    "translation",
    "version",
    "warm_up",
    "warp_boxes",
    "warp_mask",
    "warp_points",
]
