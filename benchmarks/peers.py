"""The same operations in albumentations, the usual alternative, for given parameters.

Only where it has the same operation. Its own interpolations and kernels differ a little from the paper's, so the
pictures are alike and not equal; its choice of OpenCV's cubic for perspective is the nearest to ours.
"""

import importlib.metadata
import math
import os
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"  # it looks for news on the network when imported

Array = NDArray[np.uint8]
Writing = Callable[[Array], Any]


def version() -> str:
    try:
        return f"peer: albumentations {importlib.metadata.version('albumentations')}"
    except importlib.metadata.PackageNotFoundError:
        return "no peer: albumentations is not installed"


def writing(name: str, params: Any) -> Writing | None:
    """Return albumentations' version of a transform, or None."""
    try:
        import albumentations
    except ImportError:
        return None
    make = _WRITINGS.get(name)
    if make is None:
        return None
    effect = make(albumentations, params)
    return lambda rgb: effect(image=rgb)["image"]


def _blur(a: Any, params: Any) -> Any:
    side = 2 * math.ceil(3 * params.radius) + 1
    return a.GaussianBlur(blur_limit=(side, side), sigma_limit=(params.radius, params.radius), p=1)


def _motion(a: Any, params: Any) -> Any:
    side = max(int(params.size) // 2 * 2 + 1, 3)
    return a.MotionBlur(blur_limit=(side, side), angle_range=(0, 0), direction_range=(0, 0), p=1)


def _tilt(a: Any, _: Any) -> Any:
    return a.Perspective(scale=(0.05, 0.05), keep_size=True, interpolation=cv2.INTER_CUBIC, p=1)


def _translation(a: Any, params: Any) -> Any:
    shift = {"x": (int(params.dx), int(params.dx)), "y": (int(params.dy), int(params.dy))}
    return a.Affine(scale=(0.85, 0.85), translate_px=shift, interpolation=cv2.INTER_CUBIC, p=1)


def _rotation(a: Any, params: Any) -> Any:
    turn = (params.degrees, params.degrees)
    return a.Affine(rotate=turn, fit_output=True, interpolation=cv2.INTER_LINEAR, p=1)


def _tone(brightness: float, contrast: float) -> Callable[[Any], Any]:
    return lambda a: a.ColorJitter(
        brightness=(brightness, brightness), contrast=(contrast, contrast), saturation=(1, 1), hue=(0, 0), p=1
    )


_WRITINGS: dict[str, Callable[[Any, Any], Any]] = {
    "blur": _blur,
    "motion": _motion,
    "tilt": _tilt,
    "translation": _translation,
    "rotation": _rotation,
    "brightness_up": lambda a, p: _tone(p.factor, 1)(a),
    "brightness_down": lambda a, p: _tone(p.factor, 1)(a),
    "contrast_up": lambda a, p: _tone(1, p.factor)(a),
    "contrast_down": lambda a, p: _tone(1, p.factor)(a),
    "random-digital": lambda a, p: _tone(p.brightness, p.contrast)(a),
}
