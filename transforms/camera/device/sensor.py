"""The sensor: photosites under a Bayer pattern, electrons, noise and digitisation.

Light becomes electrons, whose count varies as Poisson's law says (drawn as a normal of the same variance);
reading adds noise; the well overflows at saturation; the converter has so many levels. Everything is relative
to saturation: ISO says how many electrons that is.
"""

from typing import Annotated, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...kernels.compiled import compiled, inlined
from ...parameters import parameters
from .noise import TABLE_BITS, hash_of, normal_quantiles

PEDESTAL = 4096
"""Value of no light, of 65535: noise goes both ways, and cutting it at zero would brighten black."""

VEIL_STEP = 32
BAYER = {"rggb": (0, 1, 1, 2), "bggr": (2, 1, 1, 0), "grbg": (1, 0, 2, 1), "gbrg": (1, 2, 0, 1)}


@parameters
class Sensor:
    """A sensor and its exposure.

    Attributes:
        width_px: Photosites across, which is the photo's width.
        height_px: Photosites down.
        pitch_um: Distance of neighbouring photosites.
        aperture: Side of a photosite's light-sensitive square as a share of the pitch; 0 samples points; binned
            photosites reach beyond 1.
        bayer: "rggb", "bggr", "grbg", "gbrg", or "none" for all three colours at each photosite.
        crosstalk: Share of each neighbouring colour that a filter lets through, 0..0.3.
        iso: Sensitivity; saturation holds full_well_e * base_iso / iso electrons. 0 leaves all noise out.
        base_iso: The ISO at which the well is full at saturation.
        full_well_e: Electrons that a photosite holds.
        read_noise_e: Standard deviation of reading, electrons.
        bits: Bits of the converter; 0 leaves out rounding.
        exposure_ms: Time the shutter is open.
        readout_ms: Time from the first to the last row (rolling shutter).
        readout: "rows" from top to bottom, or "columns" from left to right (phone held upright).
        saturation_cd_m2: Luminance that saturates green; 0 lets the camera meter.
        ev: Exposure compensation of the meter, stops.
        highlights: How far beyond saturation the meter lets the brightest percent go; a light box left bare
            about a film is let go far.
    """

    width_px: Annotated[int, Field(ge=16, le=16384)] = 1632
    height_px: Annotated[int, Field(ge=16, le=16384)] = 1224
    pitch_um: Annotated[float, Field(ge=0.3, le=100)] = 3.0
    aperture: Annotated[float, Field(ge=0, le=2)] = 0.95
    bayer: Literal["rggb", "bggr", "grbg", "gbrg", "none"] = "rggb"
    crosstalk: Annotated[float, Field(ge=0, le=0.3)] = 0.08
    iso: Annotated[float, Field(ge=0, le=102_400)] = 100.0
    base_iso: Annotated[float, Field(ge=1, le=6400)] = 50.0
    full_well_e: Annotated[float, Field(ge=100, le=10_000_000)] = 20000.0
    read_noise_e: Annotated[float, Field(ge=0, le=1000)] = 3.0
    bits: Literal[0, 8, 10, 12, 14] = 10
    exposure_ms: Annotated[float, Field(gt=0, le=2000)] = 16.7
    readout_ms: Annotated[float, Field(ge=0, le=500)] = 25.0
    readout: Literal["rows", "columns"] = "rows"
    saturation_cd_m2: Annotated[float, Field(ge=0, le=10_000_000)] = 0.0
    ev: Annotated[float, Field(ge=-5, le=5)] = 0.0
    highlights: Annotated[float, Field(ge=0.1, le=1000)] = 1.1

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the photo."""
        return self.width_px, self.height_px

    def saturation_electrons(self) -> float:
        """Return the electrons at saturation: the higher the ISO, the fewer."""
        return self.full_well_e * self.base_iso / max(self.iso, self.base_iso, 1.0)

    def response(self) -> NDArray[np.float64]:
        """Return the matrix (3, 3) from linear RGB to the light under each filter; rows sum to 1."""
        return np.full((3, 3), self.crosstalk) + (1 - 3 * self.crosstalk) * np.eye(3)


def rolling_gain(
    sensor: Sensor, rows: int, hz: float, depth: float, phase: float = 0.0
) -> NDArray[np.float32]:
    """Return the gain (rows,) by a flickering light: its mean over each row's exposure.

    A light 1 + d cos(2 pi f t) seen from t to t + T averages to 1 + d sinc(f T) cos(2 pi f (t + T/2)); row i
    opens at i / rows of the readout. A whole number of periods in the exposure leaves no bands.
    """
    opens = np.arange(rows) / rows * sensor.readout_ms / 1000
    exposure = sensor.exposure_ms / 1000
    swing = depth * np.sinc(hz * exposure) * np.cos(2 * np.pi * (hz * (opens + exposure / 2)) + phase)
    return (1 + swing).astype(np.float32)


@compiled
def read_out(
    light: NDArray[np.float32],
    veil: NDArray[np.float32],
    cfa: NDArray[np.int64],
    per_cd: float,
    glare: float,
    electrons: float,
    read_noise: float,
    levels: float,
    seed: np.uint64,
    table: NDArray[np.float32],
    first: int,
    raw: NDArray[np.uint16],
) -> None:
    """Digitise all photosites: light plus veiling glare, to electrons, with noise, clipped and rounded.

    Args:
        light: Light on each photosite (H, W), cd/m².
        veil: Scattered light (h, w, 3) at every 32nd photosite, cd/m², already weighted.
        cfa: Colour of each photosite (2, 2).
        per_cd: Share of saturation for one cd/m².
        glare: Share of the light that is scattered away.
        electrons: Electrons at saturation; 0 for no noise.
        read_noise: Standard deviation of reading, electrons.
        levels: Largest number of the converter; 0 for no rounding but the 16-bit one.
        seed: Seed of the noise.
        table: Quantiles of the standard normal.
        first: Row of the photo that the first one is.
        raw: Result (H, W): PEDESTAL for no light, 65535 at saturation.
    """
    height, width = light.shape
    unit = np.float32(1.0 / electrons) if electrons > 0 else np.float32(0)
    read, scale = np.float32(read_noise) * unit, np.float32(levels / 65535.0)
    kept, exposed = np.float32((1 - glare) * per_cd), np.float32(per_cd)
    nodes = veil.shape[1] - 1
    # A row at a time, in steps that each do one thing to many photosites at once.
    values, draws = np.empty(width, np.float32), np.zeros(width, np.float32)
    scattered = np.zeros(nodes * VEIL_STEP, np.float32)
    for row in range(height):
        y = first + row
        if glare > 0:
            _scattered_row(veil, y, cfa[y & 1], scattered)
        for x in range(width):
            values[x] = light[row, x] * kept + scattered[x] * exposed
        if electrons > 0:
            _draw_row(seed, np.uint64(y * width), table, draws)
            _add_noise(values, unit, read, draws)
        _digitise(values, levels, scale, raw[row])


@inlined
def _scattered_row(
    veil: NDArray[np.float32], y: int, colours: NDArray[np.int64], out: NDArray[np.float32]
) -> None:
    """Interpolate the scattered light along a row, for photosites whose colours take turns."""
    above, below = veil[y // VEIL_STEP], veil[y // VEIL_STEP + 1]
    t, step = np.float32((y % VEIL_STEP) / VEIL_STEP), np.float32(1 / VEIL_STEP)
    even, odd = colours[0], colours[1]
    for g in range(out.size // VEIL_STEP):
        first = above[g, even] + t * (below[g, even] - above[g, even])
        second = above[g, odd] + t * (below[g, odd] - above[g, odd])
        slope = (above[g + 1, even] + t * (below[g + 1, even] - above[g + 1, even]) - first) * step
        incline = (above[g + 1, odd] + t * (below[g + 1, odd] - above[g + 1, odd]) - second) * step
        part = out[g * VEIL_STEP : (g + 1) * VEIL_STEP]
        for k in range(VEIL_STEP // 2):
            part[2 * k] = first + np.float32(2 * k) * slope
            part[2 * k + 1] = second + np.float32(2 * k + 1) * incline


@inlined
def _draw_row(
    seed: np.uint64, start: np.uint64, table: NDArray[np.float32], out: NDArray[np.float32]
) -> None:
    """Draw from the standard normal for the photosites from `start` on."""
    mask = np.uint64((1 << TABLE_BITS) - 1)
    for x in range(out.size):
        out[x] = table[hash_of(seed, start + np.uint64(x)) & mask]


@inlined
def _add_noise(
    values: NDArray[np.float32], unit: np.float32, read: np.float32, draws: NDArray[np.float32]
) -> None:
    for x in range(values.size):
        variance = max(values[x], np.float32(0)) * unit + read * read
        values[x] += np.sqrt(variance) * draws[x]


@inlined
def _digitise(values: NDArray[np.float32], levels: float, scale: np.float32, out: NDArray[np.uint16]) -> None:
    low, top, half = np.float32(PEDESTAL), np.float32(65535), np.float32(0.5)
    for x in range(values.size):
        values[x] = min(max(values[x] * (top - low) + low, np.float32(0)), top)
    if levels > 0:
        for x in range(values.size):
            values[x] = np.floor(values[x] * scale + half) / scale
    for x in range(values.size):
        out[x] = np.uint16(np.int32(values[x] + half))


def colour_pattern(bayer: str, channel: int = 0) -> NDArray[np.int64]:
    """Return the colours (2, 2) of the photosites; without a Bayer pattern all are the given channel."""
    return np.array(BAYER.get(bayer, (channel,) * 4), np.int64).reshape(2, 2)


class Metered(NamedTuple):
    """Exposure and stray light of a photo.

    Attributes:
        per_cd: Share of saturation for one cd/m².
        glare: Share of the light that is scattered away.
        veil: Where it goes (h, w, 3), at every 32nd photosite, cd/m².
    """

    per_cd: float
    glare: float
    veil: NDArray[np.float32]


def noisy(
    sensor: Sensor, light: NDArray[np.float32], meter: Metered, seed: int, channel: int = 0, first: int = 0
) -> NDArray[np.uint16]:
    """Return the raw data (H, W) of the rows of one exposure from the `first` on; see `read_out`."""
    raw = np.empty(light.shape, np.uint16)
    electrons = sensor.saturation_electrons() if sensor.iso > 0 else 0.0
    levels = float((1 << sensor.bits) - 1) if sensor.bits else 0.0
    start = np.uint64((seed * 3 + channel + 1) * 0xD1342543DE82EF95 % (1 << 64))
    read_out(light, meter.veil, colour_pattern(sensor.bayer, channel), meter.per_cd, meter.glare, electrons,
             sensor.read_noise_e, levels, start, normal_quantiles(), first, raw)  # fmt: skip
    return raw
