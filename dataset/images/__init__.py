"""Image files: what they are, whether they are whole, their pixels, and pictures of them to look at."""

from dataset.images.checking import ImageProblem, check_images, check_xray
from dataset.images.display import display_picture, thumbnail
from dataset.images.encode import OutputFormat, encode_image
from dataset.images.header import MAX_PIXELS, Format, ImageHeader, Pixels
from dataset.images.modes import upright
from dataset.images.reading import check_image, probe_image, read_image, read_whole_at_least
from dataset.images.source import Source
from dataset.images.window import window_to_8bit

__all__ = [
    "MAX_PIXELS",
    "Format",
    "ImageHeader",
    "ImageProblem",
    "OutputFormat",
    "Pixels",
    "Source",
    "check_image",
    "check_images",
    "check_xray",
    "display_picture",
    "encode_image",
    "probe_image",
    "read_image",
    "read_whole_at_least",
    "thumbnail",
    "upright",
    "window_to_8bit",
]
