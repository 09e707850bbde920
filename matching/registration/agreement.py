"""Correlation of photo and x-ray, block by block, once the photo has been aligned with the x-ray.

Feature pairs alone do not tell two x-rays of one patient apart: the same ribs and the same tube give dozens. Nor does
a correlation of whole pictures: all chests are alike. The correlation of fine structure in small blocks does, and its
median forgives what a reflection or a pointer spoils.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats, Grey, Size
from matching.features.reference import Reference
from matching.registration.blocks import block_sums
from matching.registration.placement import Placement
from matching.registration.smoothing import widely_blurred
from matching.registration.spectrum import spectrum
from matching.thresholds import THRESHOLDS

Structure = NDArray[np.float32]

SIDE = 320
"""Long side at which blocks are compared: coarser than most blur and moiré, finer than ribs."""
GRID = 8
ROWS = 16
MARGIN = 10
"""Pixels around the x-ray that are looked at as well."""
_FINE, _COARSE = 1.0, 8.0
"""Structure between these is compared: standard deviations, px, of the two Gaussians whose difference is taken."""
_FLAT = 2.0
"""Standard deviation, grey levels, below which a block of the x-ray has nothing to compare."""
_EXTREMES, _USUAL_RANGE, _BLANK = (0.1, 99.9), 128.0, 12.0
"""Percentiles of grey levels; the range between them of an x-ray that is not faint, and of one that is blank."""
_WHITE, _BURNT, _MANY, _AS_BRIGHT = 253, 0.3, 0.1, 0.6
"""What is white in a photo, the share of a block that makes it so, and of blocks that make a photo so."""
_INSIDE = 0.95
_LEAST_OF_ROW, _LEAST_OF_BAND = 4, 24
_WAVES = 2.0
_NEIGHBOURHOOD = 7
_LOW = 40
_KEPT = 24
"""X-rays kept as they are compared, under a megabyte each: a session compares the same few again and again."""


class Expected:
    """Precomputed features of an x-ray for its comparison with photos.

    Attributes:
        frame: uint8, the x-ray's frame as it was given.
        size: (width, height) of the x-ray here; arrays are larger by `MARGIN` on every side.
        shown: uint8 (h, w), the x-ray, black around it.
        structure: float32 (h, w), structure of ``shown``.
        contrast: Of its grey levels, relative to those of an x-ray that is not faint, 0..1.
        usual: float32, how strong each of its frequencies is, or those around it.
    """

    def __init__(self, frame: Grey) -> None:
        small = small_frame(frame)
        self.frame = frame
        self.size: Size = (small.shape[1], small.shape[0])
        self.shown = np.pad(small, MARGIN)
        self.structure = structure(self.shown)
        low, high = np.percentile(small, _EXTREMES)
        self.contrast = float(min(1.0, (high - low) / _USUAL_RANGE)) if high - low >= _BLANK else 1.0
        own = np.abs(spectrum(self.structure))
        # The border of an x-ray is strong at few frequencies too, and is no moiré.
        self.usual = np.maximum(np.maximum(own, cv2.blur(own, (_NEIGHBOURHOOD, _NEIGHBOURHOOD))), 1e-6)


@dataclass(frozen=True, eq=False)
class Flat:
    """A photo aligned with the x-ray and a margin around it, and the structure of both.

    The margin is black in ``shown``, as displays draw it: where the x-ray ends is the strongest of its edges.

    Attributes:
        size: (width, height) of the x-ray here; arrays are larger by `MARGIN` on every side.
        placement: Where the x-ray lies in the photo, from positions in a frame of ``size``.
        shown: uint8 (h, w), the x-ray, black around it.
        taken: uint8 (h, w), the photo there.
        expected: float32 (h, w), structure of ``shown``.
        seen: float32 (h, w), structure of ``taken``, without moiré.
        inside: bool (h, w), where the photo is.
        xray: The x-ray in its own grey levels.
    """

    size: Size
    placement: Placement
    shown: Grey
    taken: Grey
    expected: Structure
    seen: Structure
    inside: NDArray[np.bool_]
    xray: Expected

    @property
    def contrast(self) -> float:
        """Contrast of the x-ray: how much structure is little depends on it."""
        return self.xray.contrast

    @cached_property
    def is_whole(self) -> bool:
        """Whether the photo shows the x-ray and its margin to the last pixel."""
        return bool(self.inside.all())


@dataclass(frozen=True, eq=False)
class Agreement:
    """Correlations of blocks.

    Attributes:
        blocks: float64 (8, 8), -1..1; NaN where the x-ray is flat or the photo ends.
        rows: float64 (16, 16), the same in a finer grid, for torn photos.
        is_overexposed: Whether much of the x-ray, all that is bright in it, is white in the photo.
    """

    blocks: Floats
    rows: Floats
    is_overexposed: bool = False

    @cached_property
    def usable(self) -> int:
        """Number of blocks that could be compared."""
        return int(np.isfinite(self.blocks).sum())

    @cached_property
    def score(self) -> float:
        """Median of the blocks that could be compared, 0 without any."""
        return float(np.median(self.blocks[np.isfinite(self.blocks)])) if self.usable else 0.0

    @cached_property
    def is_torn(self) -> bool:
        """Whether one band of the photo agrees and another shows something else.

        A display paints from the top down, and a shutter runs along the photo's short side: both ways count. In
        what could be accepted any foreign band does. Where less agrees, it takes a straight border between both, or
        every other x-ray of the same patient would be called torn.
        """
        tears = _has_foreign_band if self.score >= THRESHOLDS.score else _is_split
        return any(tears(grid) for grid in (self.rows, self.rows.T))


@lru_cache(_KEPT)
def expected_of(reference: Reference) -> Expected:
    """Return what is compared of an x-ray, computed once."""
    return Expected(reference.frame)


def small_frame(reference: Grey) -> Grey:
    """Return the x-ray's frame at the size of the comparison, uint8 (h, w), its long side `SIDE`."""
    height, width = reference.shape
    factor = SIDE / max(height, width)
    size = (max(ROWS, round(width * factor)), max(ROWS, round(height * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(reference, size, interpolation=how), np.uint8)


def lay_flat(expected: Expected, photo: Grey, placement: Placement) -> Flat:
    """Warp a photo to the frame of the x-ray that it may show, and match its range of structure.

    Args:
        expected: The x-ray.
        photo: uint8 (H, W).
        placement: From positions in the x-ray's frame to positions in the photo.
    """
    size, frame = expected.size, expected.frame.shape
    onto = placement.of_frame((size[0] / frame[1], size[1] / frame[0]))
    x, y = onto.positions(size, MARGIN)
    half = np.float32(0.5)
    taken = np.asarray(cv2.remap(photo, x - half, y - half, cv2.INTER_LINEAR), np.uint8)
    inside = (x > 0) & (y > 0) & (x < photo.shape[1]) & (y < photo.shape[0])
    seen = _without_waves(structure(taken), expected.usual)
    return Flat(size, onto, expected.shown, taken, expected.structure, seen, inside, expected)


def within(picture: NDArray[Any]) -> NDArray[Any]:
    """Return an array of a `Flat` without the margin."""
    return picture[MARGIN:-MARGIN, MARGIN:-MARGIN]


def agreement(flat: Flat) -> Agreement:
    """Correlate an aligned photo with its x-ray."""
    expected, seen, white = within(flat.expected), within(flat.seen), within(flat.taken) >= _WHITE
    some_white = bool(white.any())
    products = (expected, seen, expected * expected, seen * seen, expected * seen)
    sums = [block_sums(picture, ROWS) for picture in products]
    sums.append(block_sums(np.ones_like(expected), ROWS))
    sums.append(sums[-1] if flat.is_whole else block_sums(within(flat.inside), ROWS))
    # Without anything white there is nothing overexposed, whatever the x-ray's own light.
    sums += [
        block_sums(part, ROWS) if some_white else np.zeros((ROWS, ROWS))
        for part in (white, within(flat.shown))
    ]
    fine, least = np.stack(sums), (_FLAT * flat.contrast) ** 2
    blocks, _ = _correlations(_coarser(fine), least)
    return Agreement(blocks, *_correlations(fine, least))


def _coarser(sums: Floats) -> Floats:
    """Return the sums over the blocks of the grid of `GRID`, whose borders are every second of the finer one's."""
    by = ROWS // GRID
    return np.asarray(sums.reshape(-1, GRID, by, GRID, by).sum(axis=(2, 4)), np.float64)


def _without_waves(seen: Structure, usual: Structure) -> Structure:
    """Subtract from the photo's structure the moiré that the x-ray does not have.

    Moiré is strong at few frequencies. Each frequency of the photo is reduced to at most twice what the x-ray has
    around it; what belongs there is hardly touched, and another x-ray does not become more like this one, since
    its phases stay what they are.
    """
    waves = spectrum(seen)
    strength = np.abs(waves)
    # The median over low frequencies is the photo's contrast relative to the x-ray's; moiré peaks are too few to move
    # it.
    gain = np.float32(np.median(strength[:_LOW, :_LOW] / usual[:_LOW, :_LOW]))
    waves *= np.minimum(1, _WAVES * gain * usual / np.maximum(strength, np.float32(1e-6)))
    return np.asarray(np.fft.irfft2(waves, seen.shape), np.float32)


def structure(grey: Grey) -> Structure:
    """Band-pass filter a picture: finer than lighting, coarser than noise; float32 (h, w)."""
    picture = grey.astype(np.float32)
    fine = cv2.GaussianBlur(picture, (0, 0), _FINE)
    return np.asarray(fine - widely_blurred(picture, _COARSE), np.float32)


def _correlations(sums: Floats, least: float) -> tuple[Floats, bool]:
    """Correlate the blocks of a grid, and detect whether the photo is overexposed there.

    What is white in the photo has lost its structure. It shows neither the x-ray nor something else.

    Args:
        sums: Float64 (9, rows, columns), of the structure of x-ray and photo, of their products, of 1, of what is
            inside, of what is white, of the x-ray.
        least: Variance below which a block of the x-ray has nothing to compare.
    """
    mean_e, mean_s, square_e, square_s, product, _, inside, white, light = sums / sums[5]
    var_e, var_s = np.maximum(square_e - mean_e**2, 0), np.maximum(square_s - mean_s**2, 0)
    textured, burnt = (var_e > least) & (inside > _INSIDE), white > _BURNT
    correlation = (product - mean_e * mean_s) / np.sqrt(np.maximum(var_e * var_s, 1e-6))
    usable = np.where(textured & ~burnt, np.clip(correlation, -1, 1), np.nan)
    return usable, _is_overexposed(light[textured], burnt[textured])


def _is_overexposed(light: Floats, burnt: NDArray[np.bool_]) -> bool:
    """Return whether many blocks are white, and most others whose x-ray is as bright: no window is so."""
    if not burnt.any() or burnt.mean() < _MANY:
        return False
    return bool(burnt[light >= np.median(light[burnt])].mean() > _AS_BRIGHT)


def row_medians(grid: Floats) -> Floats:
    """Return the median of the known values of each row, else NaN; ten times as fast as NumPy's `nanmedian`."""
    # A row with nothing known has (0 - 1) // 2 = -1 as its lower middle: its last element, which is NaN.
    known = np.isfinite(grid).sum(axis=1)
    ordered, rows = np.sort(grid, axis=1), np.arange(len(grid))  # NaN comes last
    return np.asarray((ordered[rows, (known - 1) // 2] + ordered[rows, known // 2]) / 2)


def _has_foreign_band(grid: Floats) -> bool:
    enough = np.isfinite(grid).sum(axis=1) >= _LEAST_OF_ROW
    medians = np.where(enough, row_medians(grid), np.nan)
    band = int(THRESHOLDS.torn_rows)
    # The sum over `band` neighbours reaches `band` only where all of them are foreign. NaN is not below: unknown rows
    # are not held against the photo.
    foreign = np.convolve(medians < THRESHOLDS.torn_score, np.ones(band), "valid").max() >= band
    # A foreign band alone may be another x-ray altogether; a torn photo also has a band of its own one.
    return bool(foreign and np.count_nonzero(medians >= THRESHOLDS.score) >= band)


def _is_split(grid: Floats) -> bool:
    foreign, own = int(THRESHOLDS.torn_rows), int(THRESHOLDS.torn_rest)
    for border in range(min(foreign, own), ROWS - min(foreign, own) + 1):
        # Either side may be the own one: a display paints from the top, but the phone may be held upside down.
        for this, other in ((grid[:border], grid[border:]), (grid[border:], grid[:border])):
            # The own side needs more blocks than the foreign one: with few, other x-rays of the patient agree by
            # chance.
            enough = np.isfinite(this).sum() >= _LEAST_OF_BAND and np.isfinite(other).sum() >= _LEAST_OF_ROW
            if len(this) >= own and len(other) >= foreign and enough:
                agrees = np.nanmedian(this) >= THRESHOLDS.score
                if agrees and np.nanmedian(other) < THRESHOLDS.torn_score:
                    return True
    return False
