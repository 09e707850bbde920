"""The folder of a challenge in the data root, which only the server's user may enter."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dataset.submission.parts import PARTS, Part

if TYPE_CHECKING:  # pandas comes with it, for which a program need not wait
    from dataset.scoring.truth import Truth

CHALLENGES = "challenges"


@dataclass(frozen=True, slots=True)
class ChallengeFolder:
    """The places of one challenge."""

    path: Path

    @property
    def images(self) -> Path:
        """The pictures, under their paths."""
        return self.path / "images"

    @property
    def input(self) -> Path:
        """The table of all pictures, without labels: what a program is given."""
        return self.path / "input.csv"

    @property
    def truth(self) -> Path:
        """The labels."""
        return self.path / "truth.json"

    @property
    def work(self) -> Path:
        """Submissions under way."""
        return self.path / "work"

    def uploaded(self, submission: str) -> Path:
        """Return the file of a submission."""
        return self.path / "uploads" / submission

    def make(self) -> None:
        """Make the folders."""
        for folder in (self.path, self.path / "uploads", self.work):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def empty_work(self) -> None:
        """Remove what runs that were killed left behind."""
        shutil.rmtree(self.work, ignore_errors=True)

    def write_truth(self, truth: Mapping[Part, Truth]) -> None:
        """Write labels, and the table without them."""
        told = {
            part: {
                "paths": list(each.paths),
                "observations": list(each.observations),
                "labels": [[None if np.isnan(cell) else float(cell) for cell in row] for row in each.labels],
            }
            for part, each in truth.items()
        }
        paths = [path for each in truth.values() for path in each.paths]
        self.truth.write_text(json.dumps(told), encoding="utf-8")
        self.truth.chmod(0o600)
        self.input.write_text("\n".join(["Path", *map(_cell, paths), ""]), encoding="utf-8")
        self.input.chmod(0o444)

    def read_truth(self) -> dict[Part, Truth]:
        """Return the labels."""
        told = json.loads(self.truth.read_text(encoding="utf-8"))
        return {part: _truth(told[part]) for part in PARTS if part in told}


def _truth(told: Mapping[str, Sequence[object]]) -> Truth:
    from dataset.scoring.truth import Truth

    labels = np.array(told["labels"], dtype=np.float64)  # None becomes NaN
    return Truth(tuple(map(str, told["paths"])), tuple(map(str, told["observations"])), labels)


def _cell(path: str) -> str:
    return '"' + path.replace('"', '""') + '"' if set(path) & set(',"') else path
