"""The plan of a run, decided before the first file: x-rays, pipelines, levels and target paths.

The x-rays of a run are worked on one by one and decoded once for all pipelines.  An x-ray's randomness hangs on its
index in the whole CSV, so that a run over part of it makes the very same images.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import transforms
from dataset.batch.order import BatchOrder, XrayWork
from dataset.chexpert import XrayTable
from dataset.errors import BatchError, LayoutError
from dataset.folder import DataFolder
from dataset.images import READING
from dataset.images.encode import EXTENSIONS
from dataset.json_values import JsonObject
from dataset.layout import export_path, export_split, parse_xray_paths, synthetic_group
from dataset.names import checked_name


@dataclass(frozen=True, slots=True)
class Missing:
    """An x-ray whose file cannot be looked up, and the reason."""

    index: int
    path: str
    targets: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """A whole run.

    Attributes:
        table: The source CSV.
        out: Output folder; the run writes below ``out/name``.
        name: The data set's name and top folder.
        order: How images are made.
        xrays: What to work on, by index.
        missing: X-rays whose file cannot be looked up.
    """

    table: XrayTable
    out: Path
    name: str
    order: BatchOrder
    xrays: tuple[XrayWork, ...]
    missing: tuple[Missing, ...]

    @property
    def folder(self) -> Path:
        """The data set's top folder."""
        return self.out / self.name

    @property
    def images(self) -> int:
        """Number of images that the run makes when nothing fails."""
        return (len(self.xrays) + len(self.missing)) * len(self.order.variants)

    def description(self) -> JsonObject:
        """Return what has to be the same for a run to resume another."""
        order = asdict(self.order)
        order["variants"] = [list(variant) for variant in self.order.variants]
        made_by = {"version": transforms.version(), "reading": READING}
        return {"csv_sha256": self.table.sha256, **made_by, **order}


def plan_batch(
    table: XrayTable,
    folder: DataFolder,
    out: Path,
    order: BatchOrder,
    *,
    name: str = "CheXphoto-v1.0",
    split: str | None = None,
    first: int = 1,
    limit: int | None = None,
) -> BatchPlan:
    """Plan a run.

    Args:
        table: The x-rays.
        folder: Where their files lie.
        out: Folder that the data set's folder is made in; workers elsewhere see it under the same path.
        order: How images are made.
        name: The data set's name.
        split: Put everything into this split; None takes each path's own.
        first: Index to begin with.
        limit: Most x-rays to work on.

    Raises:
        TransformError: A pipeline or level is none.
        BatchError: There is nothing to make, or a pipeline is asked for twice.
        LayoutError: Names or paths do not fit CheXphoto's layout; ``problems`` lists every one.
    """
    checked_name(name, "data set name")
    _check_order(order)
    last = min(len(table), first + limit - 1) if limit is not None else len(table)
    indices = table.subset(first, last)
    paths = parse_xray_paths((index, table.layout_path(index)) for index in indices)
    splits = {index: export_split(path, split) for index, path in paths.items()}
    extension = EXTENSIONS[order.format].removeprefix(".")
    groups = [synthetic_group(*variant) for variant in order.variants]
    xrays, missing = [], []
    for index, path in paths.items():
        targets = tuple(export_path(name, splits[index], group, path, extension) for group in groups)
        try:
            xrays.append(XrayWork(index, table.path(index), folder.file(table.path(index)), targets))
        except ValueError as error:
            missing.append(Missing(index, table.path(index), targets, str(error)))
    _refuse_doubles(xrays)
    return BatchPlan(table, out.absolute(), name, order, tuple(xrays), tuple(missing))


def variants(pipelines: Sequence[str], levels: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """Return every pipeline at every level."""
    return tuple((pipeline, level) for pipeline in pipelines for level in levels)


def _check_order(order: BatchOrder) -> None:
    if not order.variants:
        raise BatchError("name at least one pipeline and level")
    doubles = {variant for variant in order.variants if order.variants.count(variant) > 1}
    if doubles:
        raise BatchError(
            "asked for twice: " + ", ".join(f"{name} at level {level}" for name, level in sorted(doubles))
        )
    for pipeline, level in order.variants:
        transforms.Pipeline.parse(pipeline, relative=order.relative).sample(
            level=level, size=(8, 8), seed=0, index=1
        )


def _refuse_doubles(xrays: Sequence[XrayWork]) -> None:
    seen: dict[str, int] = {}
    problems = []
    for xray, target in _targets(xrays):
        other = seen.setdefault(target.lower(), xray.index)
        if other != xray.index:
            problems.append(f"x-rays {other} and {xray.index} would both become {target}")
    if problems:
        raise LayoutError("some x-rays differ only in what the layout leaves out:", problems)


def _targets(xrays: Sequence[XrayWork]) -> Iterator[tuple[XrayWork, str]]:
    return ((xray, target) for xray in xrays for target in xray.targets)
