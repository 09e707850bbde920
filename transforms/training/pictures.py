"""Pictures as training pipelines hold them, to and from the arrays that transforms work on.

Taken are PIL pictures, numpy arrays and torch tensors; of uint8, uint16, or floats in a stated range; as (H, W),
(H, W, 1), (H, W, 3), (1, H, W), (3, H, W), and batches of these. What comes back is of the kind that went in. torch is
never imported from here: whoever gives a tensor has done so.

Floats are worked on as 16 bits where the picture is grey, also where three channels hold the same grey, and as 8 bits
where it is in colour.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures

from ..base import kind_of
from ..errors import UnsupportedImageError
from ..rendering import Image

Array = NDArray[Any]
Range = tuple[float, float]
LAYOUTS = ("HW", "HWC", "CHW", "NHW", "NHWC", "NCHW")
AS_ARRAY = {"L": "L", "RGB": "RGB", "I;16": "I;16", "1": "L", "P": "RGB"}
"""PIL modes that are taken, and what they are worked on as."""
_KEPT = frozenset(mode for mode, worked_on in AS_ARRAY.items() if mode == worked_on)
_FLOATS = ("float16", "float32", "float64")
SLACK = 1e-3
"""Share of the range by which resampling may have left it."""


@dataclass(frozen=True)
class Opened:
    """A picture or a batch, ready for transforms.

    Attributes:
        pictures: each as transforms take it.
        close: makes of as many pictures what went in; given the same pictures, it returns the very thing.
        batch: whether it was a batch.
    """

    pictures: tuple[Image, ...]
    close: Callable[[Sequence[Image]], Any]
    batch: bool = False


def opened(image: Any, value_range: Range, layout: str | None = None) -> Opened:
    """Take a picture or a batch.

    Args:
        image: as this module's text says.
        value_range: black and white of floats.
        layout: one of `LAYOUTS`; if left out, channels are where a side is 1 or 3: last first for arrays, first for
            tensors.

    Raises:
        UnsupportedImageError: it is of another kind; the message says what to do.
    """
    if isinstance(image, Pictures.Image):
        return _opened_pil(image)
    if (torch := sys.modules.get("torch")) is not None and isinstance(image, torch.Tensor):
        return _opened_tensor(image, value_range, layout, torch)
    if not isinstance(image, np.ndarray):
        raise UnsupportedImageError(
            f"an image must be a PIL picture, a numpy array or a torch tensor, got {type(image).__name__}"
        )
    return _opened_array(image, value_range, layout or layout_of(image.shape, channels_first=False))


def layout_of(shape: tuple[int, ...], *, channels_first: bool) -> str:
    """Return the layout of an array by its shape."""
    if len(shape) == 2:
        return "HW"
    first, last = shape[-3] in (1, 3) if len(shape) > 2 else False, shape[-1] in (1, 3)
    batch = "N" if len(shape) == 4 else ""
    if len(shape) in (3, 4) and (first or last):
        return batch + ("CHW" if first and (channels_first or not last) else "HWC")
    raise UnsupportedImageError(
        f"no side of {shape} is 1 or 3 channels: give layout, one of {', '.join(LAYOUTS)}"
    )


def _opened_pil(image: Pictures.Image) -> Opened:
    if image.mode not in AS_ARRAY:
        raise UnsupportedImageError(
            f"a PIL picture of mode {image.mode}: convert it to one of {', '.join(AS_ARRAY)} first"
        )
    array = cast(Image, np.asarray(image.convert(AS_ARRAY[image.mode])))

    def close(made: Sequence[Image]) -> Pictures.Image:
        return image if made[0] is array and image.mode in _KEPT else Pictures.fromarray(made[0])

    return Opened((array,), close)


def _opened_tensor(image: Any, value_range: Range, layout: str | None, torch: Any) -> Opened:
    layout = layout or layout_of(tuple(image.shape), channels_first=True)
    inside = _opened_array(image.detach().cpu().numpy(), value_range, layout)

    def close(made: Sequence[Image]) -> Any:
        if all(one is other for one, other in zip(made, inside.pictures, strict=True)):
            return image
        array = np.ascontiguousarray(inside.close(made))
        plain = torch.from_numpy(array).to(device=image.device)
        vision = sys.modules.get("torchvision.tv_tensors")
        return vision.wrap(plain, like=image) if vision and isinstance(image, vision.TVTensor) else plain

    return Opened(inside.pictures, close, inside.batch)


def _opened_array(image: Array, value_range: Range, layout: str) -> Opened:
    if layout not in LAYOUTS or len(layout) != image.ndim:
        raise UnsupportedImageError(
            f"layout {layout!r} does not fit {image.shape}: it is one of {', '.join(LAYOUTS)}"
        )
    batch, one = layout.startswith("N"), layout.removeprefix("N")
    planes = [_Plane.of(plane, value_range, one) for plane in (image if batch else image[None])]
    pictures = tuple(plane.picture for plane in planes)

    def close(made: Sequence[Image]) -> Array:
        if all(new is old for new, old in zip(made, pictures, strict=True)) and image.dtype.isnative:
            return image
        done = [plane.closed(new) for plane, new in zip(planes, made, strict=True)]
        if len({(each.shape, each.dtype) for each in done}) > 1:
            raise UnsupportedImageError(
                "pictures of one batch came out in different sizes: give them one by one, or use options that keep "
                "the size (rotation.keep_size)"
            )
        return np.stack(done) if batch else done[0]

    return Opened(pictures, close, batch)


@dataclass(frozen=True, eq=False)
class _Plane:
    """One picture of an array, as it came and as it is worked on."""

    picture: Image
    source: Array
    layout: str
    value_range: Range
    grey_in_colour: bool

    @classmethod
    def of(cls, source: Array, value_range: Range, layout: str) -> "_Plane":
        array = np.moveaxis(source, 0, -1) if layout == "CHW" else source
        array = array[..., 0] if array.ndim == 3 and array.shape[-1] == 1 else array
        floats = source.dtype.name in _FLOATS
        same = array.ndim == 3 and floats and _is_grey(array)
        array = array[..., 0] if same else array
        whole = _whole(array, value_range) if floats else array
        kind_of(cast(Image, whole))
        native = whole.astype(whole.dtype.newbyteorder("="), copy=False)
        return cls(cast(Image, native), source, layout, value_range, same)

    def closed(self, made: Image) -> Array:
        """Return what a transform made in the layout, type and range of what went in."""
        if made is self.picture:
            return self.source.astype(self.source.dtype.newbyteorder("="), copy=False)
        array: Array = made
        if self.source.dtype.name in _FLOATS:
            black, white = self.value_range
            share = array.astype(np.float64) / np.iinfo(array.dtype).max
            array = (black + share * (white - black)).astype(self.source.dtype)
        if array.ndim == 2 and self.layout != "HW":
            array = np.repeat(array[..., None], 3 if self.grey_in_colour else 1, axis=-1)
        return np.moveaxis(array, -1, 0) if self.layout == "CHW" else array


def _is_grey(array: Array) -> bool:
    return bool((array[..., :1] == array[..., 1:]).all())


def _whole(array: Array, value_range: Range) -> Array:
    """Return floats as whole numbers: 16 bits of grey, 8 of colour."""
    black, white = value_range
    low, high = (float(array.min()), float(array.max())) if array.size else (black, white)
    slack = SLACK * (white - black)
    if not (black - slack <= low and high <= white + slack):
        raise UnsupportedImageError(
            f"values from {low:g} to {high:g} are not within value_range {black:g} to {white:g}: transform pictures "
            "before they are normalised, or state value_range"
        )
    top, kind = (65535, np.uint16) if array.ndim == 2 else (255, np.uint8)
    share = np.clip((array.astype(np.float64) - black) / (white - black), 0, 1)
    return np.rint(share * top).astype(kind)
