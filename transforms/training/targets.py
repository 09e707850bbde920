"""Targets on a picture, moved along with it: masks, boxes in the usual formats, and keypoints.

Boxes and keypoints may have more columns than places, labels say, which stay with them.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..annotations import warp_boxes, warp_mask, warp_points
from ..errors import AnnotationError, nearest
from ..rendering import Floats, Rendering, Size

Name = str
Sample = dict[Name, Any]
"""A picture as `image`, and what lies on it under the names of the targets: what each is, its name says."""
BOX_FORMATS = ("pascal_voc", "coco", "yolo", "albumentations")
"""Left, top, right, bottom in pixels; left, top, width, height in pixels; centre, width, height as shares of the
picture; left, top, right, bottom as shares."""
SMALLEST_PX2 = 1e-6


def check_format(name: str) -> str:
    """Return a box format's name.

    Raises:
        AnnotationError: there is none of that name.
    """
    if name not in BOX_FORMATS:
        raise AnnotationError(f"unknown box format {name!r}{nearest(name, BOX_FORMATS)}")
    return name


def to_corners(boxes: Floats, box_format: str, size: Size) -> Floats:
    """Convert boxes (N, 4) of a format to left, top, right, bottom in pixels."""
    scale = np.array([*size, *size], np.float64)
    if box_format == "pascal_voc":
        return boxes
    if box_format == "albumentations":
        return boxes * scale
    places = boxes if box_format == "coco" else boxes * scale
    start = places[:, :2] - (places[:, 2:] / 2 if box_format == "yolo" else 0)
    return np.concatenate([start, start + places[:, 2:]], axis=1)


def from_corners(corners: Floats, box_format: str, size: Size) -> Floats:
    """Convert left, top, right, bottom in pixels (N, 4) to boxes of a format."""
    scale = np.array([*size, *size], np.float64)
    if box_format == "pascal_voc":
        return corners
    if box_format == "albumentations":
        return corners / scale
    sides = corners[:, 2:] - corners[:, :2]
    if box_format == "coco":
        return np.concatenate([corners[:, :2], sides], axis=1)
    return np.concatenate([corners[:, :2] + sides / 2, sides], axis=1) / scale


def moved_boxes(
    boxes: ArrayLike, rendering: Rendering, box_format: str, min_visibility: float = 0.0
) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Move boxes, clip them to the picture, and drop those of which too little is left in it.

    Args:
        boxes: (N, 4 or more) of the format; further columns stay.
        rendering: what happened to the picture.
        box_format: one of `BOX_FORMATS`.
        min_visibility: least share of the moved box that lies in the picture; what has no area is always dropped.

    Returns:
        (M, 4 or more) boxes, and the rows (M,) of those that are left.
    """
    table, places = _table(boxes, 4, "boxes")
    corners = to_corners(places, box_format, rendering.source_size)
    seen, whole = warp_boxes(corners, rendering), _whole_boxes(corners, rendering)
    left = np.flatnonzero(
        _areas(seen) > np.maximum(SMALLEST_PX2, min_visibility * _areas(whole) - SMALLEST_PX2)
    )
    result = table[left]
    if len(left):
        result[:, :4] = from_corners(seen[left], box_format, rendering.size)
    return result, left


def moved_keypoints(points: ArrayLike, rendering: Rendering) -> NDArray[Any]:
    """Move keypoints (N, 2 or more), x and y in pixels; those that leave the picture are kept."""
    table, places = _table(points, 2, "keypoints")
    if len(table):
        table[:, :2] = warp_points(places, rendering)
    return table


def moved_mask(mask: Any, rendering: Rendering, fill: float = 0) -> Any:
    """Move a mask by nearest neighbour: (H, W), (H, W, C), or a tensor (H, W) or (N, H, W)."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(mask, torch.Tensor):
        planes = mask.detach().cpu().numpy()
        stacked = planes if planes.ndim == 3 else planes[None]
        moved = [warp_mask(np.ascontiguousarray(plane), rendering, fill) for plane in stacked]
        made = torch.from_numpy(np.stack(moved) if planes.ndim == 3 else moved[0]).to(mask.device)
        vision = sys.modules.get("torchvision.tv_tensors")
        return vision.wrap(made, like=mask) if vision and isinstance(mask, vision.TVTensor) else made
    array = np.asarray(mask)
    if array.ndim != 3:
        return warp_mask(array, rendering, fill)
    return np.dstack([warp_mask(array[..., plane], rendering, fill) for plane in range(array.shape[2])])


def split_targets(targets: Mapping[str, Any], count: int) -> list[Sample]:
    """Return the targets of each picture of a batch.

    Raises:
        AnnotationError: there is not one for each picture.
    """
    for name, value in targets.items():
        if not hasattr(value, "__len__") or len(value) != count:
            given = len(value) if hasattr(value, "__len__") else "no sequence"
            raise AnnotationError(f"{name}: one for each of {count} pictures is needed, got {given}")
    return [{name: value[at] for name, value in targets.items()} for at in range(count)]


def gathered(moved: Sequence[Any], given: Any) -> Any:
    """Return the moved targets of a batch as one array or tensor, if they came so and have one shape; else a list."""
    whole = hasattr(given, "shape") and len({tuple(np.shape(one)) for one in moved}) == 1
    if not whole:
        return list(moved)
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(given, torch.Tensor):
        return np.stack(moved)
    stacked = torch.stack([torch.as_tensor(one) for one in moved])
    vision = sys.modules.get("torchvision.tv_tensors")
    return vision.wrap(stacked, like=given) if vision and isinstance(given, vision.TVTensor) else stacked


def rows_of(values: Any, rows: NDArray[np.intp]) -> Any:
    """Return some of the labels that go with boxes, as the kind of sequence that they came in."""
    if hasattr(values, "shape"):
        return values[rows]
    return type(values)(values[row] for row in rows)


def _table(values: ArrayLike, columns: int, what: str) -> tuple[NDArray[Any], Floats]:
    """Return a copy of a table with what its first columns hold as numbers."""
    given: Any = values
    rows: NDArray[Any] = (
        given if isinstance(given, np.ndarray) else np.array([list(row) for row in given], dtype=object)
    )
    if rows.size == 0:
        return np.empty((0, rows.shape[1] if rows.ndim == 2 else columns)), np.empty((0, columns))
    if rows.ndim != 2 or rows.shape[1] < columns:
        raise AnnotationError(f"{what} must be (N, {columns} or more), got shape {rows.shape}")
    try:
        places = rows[:, :columns].astype(np.float64)
    except (TypeError, ValueError):
        raise AnnotationError(f"{what}: the first {columns} columns must be numbers") from None
    plain = rows.astype(np.result_type(rows.dtype, np.float64)) if rows.dtype != object else rows.copy()
    try:
        return (plain.astype(np.float64) if plain.dtype == object else plain), places
    except (TypeError, ValueError):
        return plain, places


def _areas(corners: Floats) -> Floats:
    sides = np.maximum(corners[:, 2:] - corners[:, :2], 0)
    return np.asarray(sides[:, 0] * sides[:, 1], np.float64)


def _whole_boxes(corners: Floats, rendering: Rendering) -> Floats:
    """Return the bounding boxes of moved corners, beyond the picture too."""
    if not len(corners):
        return corners
    outline = corners[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 2)
    moved = warp_points(outline, rendering).reshape(len(corners), 4, 2)
    return np.concatenate([moved.min(axis=1), moved.max(axis=1)], axis=1)
