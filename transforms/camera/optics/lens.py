"""Effects of the lens: distortion, sharpness and stray light.

Sharpness is kept as an optical transfer function, a function of spatial frequency, because moiré is decided
there: what the lens and the photosite's aperture leave of the subpixels' frequency is the moiré's contrast.
"""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...errors import ParameterError
from ...parameters import parameters

WAVELENGTH_UM = (0.61, 0.54, 0.46)
"""Middle of what the red, green and blue filters pass, micrometres."""

RADIAL_STEPS = 4096


@parameters
class Lens:
    """One lens with its current focus.

    Attributes:
        focal_mm: Focal length.
        f_number: Focal length over the entrance pupil; 0 leaves diffraction out.
        k1: Brown's radial distortion: r_d = r (1 + k1 r² + k2 r⁴), r in focal lengths.
        k2: Its second coefficient.
        lateral_red: Relative magnification of red less one (lateral chromatic aberration).
        lateral_blue: The same of blue.
        vignetting: Share of the light lost in the photo's corners, 0..1, after the phone's own correction.
        defocus_um: Diameter of the blur disc on the sensor.
        glare: Share of all light scattered over the whole picture (veiling glare index), 0..1.
        bloom: Share scattered near where it belongs (smudges on the lens), 0..1.
    """

    focal_mm: Annotated[float, Field(ge=0.1, le=1000)] = 4.0
    f_number: Annotated[float, Field(ge=0, le=64)] = 1.8
    k1: Annotated[float, Field(ge=-1, le=1)] = 0.0
    k2: Annotated[float, Field(ge=-1, le=1)] = 0.0
    lateral_red: Annotated[float, Field(ge=-0.02, le=0.02)] = 0.0
    lateral_blue: Annotated[float, Field(ge=-0.02, le=0.02)] = 0.0
    vignetting: Annotated[float, Field(ge=0, le=0.9)] = 0.0
    defocus_um: Annotated[float, Field(ge=0, le=500)] = 0.0
    glare: Annotated[float, Field(ge=0, le=0.9)] = 0.0
    bloom: Annotated[float, Field(ge=0, le=0.9)] = 0.0


def undistortion(lens: Lens, r_max: float) -> NDArray[np.float64]:
    """Return a table of r_undistorted / r_distorted at equal steps of r_distorted² from 0 to r_max².

    Args:
        lens: The lens.
        r_max: Largest distorted radius needed, in focal lengths.

    Raises:
        ParameterError: The distortion folds the picture over before r_max.
    """
    r = np.linspace(0.0, 2.0 * r_max, 4 * RADIAL_STEPS)
    distorted = r * (1 + lens.k1 * r**2 + lens.k2 * r**4)
    rising = np.diff(distorted) > 0
    end = len(r) if rising.all() else int(np.argmin(rising)) + 1
    if distorted[end - 1] < r_max:
        raise ParameterError(
            f"lens: k1 {lens.k1:g} and k2 {lens.k2:g} fold the picture over inside the photo; take smaller ones"
        )
    steps = np.sqrt(np.linspace(0.0, r_max**2, RADIAL_STEPS))
    ratio = np.ones(RADIAL_STEPS)
    ratio[1:] = np.interp(steps[1:], distorted[:end], r[:end]) / steps[1:]
    return ratio


def distort(
    lens: Lens, points: NDArray[np.float64], centre: tuple[float, float], focal_px: float
) -> NDArray[np.float64]:
    """Map pinhole points (N, 2), photo px, through the lens distortion (green light)."""
    r = (points - np.array(centre)) / focal_px
    r2 = (r**2).sum(axis=1, keepdims=True)
    moved: NDArray[np.float64] = r * (1 + lens.k1 * r2 + lens.k2 * r2**2) * focal_px + np.array(centre)
    return moved


def vignette(
    lens: Lens, x: NDArray[np.float64], y: NDArray[np.float64], size: tuple[int, int]
) -> NDArray[np.float64]:
    """Return the light kept at photo px (x, y): (1 + q r²)^-2, cos⁴'s form, 1 - vignetting in the corners."""
    cx, cy = (size[0] - 1) / 2, (size[1] - 1) / 2
    r2 = ((x - cx) ** 2 + (y - cy) ** 2) / (cx**2 + cy**2)
    q = (1 - lens.vignetting) ** -0.5 - 1
    kept: NDArray[np.float64] = (1 + q * r2) ** -2
    return kept


def defocus_otf(frequency: NDArray[np.float64], diameter: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Return a uniform disc's transfer: 2 J1(z) / z, z = pi d f (frequency in cycles per unit of diameter)."""
    z = np.pi * diameter * frequency
    jinc: NDArray[np.float64] = np.where(z < 1e-6, 1.0, 2 * bessel_j1(z) / np.maximum(z, 1e-6))
    return jinc


def diffraction_otf(
    frequency_um: NDArray[np.float64], f_number: float, wavelength_um: float
) -> NDArray[np.float64]:
    """Return a round aperture's OTF: 2/pi (acos s - s sqrt(1 - s²)), s = f wavelength N (Goodman)."""
    s = np.clip(frequency_um * wavelength_um * f_number, 0, 1)
    passed: NDArray[np.float64] = 2 / np.pi * (np.arccos(s) - s * np.sqrt(1 - s**2))
    return passed


def bessel_j1(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Bessel function J1 for x >= 0 (Abramowitz and Stegun 9.4.4 and 9.4.6)."""
    t = (np.minimum(x, 3.0) / 3) ** 2
    near = np.minimum(x, 3.0) * np.polyval(
        [0.00001109, -0.00031761, 0.00443319, -0.03954289, 0.21093573, -0.56249985, 0.5], t
    )
    s = 3 / np.maximum(x, 3.0)
    f = np.polyval([-0.00020033, 0.00113653, -0.00249511, 0.00017105, 0.01659667, 0.00000156, 0.79788456], s)
    angle = np.maximum(x, 3.0) + np.polyval(
        [-0.00029166, 0.00079824, 0.00074348, -0.00637879, 0.00005650, 0.12499612, -2.35619449], s
    )
    far = f * np.cos(angle) / np.sqrt(np.maximum(x, 3.0))
    value: NDArray[np.float64] = np.where(x <= 3.0, near, far)
    return value
