"""Pipelines: transforms in a row, written `glare_matte+moire+tilt`.

A variant's randomness comes only from its seed, the x-ray's index and each transform's position in the pipeline,
so any worker, in any order, draws the same. Options are written behind a name, `rotation.keep_size`, so that
the text says all there is to know about a pipeline; it is safe in an address and in a file name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from . import registry
from .annotations import source_of, source_positions, warp_mask, warp_points
from .base import Transform, check_image, check_size, size_of
from .errors import ParameterError, PipelineError, UnknownTransformError, nearest
from .geometry import IDENTITY, frame
from .parameters import JsonValues, Params
from .rendering import Image, Mask, Rendering, Size, empty

RECIPES: Mapping[str, str] = {
    "digital": "random-digital",
    "photographic": "glare_matte+moire+tilt",
}
"""The paper's two sets, which can be written instead of what they consist of."""
LONGEST = 16


class Step(TypedDict):
    """One transform of a pipeline, as it is written, and its parameters."""

    transform: str
    params: JsonValues


@dataclass(frozen=True)
class Pipeline:
    """One to sixteen transforms in order.

    Attributes:
        name: as it was written, a recipe's name included.
        transforms: in order of application.
    """

    name: str
    transforms: tuple[Transform[Any], ...]

    @classmethod
    def parse(cls, text: str, *, relative: bool = False) -> "Pipeline":
        """Read a pipeline.

        Args:
            text: names of transforms or recipes joined by `+`, each with its options behind dots.
            relative: scale sizes given in pixels with the picture (see `Transform`).

        Raises:
            PipelineError: empty, or of more than sixteen transforms.
            UnknownTransformError: a name or option that does not exist; the message suggests one.
        """
        if not isinstance(text, str) or not text.strip():
            raise PipelineError("a pipeline needs at least one transform, such as 'glare_matte+moire+tilt'")
        words = [word.strip() for part in text.split("+", LONGEST) for word in _expanded(part.strip())]
        if len(words) > LONGEST:
            raise PipelineError(f"a pipeline has at most {LONGEST} transforms")
        return cls(text.strip(), tuple(_transform(word, relative) for word in words))

    def sample(self, level: int, size: Size, seed: int = 0, index: int = 0) -> tuple[Params, ...]:
        """Draw the parameters of every transform.

        Args:
            level: 1 to 4, for all of them.
            size: (width, height) of the picture that goes in.
            seed: any whole number from 0.
            index: the x-ray's index 1..N, 0 for a picture that belongs to no table.

        Raises:
            LevelError: level is not 1, 2, 3 or 4.
            ParameterError: seed or index is not a whole number from 0.
            ImageError: size is not two whole numbers of at least 1.
        """
        root = [_whole("seed", seed), _whole("index", index)]
        drawn: list[Params] = []
        for position, transform in enumerate(self.transforms):
            params = transform.sample(level, size, np.random.default_rng([*root, position]))
            size = transform.output_size(size, params)
            drawn.append(params)
        return tuple(drawn)

    def apply(self, image: Image, params: Sequence[Params]) -> Image:
        """Apply all transforms; `image` is not modified.

        Args:
            image: uint8 or uint16 (H, W), or uint8 (H, W, 3).
            params: of `sample` or `params_from`.

        Raises:
            ImageError: a transform does not take the kind of picture it is given.
            ParameterError: parameters of another pipeline.
        """
        for transform, own in self._paired(params):
            image = transform.apply(image, own)
        return image

    def render(
        self, image: Image, params: Sequence[Params], *, masks: bool = True, displacement: bool = True
    ) -> Rendering:
        """Apply all transforms and return the geometry through all of them too.

        Args:
            image: as for `apply`.
            params: as for `apply`.
            masks: carry masks along; making them, and taking them through a perspective, costs several times what
                the pixels do.
            displacement: say of each pixel where it came from, which costs as much again through a lens. Homography
                and corners are the same without it.
        """
        done = Rendering(check_image(image, self.name), size_of(image), IDENTITY, frame(size_of(image)))
        for transform, own in self._paired(params):
            # Only the displacement says exactly where the corners of a picture that has moved go through a lens.
            needed = displacement or not _unmoved(done)
            made = transform.render(done.image, own, masks=masks, displacement=needed)
            done = followed_by(done, made)
        return done if displacement else replace(done, displacement=None)

    def place(self, size: Size, params: Sequence[Params]) -> Rendering:
        """Return the geometry that `render` would, without pixels: `image` is black, and there are no masks.

        Args:
            size: (width, height) of the picture that goes in.
            params: as for `apply`.
        """
        done = Rendering(empty(check_size(size)), size, IDENTITY, frame(size))
        for transform, own in self._paired(params):
            done = followed_by(done, transform.place(done.size, own))
        return done

    def output_size(self, size: Size, params: Sequence[Params]) -> Size:
        """Return (width, height) of what `apply` makes of a picture of that size."""
        for transform, own in self._paired(params):
            size = transform.output_size(size, own)
        return size

    def describe(self, params: Sequence[Params]) -> list[Step]:
        """Return parameters as plain values for JSON: one `{"transform": ..., "params": ...}` per transform."""
        return [
            {"transform": str(transform), "params": own.to_dict()} for transform, own in self._paired(params)
        ]

    def params_from(self, described: Sequence[Mapping[str, Any]]) -> tuple[Params, ...]:
        """Parse parameters from the output of `describe`.

        Raises:
            PipelineError: another number of transforms, or others in that order.
            ParameterError: naming the field that is missing, unknown or out of range.
        """
        names = [step.get("transform") for step in described]
        if names != [str(transform) for transform in self.transforms]:
            raise PipelineError(f"parameters are those of {names}, the pipeline is {self}")
        return tuple(
            transform.params_from(step.get("params", {}))
            for transform, step in zip(self.transforms, described, strict=True)
        )

    def version(self) -> str:
        """Return a text that changes whenever this pipeline's pixels or draws may change."""
        return registry.version(transform.name for transform in self.transforms)

    def __str__(self) -> str:
        """Return the pipeline with recipes written out."""
        return "+".join(map(str, self.transforms))

    def _paired(self, params: Sequence[Params]) -> list[tuple[Transform[Any], Params]]:
        if len(params) != len(self.transforms):
            raise ParameterError(
                f"{self} has {len(self.transforms)} transforms, got parameters of {len(params)}"
            )
        return list(zip(self.transforms, params, strict=True))


