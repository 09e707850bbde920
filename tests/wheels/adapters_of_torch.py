"""The adapters of torchvision and MONAI, and torch's tensors, in an environment that has them: `make test-torch`.

Torch takes gigabytes, hence never part of `make test`. Run as a script, so that the environment needs no test tools.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from monai.data import MetaTensor
from monai.transforms import Compose as MonaiCompose
from monai.transforms import RandFlipd
from torch.utils.data import DataLoader, Dataset
from torchvision import tv_tensors
from torchvision.transforms import v2

from transforms import Augment, Compose
from transforms.adapters.monai import Photographd
from transforms.adapters.torchvision import Photograph

SIZE = (96, 72)
GEOMETRIC = ("tilt", "rotation", "translation", "screen_photo", "film_photo", "tilt+screen_photo")


def blob() -> Any:
    """Return a black picture with a white rectangle, (72, 96)."""
    image = np.zeros(SIZE[::-1], np.uint8)
    image[20:50, 30:60] = 255
    return image


def check_place(image: Any, mask: Any, corners: Any, point: Any) -> None:
    """Compare picture, mask, box and point with one another."""
    seen = np.asarray(mask) > 0
    grey = np.asarray(image, float)
    assert seen.shape == grey.shape
    assert seen.any()
    assert np.median(grey[seen]) > np.median(grey[~seen]) + 40
    rows, columns = np.nonzero(seen)
    frame = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    tolerance = 1.5 + 0.02 * max(grey.shape)
    assert np.abs(np.asarray(corners, float) - frame).max() <= tolerance
    assert np.abs(np.asarray(point, float) - (columns.mean() + 0.5, rows.mean() + 0.5)).max() <= tolerance


def torchvision_moves_everything() -> None:
    """Run in torchvision's Compose with a picture, a mask, boxes of each format, and points."""
    for pipeline in GEOMETRIC:
        for form, box in (
            ("XYXY", [30, 20, 60, 50]),
            ("XYWH", [30, 20, 30, 30]),
            ("CXCYWH", [45, 35, 30, 30]),
        ):
            sample = {
                "image": tv_tensors.Image(torch.from_numpy(blob())[None].repeat(3, 1, 1)),
                "mask": tv_tensors.Mask(torch.from_numpy(blob())),
                "boxes": tv_tensors.BoundingBoxes(
                    [box], format=form, canvas_size=SIZE[::-1], dtype=torch.float32
                ),
                "points": tv_tensors.KeyPoints([[45.0, 35.0]], canvas_size=SIZE[::-1]),
                "label": torch.tensor(3),
            }
            steps = [
                Photograph(Augment(pipeline, levels=(2,), seed=3)),
                v2.SanitizeBoundingBoxes(labels_getter=None),
            ]
            made = v2.Compose(steps)(sample)
            height, width = made["image"].shape[-2:]
            assert isinstance(made["image"], tv_tensors.Image)
            assert made["boxes"].canvas_size == (height, width)
            corners = v2.ConvertBoundingBoxFormat("XYXY")(made["boxes"])[0]
            check_place(made["image"][1], made["mask"], corners, made["points"][0])
            assert made["label"] == 3


