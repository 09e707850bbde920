"""Other people's loaders read a release unmodified."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from dataset.release import Statement
from tests.dataset.release_sets import make_set, release

VALIDATE = """
import sys, json, mlcroissant
data = mlcroissant.Dataset(jsonld=sys.argv[1])
first = [{key: value and value.decode() for key, value in row.items()} for row in data.records("train")]
print(json.dumps([data.metadata.ctx.issues.report(), str(data.metadata.ctx.conforms_to.value), first]))
"""
IMAGES = """
import sys, json, datasets
data = datasets.load_dataset("imagefolder", data_dir=sys.argv[1], drop_labels=True)
print(json.dumps({split: [row["image"].size for row in rows] for split, rows in data.items()}))
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = make_set(tmp_path / "a" / "N", patients=(1, 2, 3))
    for split, patient in (("valid", 7), ("test", 9)):
        make_set(folder, f"{split}/natural/nokia", (patient,))
    synthetic = make_set(tmp_path / "b" / "S", "train/synthetic/photographic", (1, 4))
    root = tmp_path / "CheXphoto-v1.0"
    release(root, folder, synthetic, said=Statement(licence="CC-BY-NC-4.0", creators=("Our group",)))
    return root


def run(script: str, argument: Path, home: Path) -> object:
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(argument)],
        env={**os.environ, **offline},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_pandas_finds_every_picture_by_its_path(root: Path) -> None:
    """As CheXpert's users do: paths begin in the folder that contains the data set, labels are numbers or nothing."""
    read = 0
    for split, expected in (("train", 5), ("valid", 1), ("test", 1)):
        table = pd.read_csv(root / f"{split}.csv")
        assert len(table) == expected
        for path in table["Path"]:
            with Image.open(root.parent / path) as image:
                image.load()
            read += 1
        if split != "test":
            labels = table.iloc[:, 5:]
            assert labels.shape[1] == 14
            assert labels.stack().dropna().isin([1.0, 0.0, -1.0]).all()
    assert read == 7


@pytest.mark.processes
def test_croissant_metadata_are_valid_and_lead_to_the_rows(root: Path) -> None:
    issues, conforms_to, records = run(VALIDATE, root / "croissant.json", root.parent)  # type: ignore[misc]
    assert issues == ""
    assert conforms_to == "http://mlcommons.org/croissant/1.1"
    table = pd.read_csv(root / "train.csv")
    assert [record["train/Path"] for record in records] == table["Path"].tolist()
    assert [float(record["train/Edema"] or "nan") for record in records] == pytest.approx(
        table["Edema"].tolist(), nan_ok=True
    )


@pytest.mark.processes
def test_hugging_faces_image_folder_finds_every_split(root: Path) -> None:
    found = run(IMAGES, root, root.parent)
    assert found == {"train": [[64, 64]] * 5, "validation": [[64, 64]], "test": [[64, 64]]}
