"""The LCD: the light of each grey value, and the subpixel pattern that causes moiré.

The stripes of red, green and blue with black between them are a periodic function of the screen's
coordinates, so they are kept as its Fourier series. Rendering then needs no oversampling: each term is a wave
whose contrast in the photo is its series coefficient times the camera's transfer function at its frequency,
and a sensor that samples such a wave produces the beats by itself.
"""

from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...camera.device.colour import linear_from_grey, white_of
from ...parameters import Fraction, parameters

MAX_ORDER_X, MAX_ORDER_Y = 4, 2


@parameters
class Screen:
    """A display and its settings.

    Attributes:
        width_px: Pixels across.
        height_px: Pixels down.
        pitch_mm: Distance of neighbouring pixels.
        subpixels: "stripe" for vertical RGB stripes, "none" for a surface without structure.
        fill_x: Share of a stripe's width that is open, the rest black matrix; 0..1.
        fill_y: Share of a row's height that is open; 0..1.
        gamma: Exponent from grey value to light.
        white_k: Colour temperature of its white, K.
        peak_cd_m2: Luminance of white.
        black_cd_m2: Luminance of black.
        unevenness: Share of luminance lost from the brightest place to the farthest corner, 0..1.
        viewing_exponent: Luminance falls with cos(angle)^exponent off axis (0: not at all).
        surface: "matte" or "glossy".
        flicker_hz: Frequency of the backlight's dimming.
        flicker_depth: (max - min) / (max + min) of the light over one period; 0 is a steady backlight.
        bezel_mm: Width of the frame at the sides and the top.
        chin_mm: Width of the frame below.
        stand: "monitor" (on a foot) or "laptop" (a keyboard before it).
    """

    width_px: Annotated[int, Field(ge=16, le=16384)] = 1920
    height_px: Annotated[int, Field(ge=16, le=16384)] = 1080
    pitch_mm: Annotated[float, Field(ge=0.01, le=5)] = 0.2767
    subpixels: Literal["stripe", "none"] = "stripe"
    fill_x: Annotated[float, Field(gt=0, le=1)] = 0.8
    fill_y: Annotated[float, Field(gt=0, le=1)] = 0.85
    gamma: Annotated[float, Field(ge=1, le=3)] = 2.2
    white_k: Annotated[float, Field(ge=2000, le=20_000)] = 6504.0
    peak_cd_m2: Annotated[float, Field(ge=1, le=10_000)] = 250.0
    black_cd_m2: Annotated[float, Field(ge=0, le=5000)] = 0.25
    unevenness: Annotated[float, Field(ge=0, le=0.8)] = 0.0
    viewing_exponent: Annotated[float, Field(ge=0, le=6)] = 0.0
    surface: Literal["matte", "glossy"] = "matte"
    flicker_hz: Annotated[float, Field(ge=0, le=100_000)] = 240.0
    flicker_depth: Fraction = 0.0
    bezel_mm: Annotated[float, Field(ge=0, le=200)] = 12.0
    chin_mm: Annotated[float, Field(ge=0, le=200)] = 18.0
    stand: Literal["monitor", "laptop"] = "monitor"

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width_px, self.height_px

    def white(self) -> NDArray[np.float64]:
        """Return the linear RGB (3,) of white, its luminance-bearing green being 1."""
        return white_of(self.white_k)


def luminance_table(screen: Screen, levels: int = 256) -> NDArray[np.float32]:
    """Return the luminance in cd/m² of each grey value."""
    return linear_from_grey(screen.gamma, screen.black_cd_m2, screen.peak_cd_m2, levels)


def subpixel_orders(screen: Screen) -> NDArray[np.int64]:
    """Return the harmonics (N, 2) of the pixel grid, one of each conjugate pair, zero left out."""
    if screen.subpixels == "none":
        return np.zeros((0, 2), np.int64)
    pairs = [
        (k, m) for k in range(MAX_ORDER_X + 1) for m in range(-MAX_ORDER_Y, MAX_ORDER_Y + 1) if k > 0 or m > 0
    ]
    return np.array(pairs, np.int64)


def subpixel_series(screen: Screen, orders: NDArray[np.int64]) -> NDArray[np.complex128]:
    """Return coefficients (3, N) of red, green and blue, mean one: stripe p of width w at (p - 1)/3.

    c(k, m) = 2 sinc(k w) sinc(m h) exp(-2 pi i k (p - 1)/3), w = fill_x / 3, h = fill_y; the factor two
    stands for the conjugate term, the light being the real part of the sum.
    """
    k, m = orders[:, 0], orders[:, 1]
    size = 2 * np.sinc(k * screen.fill_x / 3) * np.sinc(m * screen.fill_y)
    at = (np.arange(3) - 1)[:, None] / 3
    series: NDArray[np.complex128] = size * np.exp(-2j * np.pi * k * at)
    return series
