"""Compilation of everything ahead of the first picture.

The first call of a compiled loop costs seconds on a new installation and milliseconds afterwards. Installers
and workers call this where waiting hurts nobody, instead of the first person who asks for a picture.
"""

from collections.abc import Iterable

import numpy as np

from .base import ImageKind
from .registry import get, names
from .rendering import Image

SIDE = 24


def warm_up(of: Iterable[str] | None = None, kinds: Iterable[ImageKind] = tuple(ImageKind)) -> None:
    """Apply transforms to tiny pictures, so that everything they need is loaded and compiled.

    Args:
        of: names of transforms; all of them if left out.
        kinds: of pictures.

    Raises:
        UnknownTransformError: a name that does not exist.
    """
    pictures = [_picture(kind) for kind in kinds]
    for transform in [get(name) for name in (names() if of is None else of)]:
        for kind, picture in zip(kinds, pictures, strict=True):
            if kind in transform.accepts:
                params = transform.sample(4, (SIDE, SIDE), np.random.default_rng(0))
                transform.apply(picture, params)


def _picture(kind: ImageKind) -> Image:
    if kind is ImageKind.GREY16:
        return np.full((SIDE, SIDE), 9000, np.uint16)
    return np.full((SIDE, SIDE, 3) if kind is ImageKind.RGB8 else (SIDE, SIDE), 90, np.uint8)
