"""The base of everything that is called with a picture in a training loop."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from ..base import size_of
from ..errors import AnnotationError, ParameterError, nearest
from ..parameters import JsonValues
from ..rendering import Rendering, Size
from . import seeds
from .drawn import Draw, Part
from .pictures import Opened, opened
from .targets import (
    Sample,
    check_format,
    gathered,
    moved_boxes,
    moved_keypoints,
    moved_mask,
    rows_of,
    split_targets,
)

TARGETS = ("mask", "masks", "bboxes", "labels", "keypoints")
LIES_ON_IT = (
    *("mask", "box", "point", "label", "target", "segm", "annot", "polygon", "contour"),
    *("landmark", "heatmap", "region", "lesion"),
)
"""Parts of names of what belongs to places in a picture."""
OPTIONS = ("p", "seed", "value_range", "layout", "bbox_format", "min_visibility", "mask_fill")


class Node(ABC):
    """Something that draws transforms for a picture and applies them, also to what lies on it.

    Args:
        p: share of pictures that are changed at all.
        seed: makes draws repeatable, see `transforms.training.seeds`.
        value_range: black and white of pictures of floats.
        layout: of arrays and tensors, one of "HW", "HWC", "CHW", "NHW", "NHWC", "NCHW"; by their shape if left out.
        bbox_format: "pascal_voc", "coco", "yolo" or "albumentations".
        min_visibility: boxes of which a smaller share is left in the picture are dropped.
        mask_fill: value of masks where the picture shows nothing of the source.
    """

    kinds: ClassVar[dict[str, type["Node"]]] = {}
    """The classes that `from_dict` knows."""

    def __init__(
        self,
        *,
        p: float = 1.0,
        seed: int | None = None,
        value_range: tuple[float, float] = (0.0, 1.0),
        layout: str | None = None,
        bbox_format: str = "pascal_voc",
        min_visibility: float = 0.0,
        mask_fill: float = 0,
    ) -> None:
        if not 0 <= p <= 1:
            raise ParameterError(f"p must be 0 to 1, got {p!r}")
        if len(value_range) != 2 or not value_range[0] < value_range[1]:
            raise ParameterError(
                f"value_range must be black and white, the smaller first, got {value_range!r}"
            )
        self.p, self.seed, self.layout = p, seeds.whole("seed", seed), layout
        self.value_range = (float(value_range[0]), float(value_range[1]))
        self.bbox_format, self.min_visibility = check_format(bbox_format), min_visibility
        self.mask_fill, self.epoch = mask_fill, 0
        self._met: Counter[int] = Counter()
        self._rank: int | None = None

    def __getstate__(self) -> object:
        # A loader's worker that is spawned, not forked, knows nothing of its rank's process group.
        rank = seeds.rank_of_process()
        return self.__dict__ | {"_rank": self._rank if rank is None else rank}

    def __init_subclass__(cls) -> None:
        Node.kinds[cls.__name__] = cls

    # ---- what a class fills in

    @abstractmethod
    def parts(self, size: Size, rng: np.random.Generator) -> list[Part]:
        """Draw what is done to a picture of that (width, height), whatever `p`."""

    @property
    @abstractmethod
    def colour(self) -> bool:
        """Whether a result may be in colour where the picture was grey; then every result is."""

    @abstractmethod
    def _own_dict(self) -> JsonValues:
        """Return the arguments of its own as plain values."""

    # ---- what everybody calls

    def draw(self, size: Size, rng: np.random.Generator) -> Draw:
        """Draw for a picture of that (width, height)."""
        return Draw(size, tuple(self.parts_or_none(size, rng)), self.colour)

    def parts_or_none(self, size: Size, rng: np.random.Generator) -> list[Part]:
        """Draw what is done to a picture, which with probability 1 - `p` is nothing."""
        return self.parts(size, rng) if rng.random() < self.p else []

    def set_epoch(self, epoch: int) -> None:
        """State the epoch that draws are for, before a loader's workers start on it."""
        self.epoch = seeds.whole("epoch", epoch) or 0
        self._met.clear()

    def __call__(
        self,
        image: Any,
        *others: Any,
        index: int | Sequence[int] | None = None,
        epoch: int | None = None,
        **given: Any,
    ) -> Any:
        """Transform a picture, or a picture and what lies on it.

        Args:
            image: see `transforms.training.pictures`; a batch has a draw for each picture.
            others: none.
            index: of the picture in its data set; of a batch one each, or one for all.
            epoch: instead of that of `set_epoch`.
            given: `mask`, `masks`, `bboxes` with `labels`, `keypoints`; with a batch, one of each for every picture.
                Other names are passed by libraries; what seems to lie on the picture is refused.

        Returns:
            The picture, as it came; with targets, a dictionary of the picture and the targets.

        Raises:
            TransformError: the picture or a target is of a kind that is not taken.
        """
        targets = _targets(others, given)
        made = self.recorded(image, index=index, epoch=epoch, **targets)
        return {name: made[name] for name in ("image", *targets)} if targets else made["image"]

    def recorded(
        self,
        image: Any,
        *,
        index: int | Sequence[int] | None = None,
        epoch: int | None = None,
        **targets: Any,
    ) -> Sample:
        """Transform likewise, and return a dictionary with `replay` too: of a batch, a list."""
        source = opened(image, self.value_range, self.layout)
        draws = self._draws(source, index, self.epoch if epoch is None else epoch)
        result = {
            "image": source.close(
                [drawn.image(one) for drawn, one in zip(draws, source.pictures, strict=True)]
            )
        }
        replays = [drawn.replay() for drawn in draws]
        result["replay"] = replays if source.batch else replays[0]
        return result | self._moved(source, draws, targets)

    def replayed(self, image: Any, replay: Mapping[str, Any], **targets: Any) -> Any:
        """Do to a picture, and to targets, what `recorded` did to another of that size."""
        source = opened(image, self.value_range, self.layout)
        if source.batch:
            raise ParameterError("a replay is of one picture, not of a batch")
        drawn = Draw.of_replay(replay, size_of(source.pictures[0]))
        made = source.close([drawn.image(source.pictures[0])])
        return {"image": made} | self._moved(source, [drawn], targets) if targets else made

    def drawn_for(
        self,
        image: Any,
        *,
        index: int | None = None,
        epoch: int | None = None,
        rng: np.random.Generator | None = None,
    ) -> Draw:
        """Draw for a picture, or one draw for a batch of one size; `rng` replaces the rule of seeds."""
        source = opened(image, self.value_range, self.layout)
        if rng is not None:
            return self.draw(size_of(source.pictures[0]), rng)
        first = replace(source, pictures=source.pictures[:1], batch=False)
        return self._draws(first, index, self.epoch if epoch is None else epoch)[0]

    def apply(self, image: Any, drawn: Draw) -> Any:
        """Do to a picture, or to each of a batch, what was drawn."""
        source = opened(image, self.value_range, self.layout)
        return source.close([drawn.image(picture) for picture in source.pictures])

    def render(self, image: Any, *, index: int | None = None) -> Rendering:
        """Transform one picture, or not, and return the mapping for `warp_mask`, `warp_boxes` and `warp_points`."""
        source = opened(image, self.value_range, self.layout)
        return self._draws(source, index, self.epoch)[0].render(source.pictures[0])

    def to_dict(self) -> JsonValues:
        """Return its class and arguments as plain values for JSON."""
        shared = {name: getattr(self, name) for name in OPTIONS} | {"value_range": list(self.value_range)}
        return {"class": type(self).__name__} | self._own_dict() | shared

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Node":
        """Make what `to_dict` described.

        Raises:
            ParameterError: an unknown class or argument.
        """
        given = {key: value for key, value in values.items() if key != "class"}
        name = str(values.get("class"))
        if name not in Node.kinds:
            raise ParameterError(f"unknown class {name!r}{nearest(name, Node.kinds)}")
        if "transforms" in given:
            given["transforms"] = [Node.from_dict(child) for child in given["transforms"]]
        try:
            return Node.kinds[name](**given)
        except TypeError as error:
            raise ParameterError(f"{name}: {error}") from None

    def _draws(self, source: Opened, index: int | Sequence[int] | None, epoch: int) -> list[Draw]:
        count = len(source.pictures)
        if not isinstance(index, int | np.integer | None) and len(index) != count:
            raise ParameterError(f"index: {len(index)} numbers for {count} pictures")
        return [
            self.draw(size_of(picture), self._generator(source, position, index, epoch))
            for position, picture in enumerate(source.pictures)
        ]

    def _generator(
        self, source: Opened, position: int, index: int | Sequence[int] | None, epoch: int
    ) -> np.random.Generator:
        if index is None or self.seed is None:
            return seeds.by_picture(self.seed, epoch, source.pictures[position], self._met, self._rank)
        if not isinstance(index, int | np.integer):
            return seeds.by_index(self.seed, epoch, seeds.whole("index", index[position]) or 0)
        part = position if source.batch else None
        return seeds.by_index(self.seed, epoch, seeds.whole("index", int(index)) or 0, part)

    def _moved(self, source: Opened, draws: list[Draw], targets: Mapping[str, Any]) -> Sample:
        """Return the targets, moved: of one picture, or of each of a batch."""
        if unknown := set(targets) - set(TARGETS):
            raise AnnotationError(f"unknown target {min(unknown)!r}{nearest(min(unknown), TARGETS)}")
        if not targets:
            return {}
        if not source.batch:
            return self._moved_of_one(draws[0].place, targets)
        each = [
            self._moved_of_one(drawn.place, one)
            for drawn, one in zip(draws, split_targets(targets, len(draws)), strict=True)
        ]
        return {name: gathered([one[name] for one in each], targets[name]) for name in each[0]}

    def _moved_of_one(self, place: Rendering, targets: Mapping[str, Any]) -> Sample:
        moved: Sample = {}
        for name, value in targets.items():
            if name == "mask":
                moved[name] = moved_mask(value, place, self.mask_fill)
            elif name == "masks":
                moved[name] = [moved_mask(mask, place, self.mask_fill) for mask in value]
            elif name == "keypoints":
                moved[name] = moved_keypoints(value, place)
            elif name == "bboxes":
                moved |= self._moved_boxes(value, targets.get("labels"), place)
        return moved

    def _moved_boxes(self, boxes: Any, labels: Any, place: Rendering) -> Sample:
        made, left = moved_boxes(boxes, place, self.bbox_format, self.min_visibility)
        if labels is None:
            return {"bboxes": made}
        if len(labels) != len(boxes):
            raise AnnotationError(f"labels: {len(labels)} for {len(boxes)} boxes")
        return {"bboxes": made, "labels": rows_of(labels, left)}


def _targets(others: tuple[Any, ...], given: Mapping[str, Any]) -> Sample:
    """Return the targets among what was given with a picture."""
    targets = {name: given[name] for name in TARGETS if given.get(name) is not None}
    named = sorted(
        name
        for name, value in given.items()
        # albumentations passes settings of such names, `fill_mask`, as numbers.
        if name not in TARGETS
        and not isinstance(value, int | float | str | None)
        and any(part in name.lower() for part in LIES_ON_IT)
    )
    if others or named or ("labels" in targets and "bboxes" not in targets):
        what = ", ".join(named) or "what was given beside the picture"
        raise ParameterError(
            f"{what} would stay while the picture moves: give it as one of {', '.join(TARGETS)} (labels go with "
            "bboxes), or call render(image), and warp_mask, warp_boxes or warp_points with what it gives"
        )
    return targets
