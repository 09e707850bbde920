"""Image files: type, integrity, pixels, and pictures to look at.

What needs a decoder is imported at its first use: a server's web process knows this package and must not know Pillow,
pydicom or libheif (``docs/decisions/pixels-elsewhere.md``).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dataset.images.header import MASK_FORMATS, MAX_PIXELS, READING, Format, ImageHeader, Pixels
from dataset.images.outlines import outline_image
from dataset.images.source import Source

if TYPE_CHECKING:
    from dataset.images.checking import ImageProblem, check_images, check_xray
    from dataset.images.display import display_picture, thumbnail
    from dataset.images.encode import OutputFormat, encode_image
    from dataset.images.labels import read_labels
    from dataset.images.modes import upright
    from dataset.images.reading import check_image, probe_image, read_image, read_whole_at_least
    from dataset.images.window import depth_to_8bit, window_to_8bit, window_to_full_range

_HOMES = {
    "checking": ("ImageProblem", "check_images", "check_xray"),
    "display": ("display_picture", "thumbnail"),
    "encode": ("OutputFormat", "encode_image"),
    "labels": ("read_labels",),
    "modes": ("upright",),
    "reading": ("check_image", "probe_image", "read_image", "read_whole_at_least"),
    "window": ("depth_to_8bit", "window_to_8bit", "window_to_full_range"),
}

__all__ = [
    "MASK_FORMATS",
    "MAX_PIXELS",
    "READING",
    "Format",
    "ImageHeader",
    "ImageProblem",
    "OutputFormat",
    "Pixels",
    "Source",
    "check_image",
    "check_images",
    "check_xray",
    "depth_to_8bit",
    "display_picture",
    "encode_image",
    "outline_image",
    "probe_image",
    "read_image",
    "read_labels",
    "read_whole_at_least",
    "thumbnail",
    "upright",
    "window_to_8bit",
    "window_to_full_range",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"dataset.images.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
