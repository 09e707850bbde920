"""A dictionary transform for MONAI: `pip install 'chexphoto-transforms[monai]'`.

Pictures and masks are (channel, height, width), as `LoadImaged` gives them with ``reverse_indexing=False``; read with
width first, a picture would be photographed lying on its side. The random state is MONAI's (`set_random_state`).
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from monai.transforms import MapTransform, RandomizableTransform
from monai.utils import convert_to_dst_type

from ..annotations import warp_boxes
from ..training.drawn import Draw
from ..training.node import Node
from ..training.targets import moved_keypoints, moved_mask

Keys = str | Sequence[Hashable]


class Photographd(RandomizableTransform, MapTransform):
    """A pipeline, or a tree of them, on the pictures of a dictionary, and what lies on them.

    Args:
        keys: Of pictures, which all get the same draw and have the same size.
        node: `Augment`, `Compose`, `Sequential` or `OneOf`, with the `value_range` of the pictures.
        mask_keys: Of masks.
        box_keys: Of boxes (N, 4): left, top, right, bottom in pixels; they are cut to the picture, and none is dropped.
        point_keys: Of keypoints (N, 2).
        allow_missing_keys: Pass over keys that a dictionary lacks.
    """

    def __init__(
        self,
        keys: Keys,
        node: Node,
        mask_keys: Keys = (),
        box_keys: Keys = (),
        point_keys: Keys = (),
        allow_missing_keys: bool = False,
    ) -> None:
        MapTransform.__init__(self, keys, allow_missing_keys)
        RandomizableTransform.__init__(self, 1.0)
        self.node = node
        self.mask_keys, self.box_keys, self.point_keys = map(_all, (mask_keys, box_keys, point_keys))

    def __call__(self, data: Mapping[Hashable, Any]) -> dict[Hashable, Any]:
        """Return the dictionary with everything transformed."""
        result = dict(data)
        images = list(self.key_iterator(result))
        if not images:
            return result
        drawn = self._drawn(result[images[0]])
        for key in images:
            result[key] = _as(self.node.apply(result[key], drawn), data[key])
        for key in self._there(self.mask_keys, result):
            result[key] = _as(_moved_mask(data[key], drawn, self.node.mask_fill), data[key])
        for key in self._there(self.box_keys, result):
            result[key] = _as(warp_boxes(np.asarray(data[key]), drawn.place), data[key])
        for key in self._there(self.point_keys, result):
            result[key] = _as(moved_keypoints(np.asarray(data[key]), drawn.place), data[key])
        return result

    def _drawn(self, image: Any) -> Draw:
        self.randomize(None)
        rng = np.random.default_rng(self.R.randint(2**32, size=4, dtype=np.uint64))
        return self.node.drawn_for(image, rng=rng)

    def _there(self, keys: tuple[Hashable, ...], data: Mapping[Hashable, Any]) -> list[Hashable]:
        return [key for key in keys if key in data or not self.allow_missing_keys]


def _all(keys: Keys) -> tuple[Hashable, ...]:
    return (keys,) if isinstance(keys, str) else tuple(keys)


def _moved_mask(mask: Any, drawn: Draw, fill: float) -> Any:
    planes = np.asarray(mask)
    channels = planes if planes.ndim == 3 else planes[None]
    moved = np.stack([moved_mask(np.ascontiguousarray(plane), drawn.place, fill) for plane in channels])
    return moved if planes.ndim == 3 else moved[0]


def _as(made: Any, source: Any) -> Any:
    """Return what was made as the type that it came in, with its metadata."""
    return convert_to_dst_type(made, source)[0]
