"""Pictures drawn in perspective with Pillow's cubic interpolation: what tilt and translation share.

Each output pixel's centre is taken back into the source; outside the source it is black. The cubic is the one
with a = -1 (Keys, 1981), as Pillow's, a little crisper than OpenCV's a = -0.75.
"""

import numpy as np

from transforms.geometry import inverse
from transforms.rendering import Floats, Image


def draw(image: Image, homography: Floats) -> Image:
    """The picture moved by a homography within a frame of its own size, black around it.

    Args:
        image: any of the three kinds.
        homography: (3, 3) from source to output positions, invertible.
    """
    from transforms.kernels.cubic import cubic_perspective

    result = np.empty_like(image)
    shape = (*image.shape[:2], -1)
    top = np.float32(np.iinfo(image.dtype).max)
    cubic_perspective(image.reshape(shape), result.reshape(shape), inverse(homography), top)
    return result
