"""Numbers in a DICOM file's data elements, in the forms that devices write.

Numbers are text in DICOM, and some devices write them as their country does, with a decimal comma.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dataset.errors import ImageError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_TEXT = frozenset({"DS", "IS", "CS", "SH", "LO", "ST", "LT", "UT", "UC"})


def numbers(dataset: Dataset, name: str) -> list[float]:
    """Return the values of an element; none where it is missing or empty.

    Raises:
        ImageError: One of them is not a finite number.
    """
    return [value for value in _values(dataset, name) if value is not None]


def pairs(dataset: Dataset, first: str, second: str) -> list[tuple[float, float]]:
    """Return the values of two elements that belong together, without pairs of which one is empty.

    Raises:
        ImageError: One of them is not a finite number.
    """
    both = zip(_values(dataset, first), _values(dataset, second), strict=False)
    return [(one, other) for one, other in both if one is not None and other is not None]


def number(dataset: Dataset, name: str, default: float | None = None) -> float | None:
    """Return the first value of an element, or a default where it has none.

    Raises:
        ImageError: It is not a finite number.
    """
    return next(iter(numbers(dataset, name)), default)


def _values(dataset: Dataset, name: str) -> list[float | None]:
    """Every value of an element, None for an empty one."""
    from pydicom.datadict import dictionary_VR

    element = dataset.get_item(name)
    if element is None or element.value is None:
        return []
    # Asking the data set for the value would have pydicom convert it, which refuses a decimal comma.
    text = (element.VR or dictionary_VR(element.tag)) in _TEXT
    written = element.value if text else dataset[name].value
    return [None if value is None else _number(value, name) for value in _parts(written)]


def _parts(written: Any) -> Iterable[Any]:
    if isinstance(written, bytes):
        return written.decode("ascii", "replace").split("\\")
    if isinstance(written, str) or not isinstance(written, Iterable):
        return [written]
    return written


def _number(value: Any, name: str) -> float | None:
    text = str(value).strip(" \0\t\r\n")
    if not text:
        return None
    try:
        found = float(text.replace(",", ".") if "." not in text else text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise ImageError(f"the DICOM file's {name} is no number", "damaged")
    return found
