"""A pipeline as a callable that draws anew each time: for data loaders.

It takes and gives PIL pictures or arrays, so it stands in a `torchvision.transforms.Compose` as it is and in an
`albumentations.Compose` inside `albumentations.Lambda(image=...)`, and depends on neither.

Loader processes are copies of one another; if they shared a random state they would draw the same glare again
and again. Here the name of the process takes part in the seed, and without a seed the system's entropy does.
"""

import multiprocessing
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from PIL import Image as Pictures

from transforms.base import check_level
from transforms.errors import ImageError, ParameterError
from transforms.pipeline import Pipeline
from transforms.rendering import Image

AnyImage = TypeVar("AnyImage", bound="Pictures.Image | Image")

AS_ARRAY = {"L": "L", "RGB": "RGB", "I;16": "I;16", "1": "L", "P": "RGB"}
"""PIL modes that are taken, and what they are worked on as."""


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
        """Set up.

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

    def __call__(self, image: AnyImage, **_: Any) -> AnyImage:
        """One picture changed; its type, and the last axis of an (H, W, 1) array, stay.

        Args:
            image: PIL picture (L, RGB, I;16, 1 or P) or array (H, W), (H, W, 1) or (H, W, 3).
            _: what albumentations passes along.

        Raises:
            ImageError: a picture of another kind.
        """
        rng = self._generator()
        if rng.random() >= self.probability:
            return image
        array = _array(image)
        level = self.levels[rng.integers(len(self.levels))]
        size = (array.shape[1], array.shape[0])
        out = self.pipeline.apply(array, self.pipeline.sample(level, size, int(rng.integers(2**63))))
        if isinstance(image, Pictures.Image):
            return Pictures.fromarray(out)  # type: ignore[return-value]
        return out[..., None] if image.ndim == 3 and out.ndim == 2 else out  # type: ignore[return-value]

    def __repr__(self) -> str:
        return f"Augment({self.pipeline.name!r}, levels={self.levels}, probability={self.probability})"

    def _generator(self) -> np.random.Generator:
        if self.seed is None:
            return np.random.default_rng()
        self._calls += 1
        process = multiprocessing.current_process().name.encode()
        return np.random.default_rng([self.seed, self._calls, *process])


def _array(image: Pictures.Image | Image) -> Image:
    if isinstance(image, Pictures.Image):
        if image.mode not in AS_ARRAY:
            modes = ", ".join(AS_ARRAY)
            raise ImageError(f"a PIL picture of mode {image.mode}: convert it to one of {modes} first")
        return np.asarray(image.convert(AS_ARRAY[image.mode]))
    if isinstance(image, np.ndarray) and image.ndim == 3 and image.shape[2] == 1:
        return image[:, :, 0]
    return image
