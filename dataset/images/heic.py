"""HEIC and HEIF, as iPhones write them: the primary picture, 8 bits, rotated as the file specifies.

Decoding is pi-heif's: the sister of pillow-heif that carries no GPL encoder.
"""

from typing import BinaryIO

import numpy as np
import pi_heif

from dataset.errors import ImageError
from dataset.images.header import ImageHeader, Pixels
from dataset.images.modes import grey_if_colourless, on_black
from dataset.images.outlines import heic_outline

# Previews, depth maps and masks are not wanted, and parsing them is only more that can go wrong.
pi_heif.options.THUMBNAILS = pi_heif.options.DEPTH_IMAGES = pi_heif.options.AUX_IMAGES = False


def probe(file: BinaryIO) -> ImageHeader:
    """Read the size; it is upright already, since the format's own rotation is part of decoding."""
    return heic_outline(file).header


def read(file: BinaryIO, _strict: bool, /) -> Pixels:
    """Decode the file's primary picture."""
    file.seek(0)
    images = pi_heif.open_heif(file)
    image = images[images.primary_index]
    if image.mode not in ("RGB", "RGBA", "L"):
        raise ImageError(f"its colours are {image.mode}; save it as JPEG", "colours")
    # A copy: the array that the binding offers lies in libheif's own memory, which goes when `image` goes.
    pixels = np.array(image, dtype=np.uint8)
    if pixels.ndim == 2:
        return pixels
    return on_black(pixels) if image.mode == "RGBA" else grey_if_colourless(pixels)
