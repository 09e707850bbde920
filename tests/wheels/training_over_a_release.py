"""Train with each pipeline of `examples/train_pytorch.py` over a small release: `make test-torch`.

    python -m tests.wheels.training_over_a_release PYTHON

``PYTHON`` is one with torch and the libraries of the pipelines. The release is made, and the predictions are scored,
by the program itself, which has none of them.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from dataset.scoring.predictions import COMPETITION
from examples import steps

TRAIN, VALID = 16, 8
"""Patients of each split."""
PIPELINES = ("torchvision", "albumentations", "monai")


def main() -> None:
    """Make a release, and train over it with each pipeline, twice with the same result."""
    with tempfile.TemporaryDirectory() as folder:
        root = released(Path(folder))
        for name in PIPELINES:
            first = trained(root, name, workers=2)
            assert trained(root, name, workers=1) == first, f"{name}: another count of workers, another model"
            print(f"training with {name} over a release: passed", flush=True)


def released(folder: Path) -> Path:
    """Return a data set root with synthetic photos of drawn x-rays in both splits."""
    sets = [
        steps.synthesize(xrays, folder, f"Synthetic-{split}-v1.0", ["photographic"], [1]).csv.parent
        for split, xrays in steps.draw(folder, TRAIN, VALID).items()
    ]
    root = folder / "CheXphoto-Small-v1.0"
    steps.command("release", root, *sets, "--licence", "CC0-1.0")
    return root


def trained(root: Path, pipeline: str, workers: int) -> str:
    """Return the predictions of a network that was trained for two epochs, after checking them."""
    out = root.parent / f"{pipeline}.csv"
    arguments = ["--pipeline", pipeline, "--out", str(out), "--workers", str(workers)]
    arguments += ["--network", "resnet18", "--side", "64", "--epochs", "2"]
    run = subprocess.run(
        [sys.argv[1], "-m", "examples.train_pytorch", str(root), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    losses = [float(each) for each in re.findall(r"loss ([0-9.]+)", run.stdout)]
    assert len(losses) == 2, run.stdout
    assert losses[1] < losses[0], f"{pipeline} learnt nothing: {run.stdout}"
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == VALID
    assert all(0 < float(row[name]) < 1 for row in rows for name in COMPETITION)
    scores = root.parent / f"{pipeline}-{workers}"
    steps.command("evaluate", out, "--data", root / "valid.csv", "--resamples", 10, "--out", scores)
    assert (scores / "evaluation.json").is_file()
    return out.read_text()


if __name__ == "__main__":
    main()
