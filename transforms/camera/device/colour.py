"""White points and the two ends of the tone scale: from colour temperature to RGB, from grey value to light.

Light is kept as linear RGB relative to a D65 white, because that is what both an LCD's primaries and a
camera's colour matrix are specified against; every stage between them then is a matrix or a factor.
"""

import numpy as np
from numpy.typing import NDArray

_XYZ_TO_LINEAR_SRGB = np.array(
    [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
)


def white_of(kelvin: float) -> NDArray[np.float64]:
    """Return the linear RGB (3,), green = 1, of a white of the given correlated colour temperature.

    Args:
        kelvin: Correlated colour temperature, 1667 to 25000 K.

    Returns:
        The factors of red, green and blue relative to D65 (6504 K gives almost (1, 1, 1)).

    Chromaticity: from 4000 K the CIE daylight locus (CIE 015:2018), as screens and daylight have it; below, the
    Planckian locus as lamps have it (Kang et al., J. Korean Phys. Soc. 41, 2002). Matrix: IEC 61966-2-1.
    """
    x, y = _daylight(1e3 / kelvin, kelvin) if kelvin >= 4000 else _planckian(1e3 / kelvin, kelvin)
    rgb = np.clip(_XYZ_TO_LINEAR_SRGB @ np.array([x / y, 1.0, (1 - x - y) / y]), 0.02, None)
    relative: NDArray[np.float64] = rgb / rgb[1]
    return relative


def _daylight(t: float, kelvin: float) -> tuple[float, float]:
    if kelvin <= 7000:
        x = 0.244063 + 0.09911 * t + 2.9678 * t**2 - 4.6070 * t**3
    else:
        x = 0.237040 + 0.24748 * t + 1.9018 * t**2 - 2.0064 * t**3
    return x, -3.0 * x**2 + 2.870 * x - 0.275


def _planckian(t: float, kelvin: float) -> tuple[float, float]:
    x = -0.2661239 * t**3 - 0.2343589 * t**2 + 0.8776956 * t + 0.179910
    if kelvin < 2222:
        return x, -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    return x, -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867


def linear_from_grey(gamma: float, black: float, peak: float, levels: int = 256) -> NDArray[np.float32]:
    """Return the luminance in cd/m² of each grey value of a display: black + (peak - black) (v / max)^gamma."""
    v = np.linspace(0.0, 1.0, levels)
    return (black + (peak - black) * v**gamma).astype(np.float32)


def encode(light: NDArray[np.float64], gamma: float) -> NDArray[np.float64]:
    """Display value 0..1 of linear light 0..1: a power law, or sRGB's curve (IEC 61966-2-1) for gamma 0."""
    x = np.clip(light, 0.0, 1.0)
    if gamma > 0:
        power: NDArray[np.float64] = x ** (1.0 / gamma)
        return power
    return np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.maximum(x, 1e-9) ** (1 / 2.4) - 0.055)