def followed_by(first: Rendering, second: Rendering) -> Rendering:
    """Combine two renderings into one; the second is of the first's output."""
    if _unmoved(second):
        masks = _laid_over(first.masks, second.masks)
        return replace(first, image=second.image, masks=masks)
    homography, displacement, moved = None, None, {}
    if first.homography is not None and second.homography is not None:
        homography = second.homography @ first.homography
    known = all(part.homography is not None or part.displacement is not None for part in (first, second))
    if known and (first.displacement is not None or second.displacement is not None):
        displacement = second.displacement if _unmoved(first) else _joined(first, second)
    corners = second.corners
    if known:
        corners = corners if _unmoved(first) else warp_points(first.corners, second)
        moved = {name: warp_mask(mask, second) for name, mask in first.masks.items()}
    masks = _laid_over(moved, second.masks)
    return Rendering(second.image, first.source_size, homography, corners, displacement, masks)


def _unmoved(rendering: Rendering) -> bool:
    return rendering.displacement is None and rendering.homography is IDENTITY


def _laid_over(lower: Mapping[str, Mask], upper: Mapping[str, Mask]) -> Mapping[str, Mask]:
    both = {name: np.maximum(mask, upper[name]) for name, mask in lower.items() if name in upper}
    return {**lower, **upper, **both}


def _joined(first: Rendering, second: Rendering) -> NDArray[np.float32]:
    """Compose two displacements: where the second says a pixel comes from, the first says from where."""
    middle = source_positions(second)
    start = source_of(middle.reshape(-1, 2), first).reshape(middle.shape)
    x, y = np.meshgrid(np.arange(middle.shape[1]) + 0.5, np.arange(middle.shape[0]) + 0.5)
    return np.asarray(start - np.stack([x, y], axis=-1), np.float32)


def _expanded(part: str) -> list[str]:
    return RECIPES.get(part, part).split("+")


def _transform(word: str, relative: bool) -> Transform[Any]:
    name, *options = word.split(".")
    if name not in registry.names():
        raise UnknownTransformError(
            f"unknown transform {name!r}{nearest(name, [*registry.names(), *RECIPES])}"
        )
    if "relative" in options:
        raise UnknownTransformError(f"{word!r}: relative is of the whole pipeline, not an option of {name}")
    return registry.get(name, relative=relative, **dict.fromkeys(options, True))


def _whole(what: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
        raise ParameterError(f"{what} must be a whole number from 0, got {value!r}")
    return int(value)
