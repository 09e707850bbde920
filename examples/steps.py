"""The steps of a study on drawn x-rays, each of them a command of the project or a few lines around one."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dataset.chexpert import read_table
from dataset.files import write_atomically
from dataset.layout import Split
from dataset.phantoms.study import make_drawn_study
from dataset.scoring.evaluation import Evaluation, ScoreSettings
from dataset.scoring.predictions import COMPETITION
from examples.baseline import Baseline, Features, features_of, picture_of
from transforms import Pipeline
from webapp.cli.main import cli
from webapp.evaluations.files import EvaluationFiles, evaluate_files

LEVELS = (1, 2, 3, 4)
RECIPES = ("screen_photo", "photographic")
CLEAN = "x-rays only"
THREADS = 2


@dataclass(frozen=True, slots=True)
class Pictures:
    """A labelled set of pictures.

    Attributes:
        csv: Of labels.
        folder: That its paths begin in.
    """

    csv: Path
    folder: Path

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all pictures, in the order of the CSV."""
        return read_table(self.csv).paths

    def features(self) -> Features:
        """Return a row of features for each picture."""
        return features_of(picture_of(self.folder / path) for path in self.paths)

    def varied_features(self, recipe: str) -> Features:
        """Return features of one synthetic photo of each picture, its level by turns."""
        pipeline = Pipeline.parse(recipe, relative=True)

        def varied(place: int, path: str) -> NDArray[np.uint8]:
            picture = picture_of(self.folder / path)
            size = (picture.shape[1], picture.shape[0])
            level = LEVELS[place % len(LEVELS)]
            drawn = pipeline.sample(level, size, seed=1, index=place)
            return np.asarray(pipeline.apply(picture, drawn), np.uint8)

        with ThreadPoolExecutor(THREADS) as pool:
            return features_of(pool.map(varied, range(len(self.paths)), self.paths))

    def labels(self) -> NDArray[np.float64]:
        """Return the labels, one row for each picture."""
        frame = read_table(self.csv).frame
        return np.array(frame[list(COMPETITION)], dtype=np.float64)


def command(*arguments: object) -> str:
    """Run a command of the project in this process and return what it printed."""
    said = io.StringIO()
    with redirect_stdout(said):
        try:
            cli.main([str(each) for each in arguments], prog_name="chexphoto", standalone_mode=False)
        except SystemExit as end:
            if end.code:
                raise RuntimeError(f"chexphoto {arguments[0]} failed: {said.getvalue()}") from None
    return said.getvalue()


def draw(out: Path, train: int, valid: int) -> dict[Split, Pictures]:
    """Draw x-rays of so many patients for each split."""
    folder = out / "x-rays"
    counts: dict[Split, int] = {"train": train, "valid": valid}
    return {split: Pictures(csv, folder) for split, csv in make_drawn_study(folder, counts).items()}


def synthesize(
    xrays: Pictures, out: Path, name: str, recipes: Sequence[str], levels: Sequence[int] = LEVELS
) -> Pictures:
    """Make every recipe at every level of x-rays."""
    options = [option for recipe in recipes for option in ("--pipeline", recipe)]
    command(
        "synthesize", "--csv", xrays.csv, "--data-dir", xrays.folder, "--out", out, "--name", name, *options,
        "--levels", ",".join(map(str, levels)), "--relative",
    )  # fmt: skip
    return Pictures(out / name / f"{xrays.csv.stem}.csv", out)


def train(xrays: Pictures, recipe: str = "") -> Baseline:
    """Train the baseline on x-rays, with a recipe also on a synthetic photo of each."""
    features, labels = xrays.features(), xrays.labels()
    if not recipe:
        return Baseline().fit(features, labels)
    both = np.concatenate([features, xrays.varied_features(recipe)])
    return Baseline().fit(both, np.concatenate([labels, labels]))


def predict(models: dict[str, Baseline], sets: Sequence[Pictures], out: Path) -> dict[str, Path]:
    """Write each model's predictions for all pictures of some sets, and return the files."""
    features = np.concatenate([each.features() for each in sets])
    paths = [path for each in sets for path in each.paths]
    files = {}
    for name, model in models.items():
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["Path", *COMPETITION])
        writer.writerows(
            [path, *(f"{value:.6f}" for value in row)]
            for path, row in zip(paths, model.predict(features), strict=True)
        )
        files[name] = out / f"{name.replace(' ', '-')}.csv"
        write_atomically(files[name], text.getvalue())
    return files


def score(files: dict[str, Path], data: tuple[Path, ...], out: Path, resamples: int) -> dict[str, Evaluation]:
    """Score every model with the one trained on x-rays only as baseline; write the page of each."""
    found = {}
    for name, file in files.items():
        baseline = () if name == CLEAN else (files[CLEAN],)
        asked = EvaluationFiles(name, (file,), data, "valid", CLEAN, baseline)
        found[name], page = evaluate_files(asked, ScoreSettings(resamples=resamples))
        write_atomically(out / f"{file.stem}.html", page)
    return found
