"""Is every exported photo a photo of the x-ray whose name it bears?  Answered from the exported files alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from webapp.virtual.recognise import Recogniser
from webapp.virtual.screen import decode


@dataclass(frozen=True, slots=True)
class Verification:
    """What the pixels say.

    Attributes:
        photos: How many photos the data set holds.
        right: How many of them look more like their own x-ray than like any other.
        closest: The smallest lead of a photo's own x-ray over the runner-up, in correlation; below 0 is wrong.
        wrong: The paths of those that do not.
    """

    photos: int
    right: int
    closest: float
    wrong: tuple[str, ...]


def verify(source: Path, root: Path, exported: Path, set_name: str) -> Verification:
    """Compare each photo of an exported set with every x-ray of the source.

    Args:
        source: CSV of the x-rays.
        root: Folder that its paths begin in.
        exported: Folder of the exported data set, whose ``<split>.csv`` list the photos.
        set_name: Set whose photos are checked.
    """
    xrays = list(pd.read_csv(source)["Path"])
    recogniser = Recogniser([decode((root / path).read_bytes()) for path in xrays])
    tables = [file for file in sorted(exported.glob("*.csv")) if file.stem != "manifest"]
    photos = [path for table in tables for path in pd.read_csv(table)["Path"]]
    closest, wrong = 1.0, []
    for path in photos:
        likeness = recogniser.look((exported.parent / path).read_bytes())
        own = _xray_of(path, xrays, set_name)
        lead = likeness.correlation - likeness.runner_up
        if likeness.best != own:
            wrong.append(path)
        closest = min(closest, lead if likeness.best == own else -lead)
    return Verification(len(photos), len(photos) - len(wrong), closest, tuple(wrong))


def _xray_of(photo: str, xrays: list[str], set_name: str) -> int:
    """The x-ray a photo is filed under: the same patient, study and view."""
    name = photo.split(f"/natural/{set_name}/", 1)[-1].rpartition(".")[0]
    return next(i for i, xray in enumerate(xrays) if xray.rpartition(".")[0].endswith(name))
