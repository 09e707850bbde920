"""A transform for `torchvision.transforms.v2` (0.21 and later): `pip install 'chexphoto-transforms[torch]'`.

Pictures may be PIL's, tensors or `tv_tensors`; masks, bounding boxes and keypoints that are `tv_tensors` go along.
Without a seed, torch's generator decides (see `transforms.training.seeds`).
"""

from typing import Any

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


class Photograph(v2.Transform):
    """A pipeline, or a tree of them, as a transform of torchvision.

    Boxes are cut to the picture and none is dropped: `v2.SanitizeBoundingBoxes` does that, with their labels.

    Args:
        node: `Augment`, `Compose`, `Sequential` or `OneOf`.
    """

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node

    def make_params(self, flat_inputs: list[Any]) -> Sample:
        """Draw for the picture of a sample."""
        images = [each for each in flat_inputs if _is_image(each)]
        if not images:
            raise AnnotationError("a sample needs a picture: what lies on it cannot be moved alone")
        return {"drawn": self.node.drawn_for(images[0])}

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
