"""The viewer around the x-ray on the display: nothing, or the panel of an image viewer, and maybe the pointer."""

from typing import Annotated, Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...parameters import Fraction, parameters
from ...rendering import Floats, Image, Size

_ARROW = np.array([(0, 0), (0, 16), (4, 13), (7, 19), (10, 18), (7, 12), (12, 12)], float)


@parameters
class Viewer:
    """Position of the x-ray on the screen.

    Attributes:
        panel: Share of the screen's width that a second window takes at the right; 0: the x-ray alone.
        margin: Share of the free space left empty about the x-ray.
        cursor: Whether the mouse pointer is to be seen.
        cursor_x: Its place, as a share of the screen's width.
        cursor_y: Its place, as a share of the screen's height.
    """

    panel: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    margin: Annotated[float, Field(ge=0, le=0.8)] = 0.0
    cursor: bool = False
    cursor_x: Fraction = 0.5
    cursor_y: Fraction = 0.5


def placement(viewer: Viewer, source: Size, screen: Size) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the x-ray on the screen, px: as large as fits, centred."""
    free = screen[0] * (1 - viewer.panel)
    scale = min(free / source[0], screen[1] / source[1]) * (1 - viewer.margin)
    width, height = max(2, round(source[0] * scale)), max(2, round(source[1] * scale))
    return round((free - width) / 2), (screen[1] - height) // 2, width, height


def source_to_screen(viewer: Viewer, source: Size, screen: Size) -> Floats:
    """Return the homography (3, 3) from the x-ray to the screen (continuous coordinates)."""
    left, top, width, height = placement(viewer, source, screen)
    return np.array([[width / source[0], 0, left], [0, height / source[1], top], [0, 0, 1.0]])


def screen_picture(image: Image, viewer: Viewer, screen: Size) -> Image:
    """Draw the screen's pixels: the x-ray on black, of the kind it came in, with panel and pointer."""
    size = (image.shape[1], image.shape[0])
    left, top, width, height = placement(viewer, size, screen)
    shrinks = width < size[0]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    shown: NDArray[Any] = image
    if size != (width, height):
        shown = np.asarray(cv2.resize(image, (width, height), interpolation=how), image.dtype)
    picture = np.zeros((screen[1], screen[0], *image.shape[2:]), image.dtype)
    picture[top : top + height, left : left + width] = shown
    if viewer.panel:
        _panel(picture, shown, viewer)
    if viewer.cursor:
        _draw_cursor(picture, viewer)
    return picture


def cursor_outline(viewer: Viewer, screen: Size) -> NDArray[np.int32]:
    """Return the corners (N, 2) of the pointer, screen px."""
    scale = screen[1] / 1080
    at = np.array([viewer.cursor_x * screen[0], viewer.cursor_y * screen[1]])
    return np.rint(at + _ARROW * scale).astype(np.int32)


def _draw_cursor(picture: Image, viewer: Viewer) -> None:
    white = int(np.iinfo(picture.dtype).max)
    outline = cursor_outline(viewer, (picture.shape[1], picture.shape[0]))
    cv2.fillPoly(picture, [outline], (white,) * 3)
    cv2.polylines(picture, [outline], True, (0, 0, 0), 1)


def _panel(picture: NDArray[Any], shown: NDArray[Any], viewer: Viewer) -> None:
    """Draw a second window: its title bar, small pictures of the study, and lines of text."""
    height, width = picture.shape[:2]
    unit = int(np.iinfo(picture.dtype).max) // 255
    left = round(width * (1 - viewer.panel))
    picture[:, left:] = 46 * unit
    picture[: height // 30, left:] = 120 * unit
    w = (width - left) * 4 // 5
    h = max(1, min(height // 4, w * shown.shape[0] // shown.shape[1]))
    small = cv2.resize(shown, (w, h), interpolation=cv2.INTER_AREA)
    x = left + (width - left - w) // 2
    for y in range(height // 15, height * 2 // 3 - h, h + height // 40):
        picture[y : y + h, x : x + w] = small
    for row, y in enumerate(range(height * 2 // 3, height * 19 // 20, height // 36)):
        picture[y : y + height // 120, x : x + w * (5 + row * 3 % 5) // 10] = 150 * unit
