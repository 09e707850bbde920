"""A training loop in PyTorch that turns x-rays into photos as it goes: a pattern to copy.

It needs PyTorch and torchvision, which the project does not install.  The tests do not run it: only its types and its
style are checked.

    python -m examples.train_pytorch CheXpert-v1.0/train.csv --valid CheXpert-v1.0/valid.csv --data-dir . --out a.csv
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import click
import numpy as np

from dataset.chexpert import XrayTable, read_table
from dataset.images import read_image, window_to_8bit
from dataset.scoring.predictions import COMPETITION
from dataset.scoring.truth import LabelPolicy, truth_of
from transforms import Pipeline

SIDE = 320
SHARE = 0.5
"""Of the x-rays that become photos in each epoch."""


class Xrays:
    """A map-style data set of x-rays, each a synthetic photo in some epochs.

    Args:
        table: The x-rays.
        folder: That their paths begin in.
        recipe: Of synthetic photos; empty for none.
    """

    def __init__(self, table: XrayTable, folder: Path, recipe: str = "") -> None:
        truth = truth_of(table, LabelPolicy(uncertain="ignore"))
        columns = [truth.observations.index(name) for name in COMPETITION]
        self.labels = truth.labels[:, columns].astype(np.float32)
        self.epoch = 0
        self._table, self._folder = table, folder
        self._pipeline = Pipeline.parse(recipe, relative=True) if recipe else None

    def __len__(self) -> int:
        return len(self._table)

    def __getitem__(self, place: int) -> tuple[Any, Any]:
        import torch

        picture = window_to_8bit(read_image(self._folder / self._table.path(place + 1)))
        # The draw depends on epoch and index alone, so that it is the same with any number of loaders.
        random = np.random.default_rng([self.epoch, place])
        if self._pipeline is not None and random.random() < SHARE:
            size = (picture.shape[1], picture.shape[0])
            level = int(random.integers(1, 5))
            params = self._pipeline.sample(level, size, seed=self.epoch, index=place)
            picture = np.asarray(self._pipeline.apply(picture, params), np.uint8)
        return _tensor(picture), torch.from_numpy(self.labels[place])


def _tensor(picture: Any) -> Any:
    import cv2
    import torch

    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return torch.from_numpy(small).expand(3, SIDE, SIDE)


def train(xrays: Xrays, epochs: int, device: str) -> Any:
    """Train a DenseNet-121, CheXpert's own baseline; labels that do not count add nothing to the loss."""
    import torch
    import torchvision

    model = torchvision.models.densenet121(num_classes=len(COMPETITION)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    for epoch in range(epochs):
        xrays.epoch = epoch
        # Made anew for each epoch: workers that stay would keep the epoch that they started with.
        loader = torch.utils.data.DataLoader(xrays, batch_size=16, shuffle=True, num_workers=2)
        for pictures, labels in loader:
            known = ~torch.isnan(labels)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                model(pictures.to(device))[known], labels[known].to(device)
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        click.echo(f"epoch {epoch + 1}: loss {float(loss):.3f}")
    return model


def predict(model: Any, table: XrayTable, folder: Path, out: Path, device: str) -> None:
    """Write predictions that ``chexphoto evaluate`` reads."""
    import torch

    xrays = Xrays(table, folder)
    model.eval()
    with out.open("w", newline="") as file, torch.no_grad():
        writer = csv.writer(file)
        writer.writerow(["Path", *COMPETITION])
        for place, path in enumerate(table.paths):
            picture, _ = xrays[place]
            probabilities = torch.sigmoid(model(picture[None].to(device)))[0]
            writer.writerow([path, *(f"{float(each):.6f}" for each in probabilities)])


@click.command()
@click.argument("csv_file", type=click.Path(exists=True, path_type=Path))
@click.option("--data-dir", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--valid", type=click.Path(exists=True, path_type=Path), required=True, help="CSV to predict.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="CSV of predictions.")
@click.option("--recipe", default="screen_photo", show_default=True)
@click.option("--epochs", default=3, show_default=True)
@click.option("--device", default="cpu", show_default=True)
def main(
    csv_file: Path, data_dir: Path, valid: Path, out: Path, recipe: str, epochs: int, device: str
) -> None:
    """Train on CSV_FILE and predict the x-rays of --valid."""
    model = train(Xrays(read_table(csv_file), data_dir, recipe), epochs, device)
    predict(model, read_table(valid), data_dir, out, device)


if __name__ == "__main__":
    main()
