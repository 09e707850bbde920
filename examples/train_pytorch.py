"""A training loop in PyTorch over a release or over CheXpert: a pattern to copy.

Pictures are turned into photos as they are read, inside a pipeline of torchvision, albumentations or MONAI. Beyond
PyTorch, torchvision and the library of that pipeline it needs `chexphoto-transforms`, which is `transforms` here.

    python -m examples.train_pytorch CheXphoto-Ours-v1.0 --pipeline monai --out predictions.csv

The predictions are of `valid.csv`, for `chexphoto evaluate`. `make test-torch` runs all three over a small release.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from PIL import Image
from torch.nn.functional import binary_cross_entropy_with_logits
from torchvision.models import get_model

from transforms import Augment

OBSERVATIONS = ("Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Pleural Effusion")
SHARE = 0.5
"""Of the pictures that are photographed in each epoch."""
SEED = 7


class Pipeline(Protocol):
    """Steps from a picture (height, width, 3) of bytes to a tensor (3, side, side) from 0 to 1."""

    def __call__(self, picture: Any, epoch: int, index: int) -> Any:
        """Draw by seed, epoch and index alone, so that neither workers nor ranks change a picture."""


class WithTorchvision:
    """Steps of `torchvision.transforms.v2`."""

    def __init__(self, recipe: str, side: int, augmented: bool) -> None:
        from torchvision.transforms import v2

        from transforms.adapters.torchvision import Photograph

        photographed = Photograph(Augment(recipe, p=SHARE, seed=SEED, relative=True))
        random = [photographed, v2.RandomAffine(3)] if augmented else []
        # Photographs come first: they need all pixels, and values that nothing has normalised yet.
        steps = [v2.ToImage(), *random, v2.Resize((side, side)), v2.ToDtype(torch.float32, scale=True)]
        self._steps = v2.Compose(steps)

    def __call__(self, picture: Any, epoch: int, index: int) -> Any:
        """Return the tensor. Photograph goes by the index in the sample, the other steps by torch's generator."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed_of(epoch, index))
            return self._steps({"image": picture, "epoch": epoch, "index": index})["image"].as_subclass(
                torch.Tensor
            )


class WithAlbumentations:
    """Steps of albumentations."""

    def __init__(self, recipe: str, side: int, augmented: bool) -> None:
        import albumentations as A  # noqa: N812

        from transforms.adapters.albumentations import PhotographDual

        random = [PhotographDual(recipe, relative=True, p=SHARE), A.Affine(rotate=(-3, 3), p=1)]
        self._steps = A.Compose([*(random if augmented else []), A.Resize(side, side), A.ToFloat(255)])

    def __call__(self, picture: Any, epoch: int, index: int) -> Any:
        """Return the tensor."""
        self._steps.set_random_seed(seed_of(epoch, index))
        made = self._steps(image=picture)["image"]
        return torch.from_numpy(np.ascontiguousarray(made.transpose(2, 0, 1)))


class WithMonai:
    """Steps of MONAI on dictionaries."""

    def __init__(self, recipe: str, side: int, augmented: bool) -> None:
        from monai.transforms import (
            Compose,
            EnsureChannelFirstd,
            RandAffined,
            Resized,
            ScaleIntensityRanged,
            ToTensord,
        )

        from transforms.adapters.monai import Photographd

        photographed = Photographd("image", Augment(recipe, p=SHARE, relative=True))
        random = [photographed, RandAffined("image", prob=1, rotate_range=0.05, padding_mode="zeros")]
        steps = [
            EnsureChannelFirstd("image", channel_dim=-1),
            *(random if augmented else []),
            Resized("image", (side, side)),
            ScaleIntensityRanged("image", a_min=0, a_max=255, b_min=0, b_max=1, clip=True),
            ToTensord("image", dtype=torch.float32, track_meta=False),
        ]
        self._steps = Compose(steps)

    def __call__(self, picture: Any, epoch: int, index: int) -> Any:
        """Return the tensor."""
        self._steps.set_random_state(seed=seed_of(epoch, index))
        return self._steps({"image": picture})["image"]


