"""The phone's image processing of raw data: demosaicing, white balance, colour, tone, denoising, sharpening."""

from typing import Annotated, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...kernels.compiled import compiled
from ...parameters import Fraction, parameters
from .colour import encode, white_of
from .sensor import PEDESTAL, Sensor
from .strips import ROWS, convert

# OpenCV names a pattern by its second row's second and third photosite.
_EDGE_AWARE = {
    "rggb": cv2.COLOR_BayerBG2RGB_EA,
    "bggr": cv2.COLOR_BayerRG2RGB_EA,
    "grbg": cv2.COLOR_BayerGB2RGB_EA,
    "gbrg": cv2.COLOR_BayerGR2RGB_EA,
}
_BILINEAR = {
    "rggb": cv2.COLOR_BayerBG2RGB,
    "bggr": cv2.COLOR_BayerRG2RGB,
    "grbg": cv2.COLOR_BayerGB2RGB,
    "gbrg": cv2.COLOR_BayerGR2RGB,
}

_MARGIN = 8


@parameters
class Processing:
    """Settings of the phone's image processor.

    Attributes:
        white_balance_k: Colour temperature that it takes for white; a screen that is bluer comes out blue.
        tint: Green (negative) to magenta (positive) error of the white balance, as a share.
        colour_correction: How much of the filters' crosstalk it undoes, 0..1.
        demosaic: "edge" (edge-aware) or "bilinear".
        denoise: Strength of the luminance denoiser, 0..1.
        chroma_denoise: Radius of the colour denoiser, px; 0 is off.
        sharpen: Unsharp mask's amount, 0..3.
        contrast: S-shaped tone curve, 0..1.
        gamma: Exponent of the encoding; 0 is sRGB's curve.
        saturation: Factor on colourfulness.
    """

    white_balance_k: Annotated[float, Field(ge=2000, le=20_000)] = 6504.0
    tint: Annotated[float, Field(ge=-0.3, le=0.3)] = 0.0
    colour_correction: Fraction = 1.0
    demosaic: Literal["edge", "bilinear"] = "edge"
    denoise: Fraction = 0.4
    chroma_denoise: Annotated[int, Field(ge=0, le=32)] = 2
    sharpen: Annotated[float, Field(ge=0, le=3)] = 0.6
    contrast: Fraction = 0.2
    gamma: Annotated[float, Field(ge=0, le=3)] = 0.0
    saturation: Annotated[float, Field(ge=0, le=3)] = 1.0


def demosaiced(raw: NDArray[np.uint16], bayer: str, method: str) -> NDArray[np.uint16]:
    """Demosaic a Bayer mosaic (H, W) to (H, W, 3)."""
    codes = _EDGE_AWARE if method == "edge" else _BILINEAR
    return np.asarray(cv2.demosaicing(raw, codes[bayer]), np.uint16)


def white_gains(processing: Processing) -> NDArray[np.float64]:
    """Return gains (3,) of red, green and blue, none below 1, so that clipped highlights are white, not pink."""
    gains = 1.0 / white_of(processing.white_balance_k)
    gains[1] *= 1 - processing.tint
    relative: NDArray[np.float64] = gains / gains.min()
    return relative


def colour_matrix(processing: Processing, sensor: Sensor) -> NDArray[np.float64]:
    """Return balanced raw to linear RGB (3, 3): the crosstalk's inverse by share, then saturation."""
    undo = np.linalg.inv(sensor.response()) * processing.colour_correction
    undo = undo + np.eye(3) * (1 - processing.colour_correction)
    luma = np.array([0.2126, 0.7152, 0.0722])
    saturate = processing.saturation * np.eye(3) + (1 - processing.saturation) * luma[None]
    matrix: NDArray[np.float64] = saturate @ undo
    return matrix


def tone_table(processing: Processing) -> NDArray[np.uint8]:
    """Return the grey value of each 16-bit linear value: encoding, then contrast c: y + c (3y² - 2y³ - y)."""
    y = encode(np.arange(65536) / 65535.0, processing.gamma)
    y = y + processing.contrast * (3 * y**2 - 2 * y**3 - y)
    return np.rint(255 * np.clip(y, 0, 1)).astype(np.uint8)


@compiled
def _develop(
    raw: NDArray[np.uint16],
    gains: NDArray[np.float32],
    matrix: NDArray[np.float32],
    pedestal: float,
    table: NDArray[np.uint8],
    photo: NDArray[np.uint8],
) -> None:
    height, width = raw.shape[:2]
    scale = np.float32(65535.0 / (65535.0 - pedestal))
    low, top = np.float32(pedestal), np.float32(65535)
    for y in range(height):
        for x in range(width):
            r = min((np.float32(raw[y, x, 0]) - low) * scale * gains[0], top)
            g = min((np.float32(raw[y, x, 1]) - low) * scale * gains[1], top)
            b = min((np.float32(raw[y, x, 2]) - low) * scale * gains[2], top)
            for c in range(3):
                v = matrix[c, 0] * r + matrix[c, 1] * g + matrix[c, 2] * b
                photo[y, x, c] = table[int(min(max(v, np.float32(0)), top) + np.float32(0.5))]


