"""The base class of all transforms: a name, a sampler and an application, separate from each other.

Sampling draws parameters and knows nothing of pixels; applying is a pure function of pixels and parameters.
So a variant can be drawn on one machine and made on another, written in a manifest, and made again.

A transform subclasses `Transform` as a frozen dataclass whose fields are its options, and fills in `_sample`
and `_apply`; what moves pixels also says where to (`_homography`, `output_size`), or overrides `_place`.
`transforms.registry.register` makes it known by its name.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar, cast

import numpy as np

from . import geometry
from .errors import LevelError, ParameterError, UnsupportedImageError
from .parameters import JsonValues, Params, read, schema
from .rendering import Floats, Image, Mask, Rendering, Size, empty

P = TypeVar("P", bound=Params)

LEVELS = (1, 2, 3, 4)
"""The strengths of every transform, from the weakest."""
REFERENCE_SIDE = 2828
"""Longer side, in pixels, of CheXpert's full-resolution x-rays: what relative sizes relate to."""


class ImageKind(StrEnum):
    """Kinds of input array."""

    GREY8 = "grey8"
    GREY16 = "grey16"
    RGB8 = "rgb8"


class OutputKind(StrEnum):
    """Kinds of output array, relative to the input."""

    SAME = "same"
    """The kind that went in."""
    COLOUR = "rgb8"
    """Always 8-bit RGB."""


@dataclass(frozen=True)
class Transform(ABC, Generic[P]):
    """One photographic effect.

    Attributes:
        relative: scale the sizes that the paper gives in pixels with the picture (longer side / 2828), so
            that a small picture looks like the reduced full-size one. Sampling uses it, applying does not.
    """

    relative: bool = False

    name: ClassVar[str]
    summary: ClassVar[str]
    """One sentence on what the effect is, for people."""
    params_type: ClassVar[type[Params]]
    revision: ClassVar[int] = 1
    """Raised with every change that can alter a pixel or a draw: cached variants depend on it."""
    accepts: ClassVar[frozenset[ImageKind]] = frozenset(ImageKind)
    output_kind: ClassVar[OutputKind] = OutputKind.SAME
    keeps_size: ClassVar[bool] = True

    # ---- what a transform fills in

    @abstractmethod
    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> P:
        """Draw parameters; `sample` has checked level and size."""

    @abstractmethod
    def _apply(self, image: Image, params: P) -> Image:
        """Compute the pixels as a new array from a C-contiguous one; the caller has checked its kind."""

    def _homography(self, size: Size, params: P) -> Floats | None:  # noqa: ARG002
        return geometry.IDENTITY

    def _masks(self, size: Size, params: P) -> Mapping[str, Mask]:  # noqa: ARG002
        return {}

    def output_size(self, size: Size, params: P) -> Size:  # noqa: ARG002
        """Return (width, height) of what `apply` makes of a picture of that size."""
        return size

    def _place(self, size: Size, params: P, *, displacement: bool) -> Rendering:  # noqa: ARG002
        """Return the geometry for a picture of that size, around an empty picture."""
        homography, made = self._homography(size, params), self.output_size(size, params)
        corners = geometry.frame(made)
        if homography is not None:
            corners = geometry.move_points(homography, geometry.frame(size))
        return Rendering(empty(made), size, homography, corners)

    # ---- what everybody calls

    def sample(self, level: int, size: Size, rng: np.random.Generator) -> P:
        """Draw parameters.

        Args:
            level: 1 (the paper's) to 4 (strongest).
            size: (width, height) of the picture in pixels.
            rng: the only source of randomness.

        Raises:
            LevelError: level is not 1, 2, 3 or 4.
            ImageError: size is not two whole numbers of at least 1.
        """
        return self._sample(check_level(level), check_size(size), rng)

    def params_from(self, values: Mapping[str, Any]) -> P:
        """Parse parameters from a dictionary, as `Params.to_dict` or JSON gives it.

        Raises:
            ParameterError: naming the field that is missing, unknown or out of range.
        """
        return cast(P, read(self.name, self.params_type, values))

    def apply(self, image: Image, params: P | Mapping[str, Any]) -> Image:
        """Apply the effect; `image` is not modified.

        Args:
            image: uint8 or uint16 (H, W), or uint8 (H, W, 3).
            params: of `sample` or `params_from`, or a dictionary for the latter.

        Returns:
            A new array of the declared output kind.

        Raises:
            ImageError: the transform does not take this kind of array.
            ParameterError: the parameters are not this transform's.
        """
        return self._apply(check_image(image, self.name, self.accepts), self._own(params))

    def render(
        self,
        image: Image,
        params: P | Mapping[str, Any],
        *,
        masks: bool = True,
        displacement: bool = True,
    ) -> Rendering:
        """Apply the effect and return the geometry too; the same pixels and errors as `apply`.

        Args:
            image: as for `apply`.
            params: as for `apply`.
            masks: say how strongly effects cover each pixel.
            displacement: say of each pixel where it came from. Either can cost several times what the pixels do.
        """
        checked, own = check_image(image, self.name, self.accepts), self._own(params)
        size = size_of(checked)
        placed = self._place(size, own, displacement=displacement)
        covered = self._masks(size, own) if masks else {}
        return replace(placed, image=self._apply(checked, own), masks=covered)

    def place(self, size: Size, params: P | Mapping[str, Any], *, displacement: bool = True) -> Rendering:
        """Return the geometry that `render` would, without pixels: `image` is black, and there are no masks.

        Args:
            size: (width, height) of the picture.
            params: as for `apply`.
            displacement: as for `render`.
        """
        return self._place(check_size(size), self._own(params), displacement=displacement)

    @classmethod
    def params_schema(cls) -> JsonValues:
        """Return the JSON schema of the parameters."""
        return schema(cls.params_type)

    @classmethod
    def option_names(cls) -> tuple[str, ...]:
        """Return the names of this transform's options, except `relative`."""
        return tuple(option.name for option in fields(cls) if option.name != "relative")

    @property
    def moves(self) -> bool:
        """Whether it may move what is in a picture, so that masks, boxes and points have to move too."""
        size, rng = (64, 48), np.random.default_rng(0)
        maps = [self._homography(size, self._sample(level, size, rng)) for level in LEVELS]
        return any(one is None or not np.allclose(one, geometry.IDENTITY) for one in maps)

    def __str__(self) -> str:
        """Return the name with the options that are on, as a pipeline writes it: `rotation.keep_size`."""
        return ".".join([self.name, *(option for option in self.option_names() if getattr(self, option))])

    def scale(self, size: Size) -> float:
        """Return the factor for sizes given in pixels: 1, or with `relative` longer side / 2828."""
        return max(size) / REFERENCE_SIDE if self.relative else 1.0

    def _own(self, params: P | Mapping[str, Any]) -> P:
        if isinstance(params, Mapping):
            return self.params_from(params)
        if not isinstance(params, self.params_type):
            raise ParameterError(
                f"{self.name}: expected {self.params_type.__name__} or a dictionary, got {type(params).__name__}"
            )
        return params


