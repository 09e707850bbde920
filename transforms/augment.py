"""A pipeline as a callable for data loaders: it draws new parameters at each call.

It takes and gives PIL pictures or arrays, so it stands in a `torchvision.transforms.Compose` as it is and in an
`albumentations.Compose` inside `albumentations.Lambda(image=...)`, and depends on neither. Both give it the picture
alone: what lies on the picture is moved by `Augment.render` and `transforms.annotations`.

Loader processes are copies of one another; if they shared a random state they would draw the same glare again
and again. Here the name of the process takes part in the seed, and without a seed the system's entropy does.
"""

import multiprocessing
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

import numpy as np
from PIL import Image as Pictures

from .base import OutputKind, check_level, kind_of, size_of
from .errors import ParameterError, UnsupportedImageError
from .geometry import IDENTITY, frame
from .parameters import Params
from .pipeline import Pipeline
from .rendering import Image, Rendering

AnyImage = TypeVar("AnyImage", bound="Pictures.Image | Image")

AS_ARRAY = {"L": "L", "RGB": "RGB", "I;16": "I;16", "1": "L", "P": "RGB"}
"""PIL modes that are taken, and what they are worked on as."""
_KEPT = frozenset(mode for mode, worked_on in AS_ARRAY.items() if mode == worked_on)
LIES_ON_IT = (
    *("mask", "box", "point", "label", "target", "segm", "annot", "polygon", "contour"),
    *("landmark", "heatmap", "region", "lesion"),
)
"""Parts of names of what belongs to places in a picture."""


class Augment:
    """A pipeline with random level and parameters.

    >>> augment = Augment("glare_matte+moire+tilt", levels=(1, 2), probability=0.5, seed=0)
    >>> photo = augment(picture)
    """

    def __init__(
        self,
        pipeline: str | Pipeline,
        levels: Sequence[int] = (1, 2, 3, 4),
        probability: float = 1.0,
        seed: int | None = None,
        *,
        relative: bool = False,
    ) -> None:
        """Prepare a pipeline, with its levels and its random state.

        Args:
            pipeline: as `Pipeline.parse` reads it, or parsed.
            levels: one of them is drawn each time.
            probability: share of pictures that are changed at all.
            seed: the same seed, in processes of the same names, gives the same series.
            relative: scale sizes given in pixels with the picture; for a parsed pipeline its own counts.

        Raises:
            TransformError: of the pipeline, a level, the probability or the seed.
        """
        self.pipeline = Pipeline.parse(pipeline, relative=relative) if isinstance(pipeline, str) else pipeline
        self.levels = tuple(check_level(level) for level in levels)
        if not self.levels:
            raise ParameterError("levels: at least one is needed")
        if not 0 <= probability <= 1:
            raise ParameterError(f"probability must be 0 to 1, got {probability!r}")
        if seed is not None and (not isinstance(seed, int) or seed < 0):
            raise ParameterError(f"seed must be a whole number from 0, or None, got {seed!r}")
        self.probability = probability
        self.seed = seed
        self._calls = 0

    def __call__(self, image: AnyImage, *others: Any, **told: Any) -> AnyImage:
        """Transform one picture; its type, and the last axis of an (H, W, 1) array, are kept.

        Its mode or channels are the same whether it is changed or, by `probability`, not: those of what the pipeline
        makes of it (colour after `screen_photo`; L of a PIL picture of mode 1, RGB of one of mode P).

        Args:
            image: PIL picture (L, RGB, I;16, 1 or P) or array (H, W), (H, W, 1) or (H, W, 3).
            others: none; masks and boxes would stay where they were.
            told: what albumentations passes along; no masks or boxes.

        Raises:
            ImageError: a picture of another kind.
            ParameterError: a mask, boxes or points came with the picture; see `render`.
        """
        _refuse_companions(others, told)
        array = _array(image)
        drawn = self._drawn(array)
        out = self._unchanged(array) if drawn is None else self.pipeline.apply(array, drawn)
        if isinstance(image, Pictures.Image):
            return image if out is array and image.mode in _KEPT else Pictures.fromarray(out)  # type: ignore[return-value]
        if out is array and image.dtype.isnative:
            return image
        return out[..., None] if image.ndim == 3 and out.ndim == 2 else out  # type: ignore[return-value]

    def render(self, image: AnyImage) -> Rendering:
        """Transform one picture, or not, and return the mapping for `warp_mask`, `warp_boxes` and `warp_points`.

        Args:
            image: as above.

        Raises:
            ImageError: a picture of another kind.
        """
        array = _array(image)
        drawn = self._drawn(array)
        if drawn is not None:
            return self.pipeline.render(array, drawn)
        size = size_of(array)
        return Rendering(self._unchanged(array), size, IDENTITY, frame(size))

    def __repr__(self) -> str:
        return f"Augment({self.pipeline.name!r}, levels={self.levels}, probability={self.probability})"

    def _drawn(self, array: Image) -> tuple[Params, ...] | None:
        """Draw parameters for a picture; None where it is to stay unchanged."""
        rng = self._generator()
        if rng.random() >= self.probability:
            return None
        level = self.levels[rng.integers(len(self.levels))]
        return self.pipeline.sample(level, size_of(array), int(rng.integers(2**63)))

    def _unchanged(self, array: Image) -> Image:
        """Return a picture as it is, in colour where the pipeline's output is in colour."""
        colour = any(transform.output_kind is OutputKind.COLOUR for transform in self.pipeline.transforms)
        if not colour or array.ndim == 3:
            return array
        eight = (
            array if array.dtype == np.uint8 else ((array.astype(np.uint32) + 128) // 257).astype(np.uint8)
        )
        return np.asarray(np.dstack([eight] * 3), np.uint8)

    def _generator(self) -> np.random.Generator:
        if self.seed is None:
            return np.random.default_rng()
        self._calls += 1
        process = multiprocessing.current_process().name.encode()
        return np.random.default_rng([self.seed, self._calls, *process])


def _refuse_companions(others: tuple[Any, ...], told: Mapping[str, object]) -> None:
    named = sorted(
        name
        for name, value in told.items()
        # albumentations passes settings of such names, `fill_mask`, as numbers.
        if not isinstance(value, int | float | str | None)
        and any(part in name.lower() for part in LIES_ON_IT)
    )
    if others or named:
        what = ", ".join(named) or "what was given beside the picture"
        raise ParameterError(
            f"{what} would stay where it was while the picture moves: call render(image), and warp_mask, warp_boxes "
            "or warp_points with what it gives"
        )


def _array(image: Pictures.Image | Image) -> Image:
    if isinstance(image, Pictures.Image):
        if image.mode not in AS_ARRAY:
            modes = ", ".join(AS_ARRAY)
            raise UnsupportedImageError(
                f"a PIL picture of mode {image.mode}: convert it to one of {modes} first"
            )
        return np.asarray(image.convert(AS_ARRAY[image.mode]))
    array = image[:, :, 0] if isinstance(image, np.ndarray) and image.shape[2:] == (1,) else image
    kind_of(array)
    # What a pipeline makes is in the machine's byte order; so is what it leaves as it is.
    return cast(Image, array.astype(array.dtype.newbyteorder("="), copy=False))
