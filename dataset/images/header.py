"""The header of an image, read without decoding pixels, and its limits.

Files come from strangers' cameras and from the network.  A few bytes can claim a billion pixels, so
type, size and orientation are read from the header first, and nothing is decoded that is over the limit.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dataset.errors import ImageError

MAX_PIXELS = 100_000_000
READING = 3
"""Raised with every change that can alter what is read of a file: whatever is kept of its pixels depends on it."""

Format = Literal["jpeg", "png", "webp", "tiff", "heic", "dicom"]
MASK_FORMATS: tuple[Format, ...] = ("png",)
"""Lossless, and one file of it a mask."""
Pixels = NDArray[np.uint8] | NDArray[np.uint16]

EXTENSIONS: dict[Format, str] = {
    "jpeg": "jpg",
    "png": "png",
    "webp": "webp",
    "tiff": "tif",
    "heic": "heic",
    "dicom": "dcm",
}
MEDIA_TYPES: dict[Format, str] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "tiff": "image/tiff",
    "heic": "image/heic",
    "dicom": "application/dicom",
}


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """The header of an image file.

    Attributes:
        format: The file's real format, whatever its name.
        width: Stored columns, before the orientation is applied.
        height: Stored rows, before the orientation is applied.
        orientation: EXIF's, 1 to 8; 1 is upright.
        bits: Bits a channel.
        shown_as_is: Browsers show these very bytes, though perhaps in their own way.
        in_own_way: The file says how its values are to look (gamma, colour profile) or lie (EXIF: orientation, and
            resolutions that make browsers stretch a picture); browsers follow some of that, each its own part, and
            this project reads the values as they are stored.
    """

    format: Format
    width: int
    height: int
    orientation: int = 1
    bits: int = 8
    shown_as_is: bool = False
    in_own_way: bool = False

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height once the orientation is applied."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)

    @property
    def shown_as_read(self) -> bool:
        """Whether browsers show these bytes with the same values and orientation as this project reads."""
        return self.shown_as_is and not self.in_own_way

    @property
    def extension(self) -> str:
        """The file name extension of the format, without a dot."""
        return EXTENSIONS[self.format]

    @property
    def media_type(self) -> str:
        """The format's media type (``image/jpeg``)."""
        return MEDIA_TYPES[self.format]


def check_size(header: ImageHeader) -> None:
    """Refuse unsupported sizes.

    Raises:
        ImageError: No pixels (``damaged``), or more than 100 megapixels (``too_many_pixels``).
    """
    if header.width < 1 or header.height < 1:
        raise ImageError(f"it has no pixels ({header.width} x {header.height})", "damaged")
    if header.width * header.height > MAX_PIXELS:
        raise ImageError(
            f"it has {header.width} x {header.height} pixels; more than {MAX_PIXELS // 1_000_000} megapixels "
            "are not worked with",
            "too_many_pixels",
        )
