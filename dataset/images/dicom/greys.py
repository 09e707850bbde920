"""Conversion of a DICOM file's stored values to 16-bit grey, dense parts bright.

The standard's pipeline: the stored bits alone; modality transformation (look-up table or slope and intercept); the
first VOI table or window the device recorded; inversion where low numbers are meant to be white (MONOCHROME1); padding
black.  What happens to a pixel depends on its number alone, so that all is worked out once for each number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dataset.errors import ImageError
from dataset.images.dicom.numbers import number, pairs
from dataset.images.dicom.tables import table

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

Floats = NDArray[np.float64]
_MOST_LEVELS = 1 << 20
_BLANK = 1 / 255
_EDGES = (0.001, 0.999)


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """The grey levels of an image's stored values.

    Attributes:
        values: The numbers, float64, ascending.
        places: For each pixel, which of them it has.
        counts: How many pixels have each, padding left out.
        padding: Which of them are padding.
    """

    values: Floats
    places: NDArray[Any]
    counts: NDArray[np.int64]
    padding: NDArray[np.bool_]


def greys(words: NDArray[Any], dataset: Dataset, *, as_stored: bool, little: bool) -> NDArray[np.uint16]:
    """Return the greys of an image.

    Args:
        words: The pixels as they were decoded.
        dataset: The data elements.
        as_stored: The words lie as the header says; a decoder of JPEGs may have moved them down already.
        little: Whether the file is in little endian.

    Raises:
        ImageError: The pipeline cannot be followed, or what comes of it is blank.
    """
    levels = _levels(*_samples(words, dataset, as_stored), dataset)
    share = _windowed(_measured(levels.values, dataset, little), levels, dataset, little)
    _refuse_blank(share, levels)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        share = 1 - share
    share[levels.padding] = 0
    shown: NDArray[np.uint16] = np.rint(share * 65535).astype(np.uint16)[levels.places]
    return shown


def _samples(
    words: NDArray[Any], dataset: Dataset, as_stored: bool
) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    """Return the stored bits, without overlays in the bits above or below, and the padding mask."""
    if words.dtype.kind == "f":
        return _finite(words, dataset)
    bits = int(dataset.BitsStored)
    allocated = 8 * words.dtype.itemsize
    signed = bool(dataset.get("PixelRepresentation", 0))
    unsigned = words.view(np.dtype(f"u{words.dtype.itemsize}").newbyteorder(words.dtype.byteorder))
    mask = (1 << bits) - 1
    shift = max(int(dataset.get("HighBit", bits - 1)) + 1 - bits, 0)
    if not as_stored and _fit(words, bits, signed):
        shift = 0
    if (bits, shift) == (allocated, 0):
        return words, None
    wide: NDArray[np.int64] = unsigned.astype(np.int64 if allocated > 16 else np.int32)
    low = (wide >> shift) & mask
    samples = np.where(low > mask >> 1, low - mask - 1, low) if signed else low
    # Some devices write padding that does not fit into the stored bits.
    padding = _is_padding(words, dataset, allocated)
    if not _fit(words, bits + shift, signed):
        _refuse_more_bits(unsigned[~padding], bits + shift, dataset)
    return samples, padding


def _finite(words: NDArray[Any], dataset: Dataset) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Numbers of floating point, and those of them that stand for no pixel."""
    padding = ~np.isfinite(words)
    for name in ("FloatPixelPaddingValue", "DoubleFloatPixelPaddingValue"):
        if (value := number(dataset, name)) is not None:
            padding |= words == words.dtype.type(value)
    return np.where(padding, words[~padding].min(initial=0), words), padding


def _refuse_more_bits(words: NDArray[Any], bits: int, dataset: Dataset) -> None:
    """Refuse pixels that need more bits than the file says, but for bits in which it says that overlays lie.

    Cutting those bits off would leave a picture whose bright parts begin at black again.
    """
    extended = (1 << 8 * words.dtype.itemsize - bits) - 1  # what stands above a negative number
    above = (words >> bits) & (extended & ~(_overlay_bits(dataset) >> bits))
    said_negative = (words >> bits - 1) & 1 if dataset.get("PixelRepresentation", 0) else 0
    if ((above != 0) & (above != above.dtype.type(extended) * said_negative)).any():
        raise ImageError(
            f"the DICOM file has pixels of more than the {dataset.BitsStored} bits that it says are stored; "
            "correct BitsStored and HighBit",
            "damaged",
        )


def _overlay_bits(dataset: Dataset) -> int:
    """Return the bits of each word that the file says are overlays' (the groups 6000 to 60FF, even ones)."""
    places = [dataset.get((group, 0x0102)) for group in range(0x6000, 0x6100, 2)]
    return sum({1 << int(place.value) for place in places if place is not None and place.value})


