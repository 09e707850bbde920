"""Look-up tables of DICOM: the modality's and the VOI's (PS3.3 C.11.1 and C.11.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dataset.errors import ImageError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_LARGEST = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A look-up table.

    Attributes:
        first: The number that its first entry is for; it may stand for a negative one, see `look_up`.
        entries: int64.
    """

    first: int
    entries: NDArray[np.int64]

    @property
    def top(self) -> int:
        """The value of white: the largest number of as many bits as its largest entry needs.

        The bits that a table declares are not asked: many say 16 of tables that end at 4095.
        """
        return max((1 << int(self.entries.max()).bit_length()) - 1, 1)

    def look_up(self, values: NDArray[Any]) -> NDArray[np.int64]:
        """Return each value's entry; values beyond the table get its first or its last."""
        first = self.first
        if first >= _LARGEST // 2 and values.min() < 0:
            first -= _LARGEST  # written as an unsigned number, meant as a negative one
        at = np.clip(np.rint(values).astype(np.int64) - first, 0, len(self.entries) - 1)
        return np.asarray(self.entries[at], np.int64)


def table(item: Dataset, *, little: bool) -> Table:
    """Read the table of a sequence's item.

    Args:
        item: The item.
        little: Whether the file is in little endian.

    Raises:
        ImageError: The table has no description, or fewer entries than it says.
    """
    described, data = item.get("LUTDescriptor"), item.get("LUTData")
    if isinstance(described, bytes):
        described = np.frombuffer(described, _words(little)).tolist()
    if described is None or len(described) != 3 or data is None:
        raise ImageError("the DICOM file's look-up table is not described", "damaged")
    count = int(described[0]) % _LARGEST or _LARGEST
    return Table(int(described[1]), _entries(data, count, little))


def _entries(data: Any, count: int, little: bool) -> NDArray[np.int64]:
    """Return the entries, of 16 bits each or, where there is no room for that, of 8."""
    if not isinstance(data, bytes):
        words = np.atleast_1d(np.asarray(data, np.int64)) & (_LARGEST - 1)
        data = words.astype(_words(little)).tobytes()
    if len(data) >= 2 * count:
        return np.frombuffer(data, _words(little), count).astype(np.int64)
    if len(data) >= count:
        return np.frombuffer(data, np.uint8, count).astype(np.int64)
    raise ImageError("the DICOM file's look-up table has fewer entries than it says", "damaged")


def _words(little: bool) -> str:
    return "<u2" if little else ">u2"
