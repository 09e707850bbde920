"""Perspective warps with Pillow's cubic interpolation, shared by tilt and translation.

Each output pixel's centre is taken back into the source; outside the source it is black. The cubic is the one
with a = -1 (Keys, 1981), as Pillow's, a little crisper than OpenCV's a = -0.75.
"""

import numpy as np

from .rendering import Floats, Image


def draw(image: Image, homography: Floats) -> Image:
    """Warp the picture by a homography within a frame of its own size, black around it.

    Args:
        image: any of the three kinds.
        homography: (3, 3) from source to output positions, invertible, with positive depth on the source.
    """
    from .kernels.cubic import cubic_perspective

    # Not normalised: the sign of its depth tells what lies before the camera from what lies behind.
    back = np.asarray(np.linalg.inv(homography), np.float64)
    result = np.empty_like(image)
    shape = (*image.shape[:2], -1)
    top = np.float32(np.iinfo(image.dtype).max)
    cubic_perspective(image.reshape(shape), result.reshape(shape), back, top)
    return result