def developed(raw: NDArray[np.uint16], processing: Processing, sensor: Sensor) -> NDArray[np.uint8]:
    """Develop demosaiced raw data to RGB (H, W, 3): balance, colour and tone, before denoising."""
    photo = np.empty(raw.shape, np.uint8)
    gains = white_gains(processing).astype(np.float32)
    matrix = colour_matrix(processing, sensor).astype(np.float32)
    _develop(raw, gains, matrix, float(PEDESTAL), tone_table(processing), photo)
    return photo


def from_mosaic(raw: NDArray[np.uint16], processing: Processing, sensor: Sensor) -> NDArray[np.uint8]:
    """Develop a Bayer mosaic (H, W) to RGB (H, W, 3), a strip at a time to save memory."""
    photo = np.empty((*raw.shape, 3), np.uint8)
    for top in range(0, len(raw), ROWS):
        first, last = max(top - _MARGIN, 0), min(top + ROWS + _MARGIN, len(raw))
        colours = demosaiced(raw[first:last], sensor.bayer, processing.demosaic)
        rows = np.ascontiguousarray(colours[top - first : top - first + ROWS])
        photo[top : top + ROWS] = developed(rows, processing, sensor)
    return photo


@compiled
def _denoise_luma(luma: NDArray[np.uint8], noise_variance: float, out: NDArray[np.uint8]) -> None:
    """Apply Lee's filter over 3 x 3: keep (variance - noise) / variance of the difference from the mean."""
    height, width = luma.shape
    out[0], out[height - 1] = luma[0], luma[height - 1]
    n = np.float32(noise_variance)
    for y in range(1, height - 1):
        out[y, 0], out[y, width - 1] = luma[y, 0], luma[y, width - 1]
        for x in range(1, width - 1):
            total, squares = 0, 0
            for j in range(-1, 2):
                for i in range(-1, 2):
                    value = int(luma[y + j, x + i])
                    total += value
                    squares += value * value
            mean = np.float32(total) * np.float32(1 / 9)
            variance = np.float32(squares) * np.float32(1 / 9) - mean * mean
            kept = max(variance - n, np.float32(0)) / (variance + np.float32(1e-3))
            out[y, x] = np.uint8(mean + kept * (np.float32(luma[y, x]) - mean) + np.float32(0.5))


def denoised(luma: NDArray[np.uint8], strength: float) -> NDArray[np.uint8]:
    """Smooth luminance where its variance is that of noise (Lee, IEEE PAMI-2, 1980); strength 1: 6 levels."""
    out = np.empty_like(luma)
    _denoise_luma(luma, (6.0 * strength) ** 2, out)
    return out


def sharpened(luma: NDArray[np.uint8], amount: float) -> NDArray[np.uint8]:
    """Apply an unsharp mask: v + amount (v - blurred), Gaussian of 1.2 px, with the thin halos of phones."""
    soft = cv2.GaussianBlur(luma, (0, 0), 1.2)
    return np.asarray(cv2.addWeighted(luma, 1 + amount, soft, -amount, 0), np.uint8)


def finished(photo: NDArray[np.uint8], processing: Processing) -> NDArray[np.uint8]:
    """Denoise and sharpen (H, W, 3) as phones do: luminance and colour separately; in place."""
    if not (processing.denoise or processing.chroma_denoise or processing.sharpen):
        return photo
    convert(photo, cv2.COLOR_RGB2YCrCb)
    luma = np.ascontiguousarray(photo[:, :, 0])
    if processing.denoise:
        luma = denoised(luma, processing.denoise)
    if processing.sharpen:
        luma = sharpened(luma, processing.sharpen)
    if processing.chroma_denoise:
        _smooth_colour(photo, processing.chroma_denoise)
    photo[:, :, 0] = luma
    convert(photo, cv2.COLOR_YCrCb2RGB)
    return photo


def _smooth_colour(split: NDArray[np.uint8], radius: int) -> None:
    """Average colour over (2 radius + 1)² in place, at half size: the same result for a quarter of the work."""
    height, width = split.shape[:2]
    half = cv2.resize(split, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    half = cv2.blur(half, (radius | 1, radius | 1))
    for channel in (1, 2):
        small = np.ascontiguousarray(half[:, :, channel])
        split[:, :, channel] = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
