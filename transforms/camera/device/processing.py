"""The phone's image processing of raw data: demosaicing, white balance, colour, tone, denoising, sharpening."""

from collections.abc import Callable
from typing import Annotated, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...kernels.compiled import compiled, inlined
from ...parameters import Fraction, parameters
from .colour import encode, white_of
from .sensor import PEDESTAL, Sensor

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
STRIP = 128
"""Rows that are developed at a time: demosaiced, they fit into the processor's cache."""


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
    # A row at a time, in steps that each do one thing to many photosites at once.
    balanced, places = np.empty((3, width), np.float32), np.empty((3, width), np.int32)
    red, green, blue = places[0], places[1], places[2]
    for y in range(height):
        for c in range(3):
            _balance(raw[y].reshape(-1), c, gains[c], np.float32(pedestal), balanced[c])
        for c in range(3):
            _mix(balanced[0], balanced[1], balanced[2], matrix[c], places[c])
        for x in range(width):
            photo[y, x, 0] = table[np.uint32(red[x])]
            photo[y, x, 1] = table[np.uint32(green[x])]
            photo[y, x, 2] = table[np.uint32(blue[x])]


@inlined
def _balance(
    row: NDArray[np.uint16], c: int, gain: np.float32, low: np.float32, out: NDArray[np.float32]
) -> None:
    """Take one colour out of a row (3 W,): from no light to saturation, balanced, clipped."""
    top = np.float32(65535)
    factor = gain * top / (top - low)
    for x in range(out.size):
        # Unsigned: numba tests signed indices for negative values.
        out[x] = min((np.float32(row[np.uint64(3 * x + c)]) - low) * factor, top)


@inlined
def _mix(
    red: NDArray[np.float32],
    green: NDArray[np.float32],
    blue: NDArray[np.float32],
    weights: NDArray[np.float32],
    places: NDArray[np.int32],
) -> None:
    """Mix three colours to one, as places in a table of 65,536."""
    of_red, of_green, of_blue = weights[0], weights[1], weights[2]
    for x in range(places.size):
        value = of_red * red[x] + of_green * green[x] + of_blue * blue[x]
        places[x] = np.int32(min(max(value, np.float32(0)), np.float32(65535)) + np.float32(0.5))


Developer = Callable[[NDArray[np.uint16], NDArray[np.uint8]], None]
"""Develops demosaiced rows (h, W, 3) into RGB rows of the same shape."""


def developer(processing: Processing, sensor: Sensor) -> Developer:
    """Return what balances, gives colour and tone, before denoising; its tables are made once."""
    gains = white_gains(processing).astype(np.float32)
    matrix = colour_matrix(processing, sensor).astype(np.float32)
    table = tone_table(processing)

    def develop(raw: NDArray[np.uint16], photo: NDArray[np.uint8]) -> None:
        _develop(raw, gains, matrix, float(PEDESTAL), table, photo)

    return develop


def developed(raw: NDArray[np.uint16], processing: Processing, sensor: Sensor) -> NDArray[np.uint8]:
    """Develop demosaiced raw data to RGB (H, W, 3): balance, colour and tone, before denoising."""
    photo = np.empty(raw.shape, np.uint8)
    developer(processing, sensor)(raw, photo)
    return photo


def from_mosaic(raw: NDArray[np.uint16], processing: Processing, sensor: Sensor) -> NDArray[np.uint8]:
    """Develop a Bayer mosaic (H, W) to RGB (H, W, 3), a strip at a time to save memory."""
    photo = np.empty((*raw.shape, 3), np.uint8)
    develop = developer(processing, sensor)
    for top in range(0, len(raw), STRIP):
        first, last = max(top - _MARGIN, 0), min(top + STRIP + _MARGIN, len(raw))
        colours = demosaiced(raw[first:last], sensor.bayer, processing.demosaic)
        develop(colours[top - first : top - first + STRIP], photo[top : top + STRIP])
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
    return np.asarray(cv2.addWeighted(luma, 1 + amount, soft, -amount, 0, dst=soft), np.uint8)


def finished(photo: NDArray[np.uint8], processing: Processing) -> NDArray[np.uint8]:
    """Denoise and sharpen (H, W, 3) as phones do: luminance and colour separately; in place."""
    if not (processing.denoise or processing.chroma_denoise or processing.sharpen):
        return photo
    luma, colours = _apart(photo, halved=processing.chroma_denoise > 0)
    if processing.denoise:
        luma = denoised(luma, processing.denoise)
    if processing.sharpen:
        luma = sharpened(luma, processing.sharpen)
    if processing.chroma_denoise:
        # At half size: the same result for a quarter of the work.
        side = processing.chroma_denoise | 1
        colours = [np.asarray(cv2.blur(colour, (side, side)), np.uint8) for colour in colours]
    _together(luma, colours, photo)
    return photo


def _apart(photo: NDArray[np.uint8], *, halved: bool) -> tuple[NDArray[np.uint8], list[NDArray[np.uint8]]]:
    """Return luminance (H, W) and two colours, of half that size if wanted."""
    height, width = photo.shape[:2]
    step = 2 if halved else 1
    luma = np.empty((height, width), np.uint8)
    colours = [np.empty((-(-height // step), -(-width // step)), np.uint8) for _ in range(2)]
    for top in range(0, height, STRIP):
        luma[top : top + STRIP], *split = cv2.split(
            cv2.cvtColor(photo[top : top + STRIP], cv2.COLOR_RGB2YCrCb)
        )
        for whole, full in zip(colours, split, strict=True):
            part = whole[top // step : (top + STRIP) // step]
            cv2.resize(full, part.shape[::-1], dst=part, interpolation=cv2.INTER_AREA)
    return luma, colours


def _together(luma: NDArray[np.uint8], colours: list[NDArray[np.uint8]], photo: NDArray[np.uint8]) -> None:
    """Fill the RGB photo from luminance and two colours of full or half size, a strip at a time."""
    height, width = luma.shape
    for top in range(0, height, STRIP):
        rows = slice(top, min(top + STRIP, height))
        full = [c[rows] if c.shape == luma.shape else _doubled(c, rows, width) for c in colours]
        cv2.cvtColor(cv2.merge([luma[rows], *full]), cv2.COLOR_YCrCb2RGB, dst=photo[rows])


def _doubled(half: NDArray[np.uint8], rows: slice, width: int) -> NDArray[np.uint8]:
    """Return some rows of a picture of half size at full size, interpolated; the first is an even one."""
    first, last = max(rows.start // 2 - 1, 0), min(rows.stop // 2 + 2, len(half))
    part = half[first:last]
    size = (2 * part.shape[1], 2 * part.shape[0])
    doubled = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    return doubled[rows.start - 2 * first : rows.stop - 2 * first, :width]
