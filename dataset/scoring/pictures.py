"""The pictures that are scored: x-rays, photos and synthetic images, with what is known of each.

What a picture shows is read from its path in CheXphoto's layout; a manifest beside the labels adds the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from dataset.chexpert import XrayTable, read_table
from dataset.files import sha256_of_file
from dataset.layout import BARE_AT_LEVEL_1, SPLITS
from dataset.manifest import read_rows
from dataset.scoring.truth import LabelPolicy, Truth, TruthError, truth_of

MANIFEST = "manifest.csv"
XRAYS = "x-rays"
"""Name of the set of all pictures that are neither photos nor synthetic."""
_IN_LAYOUT = re.compile(
    r"[^/]+/[^/]+/(?:(?P<set>(?:natural|synthetic)/[^/]+)/)?(?P<xray>patient\d+/study\d+/view\d+_(?:frontal|lateral))\.\w+",
    re.ASCII,
)
Kind = Literal["xray", "natural", "synthetic"]


@dataclass(frozen=True, slots=True)
class PictureOrigin:
    """Origin of a picture.

    Attributes:
        kind: The x-ray itself, a photo of it, or a synthetic photo.
        set: ``x-rays``, or the folder of its set: ``natural/nokia10k``, ``synthetic/photographic-2``.
        xray: Names the x-ray that it shows; the same in every set.
        pipeline: Of a synthetic image, else empty.
        level: Of a synthetic image, else 0.
    """

    kind: Kind
    set: str
    xray: str
    pipeline: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that a score rests on.

    Attributes:
        name: Its name, without its folder.
        sha256: Of its bytes.
    """

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ScoredPictures:
    """All pictures of one or several data sets.

    Attributes:
        truth: Their labels.
        origins: Where each comes from.
        facts: What the manifest says of each, by column; empty without a manifest.
        sources: The files that were read.
    """

    truth: Truth
    origins: tuple[PictureOrigin, ...]
    facts: tuple[Mapping[str, str], ...]
    sources: tuple[SourceFile, ...]

    @property
    def sets(self) -> list[str]:
        """The sets, the x-rays first."""
        return sorted({origin.set for origin in self.origins}, key=lambda name: (name != XRAYS, name))


def read_pictures(places: Sequence[Path], policy: LabelPolicy, split: str | None = None) -> ScoredPictures:
    """Read data sets.

    Args:
        places: Each a CSV of labels, or the folder of a data set in CheXphoto's layout.
        policy: What becomes of labels that are neither positive nor negative.
        split: Which of a folder's CSVs; needed where it has several.

    Raises:
        CsvError: A CSV cannot be used.
        TruthError: Labels cannot be scored against, or a picture is in two of the CSVs.
    """
    csvs = [_csv(place, split) for place in places]
    tables = [read_table(csv) for csv in csvs]
    truths = [truth_of(table, policy) for table in tables]
    _check_together(tables, truths)
    manifests = list(dict.fromkeys(found for csv in csvs if (found := _manifest(csv))))
    known = {row["Path"]: row for manifest in manifests for row in read_rows(manifest)}
    paths = tuple(path for truth in truths for path in truth.paths)
    facts = tuple(known.get(path, {}) for path in paths)
    sources = [SourceFile(table.csv.name, table.sha256) for table in tables]
    sources += [SourceFile(manifest.name, sha256_of_file(manifest)) for manifest in manifests]
    return ScoredPictures(
        Truth(paths, truths[0].observations, np.concatenate([truth.labels for truth in truths])),
        tuple(origin_of(path, fact) for path, fact in zip(paths, facts, strict=True)),
        facts,
        tuple(sources),
    )


def origin_of(path: str, facts: Mapping[str, str] | None = None) -> PictureOrigin:
    """Return where a picture comes from, by its path and its row of the manifest."""
    facts = facts or {}
    match = _IN_LAYOUT.fullmatch(path)
    group = match["set"] if match and match["set"] else ""
    xray = _xray_name(facts.get("xray_path") or path)
    if not group:
        return PictureOrigin("xray", XRAYS, xray)
    kind, _, name = group.partition("/")
    if kind == "natural":
        return PictureOrigin("natural", group, xray)
    pipeline, level = _pipeline(name)
    return PictureOrigin("synthetic", group, xray, pipeline, level)


def _xray_name(path: str) -> str:
    match = _IN_LAYOUT.fullmatch(path)
    return match["xray"] if match else path


def _pipeline(folder: str) -> tuple[str, int]:
    pipeline, dash, level = folder.rpartition("-")
    if dash and level.isdecimal():
        return pipeline, int(level)
    # CheXphoto's own two recipes have no level in their names; neither has a folder that somebody else made.
    return folder, 1 if folder in BARE_AT_LEVEL_1 else 0


def _csv(place: Path, split: str | None) -> Path:
    if not place.is_dir():
        return place
    there = [name for name in SPLITS if (place / f"{name}.csv").is_file()]
    if split is not None:
        return place / f"{split}.csv"
    if len(there) == 1:
        return place / f"{there[0]}.csv"
    found = (
        f"it has {', '.join(f'{name}.csv' for name in there)}; say which split" if there else "it has none"
    )
    raise TruthError(f"{place} must hold the CSV of one split; {found}")


def _manifest(csv: Path) -> Path | None:
    # A set's own CSV lies at <data set>/<split>/<kind>/<set>.csv, that of a split at <data set>/<split>.csv.
    folders = (csv.parent, *csv.resolve().parents[1:3])
    return next((folder / MANIFEST for folder in folders if (folder / MANIFEST).is_file()), None)


def _check_together(tables: Sequence[XrayTable], truths: Sequence[Truth]) -> None:
    if len({truth.observations for truth in truths}) > 1:
        raise TruthError("the data sets have labels for different observations; score them one by one")
    seen: dict[str, str] = {}
    problems = []
    for table in tables:
        for path in table.paths:
            if path in seen:
                problems.append(f"{path} is in {seen[path]} and in {table.csv.name}")
            seen[path] = table.csv.name
    if problems:
        raise TruthError(f"{len(problems)} pictures are in two of the data sets:", problems)
