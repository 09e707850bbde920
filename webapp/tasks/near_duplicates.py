"""Tasks that find near-duplicate x-rays, before their photos are taken or sorted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dataset.errors import ImageError
from matching.duplicates import alike_points, alike_prints, confirmed
from matching.evidence.groups import groups
from webapp.tasks.references import ReferencesByIndex
from webapp.tasks.xray_file import XrayFile
from webapp.workers.results import SimilarXrays

Parts = Sequence[Mapping[str, Any]]


def find_alike(described: Sequence[Path], indices: Collection[int] | None = None) -> SimilarXrays:
    """Return candidates of near-duplicates among described x-rays (`describe_xrays`), before any comparison.

    Args:
        described: The files written.
        indices: The x-rays meant; None means all.

    Returns:
        ``identical`` (groups of indices with the same bytes), ``candidates`` (pairs of which the pictures may be the
        same, the identical ones not among them), ``featureless`` (too little in them) and ``unreadable`` (index and
        reason).
    """
    parts = [dict(np.load(file)) for file in described]
    wanted = None if indices is None else set(indices)
    digests = {index: str(digest) for index, digest in by_index(parts, "digests", wanted).items()}
    same_bytes = list(_equal_pairs(digests))
    copies = {copy for _, copy in same_bytes}
    prints = {
        index: found for index, found in by_index(parts, "prints", wanted).items() if index not in copies
    }
    points = {index: found for index, found in points_of(parts, wanted).items() if index not in copies}
    textured = by_index(parts, "textured", wanted)
    return {
        "identical": groups(same_bytes),
        "candidates": list(dict.fromkeys([*alike_prints(prints), *alike_points(points)])),
        "featureless": [index for index, has_texture in textured.items() if not has_texture],
        "unreadable": [
            (int(index), str(reason))
            for part in parts
            for index, reason in zip(part["failed"], part["reasons"], strict=True)
            if wanted is None or int(index) in wanted
        ],
    }


def confirm_pairs(pairs: Sequence[tuple[int, int]], xrays: Sequence[XrayFile]) -> list[tuple[int, int]]:
    """Keep the pairs of x-rays that show the same picture; an unreadable one matches none."""
    references = ReferencesByIndex({xray.index: xray for xray in xrays})
    kept = []
    for pair in pairs:
        try:
            kept += confirmed([pair], references)
        except (ImageError, OSError):
            continue
    return kept


def points_of(parts: Parts, wanted: Collection[int] | None = None) -> dict[int, Any]:
    """Return the points of described x-rays, by index."""
    return {
        int(index): found
        for part in parts
        for index, found in zip(part["indices"], _split(part["points"], part["counts"]), strict=True)
        if wanted is None or int(index) in wanted
    }


def by_index(parts: Parts, name: str, wanted: Collection[int] | None = None) -> dict[int, Any]:
    """Return one value of each described x-ray, by index."""
    return {
        int(index): value
        for part in parts
        for index, value in zip(part["indices"], part[name], strict=True)
        if wanted is None or int(index) in wanted
    }


def _equal_pairs(digests: Mapping[int, str]) -> Iterable[tuple[int, int]]:
    first: dict[str, int] = {}
    for index, digest in sorted(digests.items()):
        earlier = first.setdefault(digest, index)
        if earlier != index:
            yield earlier, index


def _split(points: Any, counts: Any) -> list[Any]:
    return np.split(points, np.cumsum(counts)[:-1]) if len(counts) else []
