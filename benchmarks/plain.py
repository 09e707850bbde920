"""A straightforward implementation of each transform, with Pillow, numpy or scikit-image, on RGB.

What the fast versions are held against: whole masks the size of the picture, alpha compositing in RGBA, resizing
with Pillow. Nothing here is clumsy on purpose.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter

from transforms.geometry import frame, homography_between

Array = NDArray[np.uint8]
Writing = Callable[[Array], Any]


def writing(name: str, params: Any) -> Writing | None:
    """Return the plain version of a transform, or None."""
    make = _WRITINGS.get(name)
    return None if make is None else lambda rgb: make(Image.fromarray(rgb), params)


def _moire(image: Image.Image, params: Any) -> Image.Image:
    large = image.convert("RGBA").resize((image.width * 2, image.height * 2), Image.Resampling.LANCZOS)
    side = max(large.size) * 2
    field = np.zeros((side, side, 4), np.uint8)
    dark = np.arange(side) % (params.gap + params.thickness) < params.thickness
    field[dark, :, 3] = int(params.opacity * 255)
    for lines in params.lines:
        mask = _lines(Image.fromarray(field), lines, large.size)
        large.alpha_composite(mask)
    return large.resize(image.size, Image.Resampling.LANCZOS).convert("RGB")


def _lines(field: Image.Image, lines: Any, size: tuple[int, int]) -> Image.Image:
    side = field.width
    near, far = side * (0.5 - lines.spread / 2), side * (0.5 + lines.spread / 2)
    seen = [(0, near), (side, 0), (side, side), (0, far)]
    back = homography_between(frame(field.size), seen).ravel()[:8]
    turned = field.transform(field.size, Image.Transform.PERSPECTIVE, back.tolist()).rotate(lines.angle)
    left, top = ((side - length) // 2 + by for length, by in zip(size, lines.offset, strict=True))
    return turned.crop((left, top, left + size[0], top + size[1]))


def _glare_matte(image: Image.Image, params: Any) -> Image.Image:
    x, y = np.meshgrid(np.arange(image.width), np.arange(image.height))
    squared = (x - params.center[0]) ** 2 + (y - params.center[1]) ** 2
    bell = np.exp(-squared / (2 * params.sigma**2))
    return _whitened(image, np.minimum(params.max_alpha, bell * params.peak_alpha / bell.max()))


def _glare_glossy(image: Image.Image, params: Any) -> Image.Image:
    alpha = np.zeros((image.height, image.width))
    left, top, right, bottom = params.box
    alpha[top:bottom, left:right] = params.alpha
    return _whitened(image, alpha)


def _whitened(image: Image.Image, alpha: NDArray[Any]) -> Image.Image:
    mask = np.full((*alpha.shape, 4), 255, np.uint8)
    mask[..., 3] = alpha
    return Image.alpha_composite(image.convert("RGBA"), Image.fromarray(mask)).convert("RGB")


def _perspective(image: Image.Image, corners: Any) -> Image.Image:
    back = homography_between(corners, frame(image.size)).ravel()[:8].tolist()
    return image.transform(image.size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC)


def _tilt(image: Image.Image, params: Any) -> Image.Image:
    return _perspective(image, np.array(params.corners) * image.size)


def _translation(image: Image.Image, params: Any) -> Image.Image:
    inner = frame((image.width - 2 * params.border, image.height - 2 * params.border))
    return _perspective(image, inner + params.border + (params.dx, params.dy))


def _rotation(image: Image.Image, params: Any) -> Image.Image:
    return image.rotate(params.degrees, Image.Resampling.BILINEAR, expand=True)


def _blur(image: Image.Image, params: Any) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(params.radius))


def _motion(image: Image.Image, params: Any) -> NDArray[Any]:
    reach = int(params.size)
    padded = np.pad(np.asarray(image), ((0, 0), (reach // 2, reach - 1 - reach // 2), (0, 0)), "reflect")
    sums = np.cumsum(padded, axis=1, dtype=np.int32)
    sums = np.concatenate([sums[:, :1] * 0, sums], axis=1)
    return ((sums[:, reach:] - sums[:, :-reach]) / reach).astype(np.uint8)


def _exposure(image: Image.Image, params: Any) -> Any:
    from skimage import exposure

    return exposure.adjust_sigmoid(np.asarray(image), cutoff=params.cutoff, gain=params.gain)


def _brightness(image: Image.Image, params: Any) -> Image.Image:
    return ImageEnhance.Brightness(image).enhance(params.factor)


def _contrast(image: Image.Image, params: Any) -> Image.Image:
    return ImageEnhance.Contrast(image).enhance(params.factor)


def _random_digital(image: Image.Image, params: Any) -> Image.Image:
    return ImageEnhance.Brightness(ImageEnhance.Contrast(image).enhance(params.contrast)).enhance(
        params.brightness
    )


_WRITINGS: dict[str, Callable[[Image.Image, Any], Any]] = {
    "moire": _moire,
    "glare_matte": _glare_matte,
    "glare_glossy": _glare_glossy,
    "tilt": _tilt,
    "translation": _translation,
    "rotation": _rotation,
    "blur": _blur,
    "motion": _motion,
    "exposure": _exposure,
    "brightness_up": _brightness,
    "brightness_down": _brightness,
    "contrast_up": _contrast,
    "contrast_down": _contrast,
    "random-digital": _random_digital,
}
