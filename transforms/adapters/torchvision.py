"""A transform for `torchvision.transforms.v2` (0.21 and later): `pip install 'chexphoto-transforms[torch]'`.

Pictures may be PIL's, tensors or `tv_tensors`; masks, bounding boxes and keypoints that are `tv_tensors` go along.
Without a seed, torch's generator decides (see `transforms.training.seeds`).
"""

from collections.abc import Mapping
from contextvars import ContextVar
from operator import index
from typing import Any, SupportsIndex

import numpy as np
import torch
from PIL import Image as Pictures
from torchvision import tv_tensors
from torchvision.transforms import v2

from ..annotations import warp_boxes, warp_points
from ..errors import AnnotationError
from ..rendering import Rendering
from ..training.node import Node
from ..training.targets import Sample, from_corners, moved_mask, to_corners

FORMATS = {"XYXY": "pascal_voc", "XYWH": "coco"}
_POINTS = (tv_tensors.KeyPoints,) if hasattr(tv_tensors, "KeyPoints") else ()  # since 0.23
_NUMBERS: ContextVar[Mapping[str, int] | None] = ContextVar("_NUMBERS", default=None)
"""Index and epoch of the sample in hand: torchvision hands `make_params` nothing but tensors."""


class Photograph(v2.Transform):
    """A pipeline, or a tree of them, as a transform of torchvision.

    Boxes are cut to the picture and none is dropped: `v2.SanitizeBoundingBoxes` does that, with their labels.

    A sample that is a dictionary may hold the whole numbers `index`, of the picture in its data set, and `epoch`: with
    the node's seed they decide, as where the node is called with them.

    Args:
        node: `Augment`, `Compose`, `Sequential` or `OneOf`.
    """

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node

    def forward(self, *inputs: Any) -> Any:
        """Return the sample with its picture and what lies on it transformed."""
        token = _NUMBERS.set(_numbers(inputs))
        try:
            return super().forward(*inputs)
        finally:
            _NUMBERS.reset(token)

    def make_params(self, flat_inputs: list[Any]) -> Sample:
        """Draw for the picture of a sample."""
        images = [each for each in flat_inputs if _is_image(each)]
        if not images:
            raise AnnotationError("a sample needs a picture: what lies on it cannot be moved alone")
        numbers = _NUMBERS.get() or {}
        return {
            "drawn": self.node.drawn_for(images[0], index=numbers.get("index"), epoch=numbers.get("epoch"))
        }

    def transform(self, value: Any, params: Sample) -> Any:
        """Return a picture or what lies on it, transformed."""
        drawn = params["drawn"]
        if isinstance(value, tv_tensors.Mask):
            return moved_mask(value, drawn.place, self.node.mask_fill)
        if isinstance(value, tv_tensors.BoundingBoxes):
            return _moved_boxes(value, drawn.place)
        if isinstance(value, _POINTS):
            return _moved_points(value, drawn.place)
        return self.node.apply(value, drawn) if _is_image(value) else value

    def extra_repr(self) -> str:
        """Return the pipeline, for printing."""
        return repr(self.node)


def _numbers(inputs: tuple[Any, ...]) -> dict[str, int]:
    """Return the index and the epoch that a sample holds."""
    samples = [each for each in inputs if isinstance(each, Mapping)]
    found = {name: each[name] for each in samples for name in ("index", "epoch") if name in each}
    return {name: index(value) for name, value in found.items() if isinstance(value, SupportsIndex)}


def _is_image(value: Any) -> bool:
    others = (tv_tensors.Mask, tv_tensors.BoundingBoxes, *_POINTS)
    return isinstance(value, torch.Tensor | Pictures.Image) and not isinstance(value, others)


def _moved_boxes(boxes: Any, place: Rendering) -> Any:
    name = boxes.format.value
    if name not in (*FORMATS, "CXCYWH"):
        raise AnnotationError(
            f"boxes of format {name} are not taken: convert them to XYXY, XYWH or CXCYWH first"
        )
    source = boxes.detach().cpu().numpy().astype(np.float64).reshape(-1, 4)
    # Torchvision's centre and sides are in pixels, YOLO's are shares.
    centred, known = name == "CXCYWH", FORMATS.get(name, "yolo")
    corners = to_corners(source, known, (1, 1) if centred else place.source_size)
    moved = from_corners(warp_boxes(corners, place), known, (1, 1) if centred else place.size)
    return tv_tensors.wrap(_like(moved, boxes), like=boxes, canvas_size=place.size[::-1])


def _moved_points(points: Any, place: Rendering) -> Any:
    source = points.detach().cpu().numpy().astype(np.float64)
    moved = warp_points(source.reshape(-1, 2), place).reshape(source.shape)
    return tv_tensors.wrap(_like(moved, points), like=points, canvas_size=place.size[::-1])


def _like(values: Any, tensor: torch.Tensor) -> torch.Tensor:
    made = torch.from_numpy(np.ascontiguousarray(values))
    return (made if tensor.is_floating_point() else made.round()).to(device=tensor.device, dtype=tensor.dtype)