PIPELINES: dict[str, Callable[[str, int, bool], Pipeline]] = {
    "torchvision": WithTorchvision,
    "albumentations": WithAlbumentations,
    "monai": WithMonai,
}


def seed_of(epoch: int, index: int) -> int:
    """Return a number of 32 bits for the generators of a pipeline, from seed, epoch and index."""
    return int(np.random.SeedSequence([SEED, epoch, index]).generate_state(1)[0])


class Pictures:
    """A map-style data set of one table of a data set root.

    Args:
        table: `train.csv` or `valid.csv`, whose paths begin with the root's name.
        pipeline: From picture to tensor.
    """

    def __init__(self, table: Path, pipeline: Pipeline) -> None:
        with table.open(newline="") as file:
            rows = list(csv.DictReader(file))
        self.paths = [row["Path"] for row in rows]
        self.labels = torch.tensor([[label(row[name]) for name in OBSERVATIONS] for row in rows])
        self.epoch = 0
        self._folder, self._pipeline = table.absolute().parent.parent, pipeline

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        # Grey x-rays too: a photo of a screen is in colour, and a batch is of one kind.
        with Image.open(self._folder / self.paths[index]) as file:
            picture = np.array(file.convert("RGB"))
        return self._pipeline(picture, self.epoch, index), self.labels[index]


def label(cell: str) -> float:
    """Return 1 or 0; of what is uncertain nan; what is not mentioned counts as absent."""
    value = float(cell or 0)
    return float("nan") if value < 0 else value


def train(pictures: Pictures, network: str, epochs: int, workers: int, device: str) -> Any:
    """Train a network of torchvision's; labels that are not known add nothing to the loss."""
    torch.manual_seed(SEED)
    model = get_model(network, num_classes=len(OBSERVATIONS)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    for epoch in range(epochs):
        pictures.epoch = epoch
        # Made anew for each epoch: workers that stay would keep the epoch that they started with.
        loader = torch.utils.data.DataLoader(pictures, batch_size=16, shuffle=True, num_workers=workers)
        losses = [step(model, optimizer, *(each.to(device) for each in batch)) for batch in loader]
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    return model


def step(model: Any, optimizer: Any, batch: Any, labels: Any) -> float:
    """Take one step of the optimizer and return the loss before it."""
    known = ~torch.isnan(labels)
    losses = binary_cross_entropy_with_logits(model(batch), labels.nan_to_num(), reduction="none")
    loss = losses[known].sum() / known.sum().clamp(min=1)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def predictions(model: Any, pictures: Pictures, device: str) -> Iterator[tuple[str, Any]]:
    """Yield the path and the probabilities of each picture."""
    model.eval()
    with torch.no_grad():
        for index, path in enumerate(pictures.paths):
            tensor, _ = pictures[index]
            yield path, torch.sigmoid(model(tensor[None].to(device)))[0].tolist()


def main() -> None:
    """Train on `train.csv` of a root, and predict `valid.csv`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("root", type=Path, help="a release, or CheXpert's folder")
    parser.add_argument("--pipeline", choices=PIPELINES, default="torchvision")
    parser.add_argument("--recipe", default="screen_photo", help="how pictures are photographed")
    parser.add_argument("--out", type=Path, required=True, help="CSV of predictions")
    parser.add_argument("--network", default="densenet121", help="a classifier's name in torchvision")
    parser.add_argument("--side", type=int, default=320, help="of the tensors, pixels")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    chosen = parser.parse_args()
    make = PIPELINES[chosen.pipeline]
    pictures = Pictures(chosen.root / "train.csv", make(chosen.recipe, chosen.side, True))
    model = train(pictures, chosen.network, chosen.epochs, chosen.workers, chosen.device)
    valid = Pictures(chosen.root / "valid.csv", make(chosen.recipe, chosen.side, False))
    with chosen.out.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["Path", *OBSERVATIONS])
        for path, row in predictions(model, valid, chosen.device):
            writer.writerow([path, *(f"{each:.6f}" for each in row)])


if __name__ == "__main__":
    main()
