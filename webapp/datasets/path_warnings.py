"""Warnings about paths of x-rays that are not of CheXpert's form."""

from __future__ import annotations

from collections.abc import Iterator

from dataset.chexpert import XrayTable
from dataset.layout import WAY_OUT
from dataset.numbering import unfit_paths
from webapp.shapes.dataset import Notice


def path_warnings(table: XrayTable, indices: range) -> Iterator[Notice]:
    """Yield warnings about x-rays that no export can take, so that their photos would be useless."""
    unfit = unfit_paths(table, indices)
    if unfit:
        count = "The path of 1 x-ray is" if len(unfit) == 1 else f"The paths of {len(unfit):,} x-rays are"
        first = table.path(unfit[0])
        message = f"{count} not of CheXpert's form, so no export can take their photos: {first}. {WAY_OUT}"
        yield {"code": "paths_unfit", "message": message}
