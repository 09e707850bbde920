"""Conversion of a decoder's output to the three kinds of image that all other code uses.

uint8 grey ``(H, W)``, uint16 grey ``(H, W)`` or uint8 colour ``(H, W, 3)``:

* grey stays one channel, and a colour file without any colour in it becomes one (x-rays are often saved so);
* 1-bit is 0 and 255; fewer bits are spread over 0..255; 16-bit grey keeps its 16 bits;
* a palette is looked up; what is transparent lies on black, as the display's background is;
* 16-bit colour with real colour becomes 8-bit colour;
* CMYK and Lab are refused: what they look like depends on a printer.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dataset.errors import ImageError
from dataset.images.header import Pixels
from dataset.images.window import depth_to_8bit


def from_pillow(image: Image.Image) -> Pixels:
    """Turn a decoded Pillow image into one of the three kinds.

    Raises:
        ImageError: A colour space that is not worked with.
    """
    if image.mode == "I;16" or image.mode == "I;16B":
        return np.array(image, dtype=np.uint16)
    if image.mode in ("1", "L") and "transparency" not in image.info:
        return np.array(image.convert("L"), dtype=np.uint8)
    if image.mode == "RGB" and "transparency" not in image.info:
        return grey_if_colourless(np.array(image, dtype=np.uint8))
    if image.mode in ("1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "YCbCr"):
        return on_black(np.array(image.convert("RGBA"), dtype=np.uint8))
    raise ImageError(f"its colours are {image.mode}; save it as grey or RGB", "colours")


def on_black(rgba: NDArray[np.uint8]) -> Pixels:
    """Composite ``(H, W, 4)`` colour and alpha over black."""
    alpha = rgba[..., 3:]
    if alpha.min() == 255:
        return grey_if_colourless(rgba[..., :3])
    laid = (rgba[..., :3].astype(np.uint16) * alpha + 127) // 255
    return grey_if_colourless(laid.astype(np.uint8))


def grey_if_colourless(rgb: NDArray[np.uint8]) -> Pixels:
    """Return one channel of ``(H, W, 3)`` where all three are equal everywhere, else the colours."""
    first = rgb[..., 0]
    if np.array_equal(first, rgb[..., 1]) and np.array_equal(first, rgb[..., 2]):
        return np.ascontiguousarray(first)
    return np.ascontiguousarray(rgb)


def from_deep_colour(colour: NDArray[np.uint16]) -> Pixels:
    """Convert 16-bit ``(H, W, 3)`` RGB or ``(H, W, 4)`` RGBA to 16-bit grey if colourless, else 8-bit colour."""
    rgb = colour[..., :3]
    if colour.shape[2] == 4 and colour[..., 3].min() < 65535:
        alpha = colour[..., 3:].astype(np.uint32)
        rgb = ((rgb * alpha + 32767) // 65535).astype(np.uint16)
    first = rgb[..., 0]
    if np.array_equal(first, rgb[..., 1]) and np.array_equal(first, rgb[..., 2]):
        return np.ascontiguousarray(first)
    return np.ascontiguousarray(depth_to_8bit(rgb))


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """Turn stored pixels upright by EXIF's orientation, 1 to 8."""
    turned = pixels.swapaxes(0, 1) if orientation >= 5 else pixels
    if orientation in (3, 4, 7, 8):
        turned = turned[::-1]
    if orientation in (2, 3, 6, 7):
        turned = turned[:, ::-1]
    return turned.copy(order="C")
