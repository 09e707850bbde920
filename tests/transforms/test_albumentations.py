"""The adapter in albumentations' own `Compose`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.transforms.pictures import picture
from tests.transforms.test_training import GEOMETRIC, SIZE, blob
from transforms import ImageKind
from transforms.errors import ParameterError


@pytest.fixture(scope="module")
def library() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_ALBUMENTATIONS_UPDATE", "1")
        return pytest.importorskip("albumentations")


@pytest.fixture(scope="module")
def adapter(library: Any) -> Any:
    from transforms.adapters import albumentations

    return albumentations


@pytest.mark.parametrize("pipeline", GEOMETRIC)
def test_what_lies_on_the_picture_goes_along(library: Any, adapter: Any, pipeline: str) -> None:
    together = library.Compose(
        [adapter.PhotographDual(pipeline, levels=(2,), p=1)],
        bbox_params=library.BboxParams("coco", label_fields=["labels"]),
        keypoint_params=library.KeypointParams("xy", remove_invisible=False),
        seed=3,
    )
    made = together(
        image=np.dstack([blob()] * 3),
        mask=blob(),
        bboxes=[(30, 20, 30, 30)],
        labels=["a"],
        keypoints=[(45, 35)],
    )
    mask = made["mask"] > 0
    assert mask.shape == made["image"].shape[:2]
    grey = made["image"][..., 1]
    assert np.median(grey[mask]) > np.median(grey[~mask]) + 40
    rows, columns = np.nonzero(mask)
    tolerance = 1 + 0.02 * max(grey.shape)
    left, top, width, height = made["bboxes"][0]
    assert (left, top) == pytest.approx((columns.min(), rows.min()), abs=tolerance)
    assert (left + width, top + height) == pytest.approx((columns.max() + 1, rows.max() + 1), abs=tolerance)
    assert made["keypoints"][0] == pytest.approx((columns.mean() + 0.5, rows.mean() + 0.5), abs=tolerance)
    assert made["labels"] == ["a"]


@pytest.mark.parametrize("kind", ["uint8", "float32"])
def test_the_seed_of_compose_decides_and_kinds_are_kept(library: Any, adapter: Any, kind: str) -> None:
    image = picture(*SIZE, ImageKind.RGB8)
    source = image if kind == "uint8" else (image / 255).astype(np.float32)

    def series(seed: int) -> list[bytes]:
        together = library.Compose([adapter.PhotographDual("glare_matte+tilt", p=0.9)], seed=seed)
        return [together(image=source)["image"].tobytes() for _ in range(4)]

    assert series(1) == series(1) != series(2)
    made = library.Compose([adapter.PhotographImageOnly("moire+exposure", p=1)])(image=source)["image"]
    assert (made.shape, made.dtype) == (source.shape, source.dtype)


def test_what_moves_the_picture_is_no_transform_of_the_image_only(adapter: Any) -> None:
    with pytest.raises(ParameterError, match="tilt, motion may move"):
        adapter.PhotographImageOnly("moire+tilt+motion")
    adapter.PhotographImageOnly("moire+motion.centred+glare_glossy+blur")


def test_it_is_written_and_read_by_albumentations(library: Any, adapter: Any) -> None:
    together = library.Compose(
        [adapter.PhotographDual("blur+tilt", levels=(1,), ranges={"blur.radius": (1.0, 2.0)}, p=1)], seed=4
    )
    again = library.from_dict(library.to_dict(together))
    again.set_random_seed(4)
    image = picture(*SIZE)
    assert np.array_equal(together(image=image)["image"], again(image=image)["image"])
    replayed = library.ReplayCompose([adapter.PhotographDual("blur+tilt", p=1)])
    done = replayed(image=image)
    assert np.array_equal(library.ReplayCompose.replay(done["replay"], image=image)["image"], done["image"])
