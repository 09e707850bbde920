"""The result of a transform: its pixels, and the mapping of positions.

Positions are continuous: a picture of width w and height h covers 0..w by 0..h, and the centre of pixel
(column x, row y) is (x + 0.5, y + 0.5), as in Pillow. OpenCV puts pixel centres on whole numbers; for it,
shift a homography with `geometry.between_pixel_centres`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8] | NDArray[np.uint16]
"""uint8 or uint16 (H, W), or uint8 (H, W, 3) in RGB order."""
Size = tuple[int, int]
"""(width, height) in pixels, the order of Pillow and of the data set's tables."""
Floats = NDArray[np.float64]
Mask = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Rendering:
    """The outcome of `render`.

    Attributes:
        image: the pixels, exactly those of `apply`.
        source_size: (width, height) of the picture that went in.
        homography: float64 (3, 3), takes positions in the source to positions in `image`; None where no
            perspective describes it.
        displacement: None, or float32 (H, W, 2) of the size of `image`: the centre of an output pixel plus
            its displacement (x, y) is its position in the source; where given, it is exact and a
            homography beside it is its nearest perspective.
        corners: float64 (4, 2), where the source's corners went: top left, top right, bottom right, bottom left.
        masks: uint8 (H, W) each, 0..255, how strongly an effect covers a pixel (`glare`, say).
    """

    image: Image
    source_size: Size
    homography: Floats | None
    corners: Floats
    displacement: NDArray[np.float32] | None = None
    masks: Mapping[str, Mask] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def size(self) -> Size:
        """(width, height) of the output."""
        return self.image.shape[1], self.image.shape[0]


def empty(size: Size) -> Image:
    """Return a black picture of that (width, height) that takes no memory, for a rendering of geometry alone."""
    return np.broadcast_to(np.uint8(0), size[::-1])
