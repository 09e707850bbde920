"""The light box: fluorescent tubes or LEDs behind opal glass, unevenly bright, in a frame."""

import math
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...camera.optics.mosaic import Float32
from ...parameters import Fraction, parameters

_LED_ROWS = 6


@parameters
class LightBox:
    """A viewing box.

    Attributes:
        width_mm: Width of its luminous area.
        height_mm: Height of it.
        peak_cd_m2: Luminance where it is brightest.
        white_k: Colour temperature.
        tubes: Fluorescent tubes, lying; 0 is an LED panel.
        fall_off: Share of luminance lost towards the edges.
        hot_spots: Share by which it is brighter before a tube (or an LED) than between two.
        flicker_hz: Frequency of its flicker.
        flicker_depth: Depth of it.
        frame_mm: Width of its frame.
        clips: Clips that hold the film at its top edge.
        film_x_mm: Film's centre right of the box's centre.
        film_y_mm: Film's centre below the box's centre.
    """

    width_mm: Annotated[float, Field(ge=20, le=3000)] = 440.0
    height_mm: Annotated[float, Field(ge=20, le=3000)] = 490.0
    peak_cd_m2: Annotated[float, Field(ge=1, le=100_000)] = 2000.0
    white_k: Annotated[float, Field(ge=2000, le=20_000)] = 6500.0
    tubes: Annotated[int, Field(ge=0, le=20)] = 0
    fall_off: Annotated[float, Field(ge=0, le=0.9)] = 0.0
    hot_spots: Annotated[float, Field(ge=0, le=0.9)] = 0.0
    flicker_hz: Annotated[float, Field(ge=0, le=100_000)] = 100.0
    flicker_depth: Fraction = 0.0
    frame_mm: Annotated[float, Field(ge=0, le=500)] = 30.0
    clips: Annotated[int, Field(ge=0, le=6)] = 0
    film_x_mm: Annotated[float, Field(ge=-2000, le=2000)] = 0.0
    film_y_mm: Annotated[float, Field(ge=-2000, le=2000)] = 0.0


def illumination(box: LightBox, rows: int, columns: int) -> Float32:
    """Return luminance (rows, columns), cd/m²: peak (1 - f r²) (1 - h/2 - h/2 cos), one cosine per tube."""
    y, x = np.linspace(-1, 1, rows, dtype=np.float32), np.linspace(-1, 1, columns, dtype=np.float32)
    field = 1 - np.float32(box.fall_off / 2) * (x[None, :] ** 2 + y[:, None] ** 2)
    field *= np.float32(box.peak_cd_m2) * _wave(box.hot_spots, box.tubes or _LED_ROWS, y)[:, None]
    if not box.tubes:
        field *= _wave(box.hot_spots, _LED_ROWS, x)[None, :]
    return np.asarray(field, np.float32)


def _wave(depth: float, lines: int, at: Float32) -> Float32:
    return np.asarray(1 - depth / 2 - depth / 2 * np.cos(math.pi * lines * (at + 1)), np.float32)


def clip_boxes_mm(box: LightBox, film_width_mm: float, film_height_mm: float) -> NDArray[np.float64]:
    """Return left, top, right, bottom (N, 4) of the clips, mm from the box's centre; they hold 9 mm of film."""
    if not box.clips:
        return np.zeros((0, 4))
    at = (np.arange(box.clips) + 0.5) / box.clips - 0.5
    x = box.film_x_mm + at * film_width_mm * (1.3 if box.clips > 1 else 1)
    top = box.film_y_mm - film_height_mm / 2
    return np.column_stack([x - 14, np.full(len(x), top - 14), x + 14, np.full(len(x), top + 9)])