def check_level(level: int) -> int:
    """Validate a level and return it.

    Raises:
        LevelError: it is not 1, 2, 3 or 4.
    """
    if isinstance(level, bool) or not isinstance(level, int | np.integer) or level not in LEVELS:
        raise LevelError(f"level {level!r}: levels are 1, 2, 3 and 4")
    return int(level)


def check_size(size: Size) -> Size:
    """Validate a (width, height) of whole numbers of at least 1 and return it.

    Raises:
        ImageError: they are not.
    """
    try:
        width, height = (int(side) for side in size)
    except (TypeError, ValueError):
        raise UnsupportedImageError(f"size must be (width, height), got {size!r}") from None
    if min(width, height) < 1:
        raise UnsupportedImageError(f"size must be at least 1 x 1, got {width} x {height}")
    return width, height


def size_of(image: Image) -> Size:
    """Return (width, height) of an array."""
    return image.shape[1], image.shape[0]


def kind_of(image: Image) -> ImageKind:
    """Return the kind of an array.

    Raises:
        ImageError: it is not an array of one of the three kinds, or holds no pixel.
    """
    if not isinstance(image, np.ndarray):
        raise UnsupportedImageError(f"an image must be a numpy array, got {type(image).__name__}")
    bits = {"uint8": 8, "uint16": 16}.get(image.dtype.name)
    grey, rgb = image.ndim == 2, image.ndim == 3 and image.shape[2] == 3
    if bits is None or not (grey or (rgb and bits == 8)):
        raise UnsupportedImageError(
            "an image must be uint8 or uint16 (height, width) or uint8 (height, width, 3), "
            f"got {image.dtype.name} {image.shape}"
        )
    if image.size == 0:
        raise UnsupportedImageError(f"the image holds no pixel: shape {image.shape}")
    if rgb:
        return ImageKind.RGB8
    return ImageKind.GREY8 if bits == 8 else ImageKind.GREY16


def check_image(image: Image, owner: str, accepts: frozenset[ImageKind] = frozenset(ImageKind)) -> Image:
    """Return a read-only, C-contiguous view (or copy) of the array in native byte order.

    Raises:
        ImageError: it is of no kind that `accepts` holds.
    """
    kind = kind_of(image)
    if kind not in accepts:
        raise UnsupportedImageError(f"{owner} does not take {kind} images, only {', '.join(sorted(accepts))}")
    # Compiled code differs for arrays that may be written to: one kind only, compiled once.
    view = np.ascontiguousarray(image, dtype=image.dtype.newbyteorder("=")).view()
    view.setflags(write=False)
    return cast(Image, view)
