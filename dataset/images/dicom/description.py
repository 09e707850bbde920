"""The description of a DICOM file's pixels: gathered from its data elements, and checked before decoding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dataset.errors import ImageError
from dataset.images.dicom.numbers import number, numbers

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_GREY = ("MONOCHROME1", "MONOCHROME2")
_COLOURS = ("RGB", "PALETTE COLOR", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT")
_GROUPS = ("PerFrameFunctionalGroupsSequence", "SharedFunctionalGroupsSequence")
_MACROS = ("FrameVOILUTSequence", "PixelValueTransformationSequence", "PixelMeasuresSequence")
_ASPECTS = ("PixelSpacing", "ImagerPixelSpacing", "NominalScannedPixelSpacing", "PixelAspectRatio")
_DEPTHS = (1, 8, 16, 32, 64)
_MOST_OBLONG = 1.01
"""How far a pixel's sides may differ, as rounding makes them."""

PROBED = (
    *("Rows", "Columns", "NumberOfFrames", "PhotometricInterpretation", "SamplesPerPixel"),
    *("BitsAllocated", "BitsStored", "PresentationLUTShape"),
    *_ASPECTS,
)
"""What `refuse_other_than_grey` and `refuse_oblong` look at."""


def refuse_other_than_grey(dataset: Dataset) -> None:
    """Refuse several frames, colours, and a file that does not say which end of its numbers is white.

    Raises:
        ImageError: It is one of these.
    """
    frames = int(number(dataset, "NumberOfFrames") or 1)
    if frames > 1:
        raise ImageError(f"the DICOM file has {frames} frames; a single x-ray is needed", "animated")
    photometric, channels = _text(dataset, "PhotometricInterpretation"), number(dataset, "SamplesPerPixel", 1)
    if not photometric:
        raise _unsaid("PhotometricInterpretation")
    if photometric not in _GREY:
        kind = photometric if photometric in _COLOURS else "not grey"  # nothing else of the file is quoted
        raise ImageError(f"the DICOM image is {kind}; x-rays are MONOCHROME1 or 2", "colours")
    if channels != 1:
        raise ImageError(f"the DICOM image has {channels:g} channels; x-rays have one", "colours")
    # MONOCHROME1 with IDENTITY is read as MONOCHROME1: devices that write it are known, and mean it.
    if photometric == "MONOCHROME2" and _text(dataset, "PresentationLUTShape") == "INVERSE":
        raise ImageError(
            "the DICOM file says both that low numbers are black (MONOCHROME2) and that they are white "
            "(PresentationLUTShape INVERSE); correct one of them",
            "unreadable",
        )


def refuse_oblong(dataset: Dataset) -> None:
    """Refuse pixels that are not square: what is round would not be, and positions are counted in pixels.

    Raises:
        ImageError: They are not.
    """
    for name in _ASPECTS:
        try:
            sides = numbers(dataset, name)
        except ImageError:  # nothing else depends on it
            continue
        if len(sides) == 2 and min(sides) > 0:
            if max(sides) > min(sides) * _MOST_OBLONG:
                raise ImageError(
                    f"the DICOM image's pixels are not square ({name} {sides[0]:g} x {sides[1]:g}); "
                    "save it with square ones",
                    "type",
                )
            return


def complete(dataset: Dataset) -> None:
    """Bring together what is said of the pixels, and check that it is enough to decode them.

    Args:
        dataset: All of the file; what stands in the groups of an enhanced image comes to the top, where plain images
            have it.

    Raises:
        ImageError: Something that decoding needs is not said, or means nothing.
    """
    for stated in _grouped(dataset):
        for tag in stated.keys() - dataset.keys():
            dataset[tag] = stated.get_item(tag)
    refuse_other_than_grey(dataset)
    refuse_oblong(dataset)
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = _text(dataset, "PhotometricInterpretation")
    _check_bits(dataset)


def _grouped(dataset: Dataset) -> Iterator[Dataset]:
    for groups in _GROUPS:
        for group in (dataset.get(groups) or [])[:1]:  # one frame, one group
            for macro in _MACROS:
                yield from (group.get(macro) or [])[:1]


def _check_bits(dataset: Dataset) -> None:
    allocated = _said(dataset, "BitsAllocated")
    if allocated not in _DEPTHS:
        raise ImageError(
            f"the DICOM file packs its pixels in {allocated} bits each, which is not decoded here; "
            "save it with 8 or 16",
            "type",
        )
    if "PixelData" not in dataset:  # floating point, which has neither stored bits nor a sign of its own
        return
    bits = _said(dataset, "BitsStored")
    high = number(dataset, "HighBit")
    dataset.HighBit = bits - 1 if high is None else int(high)
    if not 1 <= bits <= allocated or not 0 <= dataset.HighBit < allocated:
        raise ImageError(
            f"the DICOM file says that of {allocated} bits {bits} are stored, up to bit {dataset.HighBit}; "
            "correct BitsStored and HighBit",
            "damaged",
        )
    _said(dataset, "PixelRepresentation")


def _said(dataset: Dataset, name: str) -> int:
    value = number(dataset, name)
    if value is None:
        raise _unsaid(name)
    return int(value)


def _unsaid(name: str) -> ImageError:
    return ImageError(f"the DICOM file does not say its {name}, without which no pixel has a meaning", "type")


def _text(dataset: Dataset, name: str) -> str:
    return str(dataset.get(name) or "").strip().upper()