def tensors_come_back_as_they_were() -> None:
    """Give plain tensors of several types, PIL pictures, and batches."""
    for kind in (torch.uint8, torch.float32, torch.float64, torch.float16):
        source = torch.from_numpy(blob() // 2)[None].repeat(3, 1, 1)
        tensor = source if kind == torch.uint8 else (source / 255).to(kind)
        made = Augment("glare_matte+tilt", seed=1)(tensor, index=2)
        assert (made.shape, made.dtype) == (tensor.shape, tensor.dtype)
        assert not torch.equal(made, tensor)
    batch = torch.zeros(4, 1, 72, 96)
    assert Augment("glare_matte", seed=1)(batch, index=[1, 2, 3, 4]).shape == batch.shape
    masks = torch.from_numpy(np.stack([blob()] * 2))
    pictures = masks[:, None].clone()
    moved = Augment("tilt", levels=(3,), seed=1)(pictures, index=[1, 2], mask=tv_tensors.Mask(masks))
    assert isinstance(moved["mask"], tv_tensors.Mask)
    for picture, mask in zip(moved["image"], moved["mask"], strict=True):
        assert not torch.equal(mask, masks[0])
        assert float(((picture[0] > 127) != (mask > 127)).float().mean()) < 0.02
    video = tv_tensors.Video(torch.zeros(5, 3, 72, 96, dtype=torch.uint8))
    frames = Photograph(Augment("glare_glossy", seed=1))(video)
    assert isinstance(frames, tv_tensors.Video)
    assert all(torch.equal(frame, frames[0]) for frame in frames)


class Xrays(Dataset[Any]):
    """A data set of equal pictures, transformed with or without their index."""

    def __init__(self, augment: Any, with_index: bool) -> None:
        self.augment, self.with_index = augment, with_index

    def __len__(self) -> int:
        return 12

    def __getitem__(self, index: int) -> Any:
        image = torch.from_numpy(blob() // 2)[None].clone()
        image[0, 0, 0] = index
        return self.augment(image, index=index) if self.with_index else self.augment(image)


def epoch(augment: Any, workers: int, with_index: bool = True) -> list[bytes]:
    """Return what a loader gives in one epoch."""
    loader = DataLoader(Xrays(augment, with_index), batch_size=None, num_workers=workers)
    return [picture.numpy().tobytes() for picture in loader]


def draws_go_by_seed_epoch_and_index() -> None:
    """Compare loaders with several numbers of workers."""
    augment = Compose([Augment("tilt+glare_matte")], seed=5)
    assert epoch(augment, 0) == epoch(augment, 1) == epoch(augment, 3)
    first = epoch(augment, 2)
    augment.set_epoch(1)
    assert epoch(augment, 2) != first


def manual_seed_counts_where_no_seed_is_given() -> None:
    """Repeat epochs after `torch.manual_seed`; let ranks differ."""
    augment = Augment("tilt")
    runs = []
    for seed, rank in ((1, 0), (1, 0), (2, 0), (1, 1)):
        torch.manual_seed(seed)
        with_rank(rank)
        runs.append([epoch(augment, 2, with_index=False), epoch(augment, 2, with_index=False)])
    with_rank(0)
    assert runs[0] == runs[1]
    assert runs[0][0] != runs[0][1]
    assert len({str(run) for run in runs}) == 3
    assert len(set(runs[0][0])) == 12


def with_rank(rank: int) -> None:
    """Say which rank this process is, as torchrun does."""
    import os

    os.environ["RANK"] = str(rank)


def monai_moves_everything() -> None:
    """Run in MONAI's Compose, twice with the same random state."""
    results = []
    for pipeline in GEOMETRIC:
        for _ in range(2):
            steps = [
                Photographd(
                    "image", Augment(pipeline, levels=(2,), value_range=(0, 255)), "mask", "box", "point"
                ),
                RandFlipd(["image", "mask"], prob=0.0),
            ]
            together = MonaiCompose(steps)
            together.set_random_state(seed=8)
            sample = {
                "image": MetaTensor(
                    torch.from_numpy(blob()).float()[None].repeat(3, 1, 1), meta={"patient": 7}
                ),
                "mask": torch.from_numpy(blob())[None],
                "box": np.array([[30.0, 20, 60, 50]]),
                "point": np.array([[45.0, 35]]),
            }
            made = together(sample)
            assert made["image"].meta["patient"] == 7
            assert made["image"].dtype == torch.float32
            check_place(made["image"][1], made["mask"][0], made["box"][0], made["point"][0])
            results.append(made["image"].numpy().tobytes())
    assert results[::2] == results[1::2]


def main() -> None:
    """Run all of it."""
    for check in (
        tensors_come_back_as_they_were,
        torchvision_moves_everything,
        draws_go_by_seed_epoch_and_index,
        manual_seed_counts_where_no_seed_is_given,
        monai_moves_everything,
    ):
        check()
        print(f"{check.__name__}: passed", flush=True)


if __name__ == "__main__":
    main()