def _fit(words: NDArray[Any], bits: int, signed: bool) -> bool:
    least, most = (-1 << bits - 1, (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    return int(words.min()) >= least and int(words.max()) <= most


def _levels(samples: NDArray[Any], padded: NDArray[np.bool_] | None, dataset: Dataset) -> Levels:
    if padded is not None and padded.any():
        # Numbers of their own for them, one below all others.
        samples = np.where(padded, samples.min() - 1, samples)
    low, high = samples.min(), samples.max()
    if samples.dtype.kind != "f" and int(high) - int(low) < _MOST_LEVELS:
        places = np.subtract(samples, low, dtype=np.int32 if samples.dtype.itemsize <= 4 else np.int64)
        values = np.arange(int(low), int(high) + 1, dtype=np.float64)
        counts = np.bincount(places.ravel(), minlength=len(values))
    else:
        found, at, counts = np.unique(samples, return_inverse=True, return_counts=True)
        values, places = found.astype(np.float64), at.reshape(samples.shape)
    padding = _is_padding(values, dataset, int(dataset.get("BitsAllocated", 16)))
    if padded is not None and padded.any():
        padding[0] = True
    return Levels(values, places, np.where(padding, 0, counts), padding)


def _is_padding(values: NDArray[Any], dataset: Dataset, bits: int) -> NDArray[np.bool_]:
    """Return where values equal the padding value, or lie between it and its limit."""
    ends = [
        int(value)
        for name in ("PixelPaddingValue", "PixelPaddingRangeLimit")
        if (value := number(dataset, name)) is not None
    ]
    if not ends:
        return np.zeros(values.shape, np.bool_)
    if dataset.get("PixelRepresentation", 0):
        ends = [end - (1 << bits) if end >= 1 << (bits - 1) else end for end in ends]
    else:
        ends = [end % (1 << bits) for end in ends]
    return np.asarray((values >= min(ends)) & (values <= max(ends)), np.bool_)


def _measured(values: Floats, dataset: Dataset, little: bool) -> Floats:
    """Apply the modality transformation."""
    if dataset.get("ModalityLUTSequence"):
        return table(dataset.ModalityLUTSequence[0], little=little).look_up(values).astype(np.float64)
    slope, intercept = number(dataset, "RescaleSlope", 1.0), number(dataset, "RescaleIntercept", 0.0)
    return values * (slope or 0.0) + (intercept or 0.0)


def _windowed(values: Floats, levels: Levels, dataset: Dataset, little: bool) -> Floats:
    """Apply the VOI table, the VOI window, or the image's own range: grey as a share, 0 to 1."""
    if dataset.get("VOILUTSequence"):
        voi = table(dataset.VOILUTSequence[0], little=little)
        return voi.look_up(values) / voi.top
    for centre, width in pairs(dataset, "WindowCenter", "WindowWidth"):
        if width:
            function = str(dataset.get("VOILUTFunction") or "LINEAR").strip().upper()
            return _window(values, centre, width, function)
    real = values[levels.counts > 0]
    low, high = (float(real.min()), float(real.max())) if real.size else (0.0, 1.0)
    return np.clip((values - low) / ((high - low) or 1.0), 0, 1)


def _window(values: Floats, centre: float, width: float, function: str) -> Floats:
    """Apply one of the three window functions of DICOM PS3.3 C.11.2.1.2 and C.11.2.1.3."""
    if width < 0:
        raise ImageError("the DICOM file's WindowWidth is negative; correct or remove its window", "damaged")
    if function == "SIGMOID":
        with np.errstate(over="ignore"):
            return np.asarray(1 / (1 + np.exp(-4 * (values - centre) / width)), np.float64)
    # LINEAR is not defined below 1; who writes it there means the exact function.
    if function == "LINEAR_EXACT" or (function == "LINEAR" and width < 1):
        return np.clip((values - centre) / width + 0.5, 0, 1)
    if function == "LINEAR":
        return np.clip((values - (centre - 0.5)) / max(width - 1, 1e-6) + 0.5, 0, 1)
    raise ImageError(
        "the DICOM file's VOILUTFunction is none of LINEAR, LINEAR_EXACT and SIGMOID; correct or remove it",
        "type",
    )


def _refuse_blank(share: Floats, levels: Levels) -> None:
    """Refuse an image with structure that its window would hide."""
    if _spread(levels.values, levels.counts) > 0 and _spread(share, levels.counts) < _BLANK:
        raise ImageError(
            "the DICOM file's window, table or slope leaves its picture blank; correct or remove it",
            "unreadable",
        )


def _spread(values: Floats, counts: NDArray[np.int64]) -> float:
    """Return the range of nearly all pixels."""
    order = np.argsort(values, kind="stable")
    below = np.cumsum(counts[order])
    if not below[-1]:
        return 0.0
    low, high = (values[order][np.searchsorted(below, edge * below[-1])] for edge in _EDGES)
    return float(high - low)
