"""References of x-rays for verification: on disk once made, in memory once used.

Each worker keeps the newest two dozen: a session asks for the same x-ray several times in a row, for aiming many times
a second.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from dataset.files import write_atomically
from dataset.images import Pixels, depth_to_8bit, read_image
from dataset.images.reading import read_at_least
from matching import BadReference, Reference, make_reference
from matching.features.reference import LONG_SIDE
from webapp.tasks.xray_file import XrayFile

KEPT = 24
_kept: OrderedDict[Path, Reference] = OrderedDict()


def prepare_reference(xray: XrayFile) -> bool:
    """Make the reference of an x-ray unless it exists.

    Returns:
        Whether the x-ray has structure enough to verify photos by.

    Raises:
        ImageError: The x-ray cannot be read.
    """
    return reference_of(xray).has_texture


def reference_of(xray: XrayFile) -> Reference:
    """Return the reference of an x-ray, from memory, from disk, or made from its image.

    Raises:
        ImageError: The x-ray cannot be read.
    """
    reference = _kept.get(xray.cache)
    if reference is None:
        reference = _kept[xray.cache] = _load(xray.cache) or _make(xray)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(xray.cache)
    return reference


def load_reference_uncached(xray: XrayFile) -> Reference:
    """Return the reference of an x-ray without caching it, for one pass over ten thousand of them.

    Raises:
        ImageError: The x-ray cannot be read.
    """
    return _load(xray.cache) or make_reference(grey(read_at_least(xray.source, LONG_SIDE)))


class ReferencesByIndex(Mapping[int, Reference]):
    """The references of some x-rays, each read or made on demand.

    Raises:
        ImageError: When asked for one whose x-ray cannot be read.
    """

    def __init__(self, xrays: Mapping[int, XrayFile]) -> None:
        self._xrays = xrays

    def __getitem__(self, index: int) -> Reference:
        return reference_of(self._xrays[index])

    def __iter__(self) -> Iterator[int]:
        return iter(self._xrays)

    def __len__(self) -> int:
        return len(self._xrays)


def grey(pixels: Pixels) -> Pixels:
    """Return one channel of the output of `read_image`: uint8 or uint16 (H, W)."""
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def photo_grey(pixels: Pixels) -> NDArray[np.uint8]:
    """Return one channel in eight bits, with the photo's exposure."""
    return depth_to_8bit(grey(pixels))


def _load(cache: Path) -> Reference | None:
    try:
        return Reference.from_bytes(cache.read_bytes())
    except (OSError, BadReference):
        return None


def _make(xray: XrayFile) -> Reference:
    reference = make_reference(grey(read_image(xray.source)))
    write_atomically(xray.cache, reference.to_bytes())
    return reference
