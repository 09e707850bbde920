"""Samples of images for readers: of a data set that was synthesised or exported, not of a session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from capture.reviews.review import PhotoKey, Review, summary
from dataset.json_values import JsonObject
from dataset.statistics import Fitness
from dataset.statistics.image_sample import DrawnImage

SET = "sample"
"""Stands for the set in the key of a sample's image, since readers are not told which set it is of."""


@dataclass(frozen=True, slots=True)
class ReviewSample:
    """Images that were drawn once, and stay the same.

    Attributes:
        id: Its id, which stands for a session's in reviews.
        name: For people.
        folder: The data set's folder.
        dataset: The id of the data set that the images were made from.
        each: How many images of each set were wanted.
        seed: Of the draw.
        created_at: When it was drawn.
        images: In the order in which readers see them; an image's number is its place, from 1.
    """

    id: str
    name: str
    folder: str
    dataset: str
    each: int
    seed: int
    created_at: float
    images: tuple[DrawnImage, ...]

    def key(self, number: int) -> PhotoKey:
        """Return the key under which reviews know an image."""
        return PhotoKey(self.id, SET, number, 1)

    def image(self, number: int) -> DrawnImage | None:
        """Return an image by its number, None where there is none."""
        return self.images[number - 1] if 1 <= number <= len(self.images) else None

    def images_json(self) -> list[JsonObject]:
        """Return the images as JSON values."""
        return [asdict(image) for image in self.images]

    @classmethod
    def from_json(cls, images: Sequence[Mapping[str, Any]], **values: Any) -> Self:
        """Return a sample whose images are those of `images_json`."""
        return cls(**values, images=tuple(_image(image) for image in images))


def fitness_of(sample: ReviewSample, held: Mapping[str, Mapping[PhotoKey, Review]]) -> list[Fitness]:
    """Return the share of images that readers found fit, by set and so by transform and level.

    Args:
        sample: The images.
        held: The choices in force, by reader and image.
    """
    said: dict[str, list[str | None]] = {}
    for number, image in enumerate(sample.images, start=1):
        key = sample.key(number)
        choices = (choices[key].choice for choices in held.values() if key in choices)
        said.setdefault(image.set, []).append(summary(choices))
    recipes = {image.set: (image.pipeline, image.level) for image in sample.images}
    return [
        Fitness(name, *recipes[name], len(all_), len(all_) - all_.count(None), all_.count("usable"))
        for name, all_ in sorted(
            said.items(), key=lambda item: (recipes[item[0]][0], recipes[item[0]][1] or 0)
        )
    ]


def _image(values: Mapping[str, Any]) -> DrawnImage:
    homography = values["homography"]
    return DrawnImage(**{**values, "homography": None if homography is None else tuple(homography)})
