"""Read a release with torchxrayvision, unmodified: ``python -m tests.loaders.with_torchxrayvision PYTHON``.

``PYTHON`` is one with torch, torchvision and torchxrayvision: 5.5 GB, so that `make test` does without.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from dataset.chexpert import OBSERVATIONS
from tests.dataset.release_sets import make_set, release, rows

READ = """
import json, sys
from torchxrayvision.datasets import CheX_Dataset
folder, table = sys.argv[1:]
data = CheX_Dataset(imgpath=folder, csvpath=table, views=["PA", "AP"], unique_patients=False)
read = [data[at] for at in range(len(data))]
labels = [[None if value != value else float(value) for value in one["lab"]] for one in read]
print(json.dumps([[str(name) for name in data.pathologies], labels, [one["img"].shape for one in read]]))
"""
NAMES = {"Effusion": "Pleural Effusion"}
"""What torchxrayvision calls otherwise."""


def main() -> None:
    """Compare every label that it reads with the table's; exit with 1 where one is not as expected."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "CheXphoto-v1.0"
        natural = make_set(Path(folder) / "a" / "N", patients=range(1, 9))
        make_set(natural, "valid/natural/nokia", range(10, 15))
        release(
            root, natural, make_set(Path(folder) / "b" / "S", "train/synthetic/photographic", range(1, 9))
        )
        checked = sum(_compare(sys.argv[1], root / f"{split}.csv") for split in ("train", "valid"))
    print(f"torchxrayvision reads the release: {checked} labels are as in the tables")


def _compare(python: str, table: Path) -> int:
    command = [python, "-c", READ, str(table.parent.parent), str(table)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    pathologies, labels, shapes = json.loads(done.stdout.splitlines()[-1])
    wanted = rows(table)
    checked = 0
    for row, found, shape in zip(wanted, labels, shapes, strict=True):
        assert shape == [1, 64, 64], shape
        for name, value in zip(pathologies, found, strict=True):
            assert value == _expected(row, NAMES.get(name, name)), (row["Path"], name, value)
            checked += 1
    assert checked == len(wanted) * (len(OBSERVATIONS) - 1)
    return checked


def _expected(row: dict[str, str], name: str) -> float | None:
    """Return a label as torchxrayvision has it: nothing for an uncertain one, 0 for all of a healthy patient's."""
    if row["No Finding"] == "1.0" and name != "Support Devices":
        return 0.0
    return None if row[name] in ("", "-1.0") else float(row[name])


if __name__ == "__main__":
    main()
