"""Transforms for `albumentations.Compose` (2.0.8 and later): `pip install 'chexphoto-transforms[albumentations]'`.

Random numbers are albumentations' own, so that the seed of a `Compose` and its workers' streams decide.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from albumentations import DualTransform, ImageOnlyTransform
from albumentations.core.transforms_interface import BasicTransform
from numpy.typing import NDArray

from ..annotations import warp_boxes
from ..errors import ParameterError
from ..training.augment import Augment
from ..training.drawn import Draw
from ..training.targets import Sample, from_corners, moved_keypoints, moved_mask, to_corners

Array = NDArray[Any]


class _Photographing(BasicTransform):
    """Shared part of both kinds: the pipeline, the draw, and the picture."""

    class InitSchema(BasicTransform.InitSchema):
        """The arguments, as albumentations checks them."""

        pipeline: str
        levels: tuple[int, ...]
        ranges: dict[str, tuple[float, float]] | None
        relative: bool

    may_move = True

    def __init__(
        self,
        pipeline: str,
        levels: Sequence[int] = (1, 2, 3, 4),
        ranges: Mapping[str, tuple[float, float]] | None = None,
        relative: bool = False,
        p: float = 0.5,
    ) -> None:
        """Prepare a pipeline.

        Args:
            pipeline: As `transforms.Augment` takes it.
            levels: One of them is drawn each time.
            ranges: As `transforms.Augment` takes them.
            relative: Scale sizes given in pixels with the picture.
            p: Share of pictures that are changed.

        Raises:
            TransformError: Of the pipeline, a level or a range; or it moves the picture, which not all classes do.
        """
        super().__init__(p=p)
        self.pipeline, self.levels, self.ranges, self.relative = pipeline, tuple(levels), ranges, relative
        self._augment = Augment(pipeline, self.levels, ranges=ranges, relative=relative)
        moving = [str(each) for each in self._augment.pipeline.transforms if each.moves]
        if moving and not self.may_move:
            raise ParameterError(
                f"{', '.join(moving)} may move the picture: use PhotographDual, which moves targets too"
            )

    def get_params_dependent_on_data(self, params: Sample, data: Sample) -> Sample:  # noqa: ARG002
        """Draw for the size of the picture."""
        height, width = params["shape"][:2]
        return {"drawn": self._augment.draw((width, height), self.random_generator)}

    def apply(self, img: Array, drawn: Draw, **params: Any) -> Array:  # noqa: ARG002
        """Return the picture, transformed."""
        made: Array = self._augment.apply(img, drawn)
        return made


class PhotographImageOnly(_Photographing, ImageOnlyTransform):
    """A pipeline that moves nothing: glare, moiré, blur and tone. Masks, boxes and keypoints stay where they are."""

    may_move = False


class PhotographDual(_Photographing, DualTransform):
    """Any pipeline; masks, boxes and keypoints go along, through the camera models' lenses too."""

    def apply_to_mask(self, mask: Array, drawn: Draw, **params: Any) -> Array:  # noqa: ARG002
        """Return a mask, moved."""
        moved: Array = moved_mask(mask, drawn.place)
        return moved

    def apply_to_bboxes(self, bboxes: Array, drawn: Draw, **params: Any) -> Array:  # noqa: ARG002
        """Return boxes (left, top, right, bottom as shares), moved and cut to the picture."""
        made = np.array(bboxes, copy=True)
        corners = to_corners(np.asarray(bboxes[:, :4], np.float64), "albumentations", drawn.size)
        made[:, :4] = from_corners(warp_boxes(corners, drawn.place), "albumentations", drawn.place.size)
        return made

    def apply_to_keypoints(self, keypoints: Array, drawn: Draw, **params: Any) -> Array:  # noqa: ARG002
        """Return keypoints, moved; their angles and scales stay."""
        return moved_keypoints(np.array(keypoints, copy=True), drawn.place)
