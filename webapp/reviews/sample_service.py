"""Samples of images for readers: drawn from a data set in a folder, and what was found of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from capture.errors import CaptureError
from capture.reviews import in_force
from capture.reviews.samples import ReviewSample, fitness_of
from capture.storage import Storage
from dataset.errors import FolderError
from dataset.files import sha256_of_file
from dataset.folder import DataFolder
from dataset.statistics import Fitness, fitness_json
from dataset.statistics.image_sample import DrawnImage, draw_images
from webapp.auth.tokens import new_id
from webapp.datasets.dataset_registry import Datasets
from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.runtime.clock import Clock
from webapp.shapes.review import SampleLine, SampleOfImages
from webapp.storage.session_store import SessionStore

OWN_FOLDERS = ("exports",)
"""Folders of the data root in which data sets are made."""


class ReviewSamples:
    """The service for samples."""

    def __init__(
        self, store: SessionStore, datasets: Datasets, offload: Offload, clock: Clock, data_root: Path
    ) -> None:
        self._store = store
        self._datasets = datasets
        self._offload = offload
        self._clock = clock
        self._data_root = data_root

    def all(self) -> list[SampleLine]:
        """Return every sample, newest first."""
        return [sample_line(sample) for sample in self._store(lambda storage: storage.review_samples.all())]

    def get(self, sample: str) -> ReviewSample:
        """Return one sample.

        Raises:
            CaptureError: ``sample_unknown``.
        """
        return self._store(lambda storage: storage.review_samples.get(sample))

    def draw(
        self, name: str, folder: str, dataset: str, each: int, seed: int, sets: Sequence[str]
    ) -> ReviewSample:
        """Draw a sample of a data set in a folder, and store it.

        Args:
            name: What people call it.
            folder: The folder with the data set's CSVs.
            dataset: The id of the data set that the images were made from.
            each: How many images of each set.
            seed: The same seed draws the same images.
            sets: The sets to draw from; none stands for all.

        Raises:
            ApiError: ``dataset_unknown``.
            DatasetError: The folder cannot be used, images are missing, or they show other x-rays.
        """
        table = self._datasets.check_unchanged(dataset).table
        root = self._offload(_checked, folder, self._data_root)
        images = self._offload(draw_images, root, table, each, seed=seed, sets=sets)
        sample = ReviewSample(
            new_id(), name.strip(), str(root), dataset, each, seed, self._clock.now(), images
        )
        self._store(lambda storage: storage.review_samples.add(sample))
        return sample

    def view(self, sample: str) -> SampleOfImages:
        """Return a sample as the API gives it, with the share that readers found fit.

        Raises:
            CaptureError: ``sample_unknown``.
        """
        found = self.get(sample)
        return {
            **sample_line(found),
            "fitness": [fitness_json(of) for of in self._store(read_fitness, found)],
        }

    def fitness(self, sample: str) -> list[Fitness]:
        """Return the share of images that readers found fit, by set; raises as `view`."""
        return self._store(read_fitness, self.get(sample))

    def picture(self, sample: str, number: int) -> tuple[Path, str]:
        """Return the file of an image, and the digest of its bytes.

        Raises:
            CaptureError: ``sample_unknown`` or ``photo_unknown``.
            ApiError: ``image_changed``: the file is not the one that was drawn.
        """
        found = self.get(sample)
        image = _image(found, number)
        file = DataFolder(Path(found.folder), inside=True).file(image.path)
        if self._offload(_digest, file) != image.sha256:
            raise ApiError(
                "image_changed",
                f"The file of image {number} has changed or is gone since the sample was drawn. Put it back, or draw "
                "another sample.",
            )
        return file, image.sha256

    def xray(self, sample: str, number: int) -> Path:
        """Return the file of the x-ray that an image was made from; raises as `picture`, and `DatasetError`."""
        found = self.get(sample)
        return self._datasets.get(found.dataset).file(_image(found, number).xray)


def read_fitness(storage: Storage, sample: ReviewSample) -> list[Fitness]:
    """Return what readers found of a sample; blocks."""
    return fitness_of(sample, in_force(storage.reviews.of_sessions([sample.id])))


def sample_line(sample: ReviewSample) -> SampleLine:
    """Return a sample as a list gives it."""
    return {
        "id": sample.id,
        "name": sample.name,
        "folder": sample.folder,
        "dataset": sample.dataset,
        "each": sample.each,
        "seed": sample.seed,
        "created_at": sample.created_at,
        "images": len(sample.images),
        "sets": sorted({image.set for image in sample.images}),
    }


def _image(sample: ReviewSample, number: int) -> DrawnImage:
    image = sample.image(number)
    if image is None:
        raise CaptureError("photo_unknown", f"The sample has {len(sample.images)} images, and none {number}.")
    return image


def _checked(text: str, data_root: Path) -> Path:
    """Return a folder that somebody named, if it may be a data set's; blocks."""
    try:
        folder = Path(text).expanduser().resolve()
        known = folder.is_dir()
    except (OSError, RuntimeError, ValueError):  # no such user, a loop of links, a zero byte
        known = False
    if not known:
        raise FolderError(f"there is no folder {text!r} on the server")
    root = data_root.resolve()
    if folder.is_relative_to(root) and not any(folder.is_relative_to(root / own) for own in OWN_FOLDERS):
        raise FolderError(f"{folder} is in the server's own folder; name the folder of a data set")
    return folder


def _digest(file: Path) -> str:
    try:
        return sha256_of_file(file)
    except OSError:
        return ""
