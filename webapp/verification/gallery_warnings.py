"""Warnings about x-rays that content cannot tell apart, or that are featureless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from webapp.shapes.dataset import Notice
from webapp.verification.galleries import XrayGallery

LISTED = 12


def gallery_warnings(gallery: XrayGallery) -> list[Notice]:
    """Return the warnings about a whole data set, as the API gives them."""
    found = list(warnings(gallery.identical, gallery.twins, gallery.featureless))
    if gallery.unreadable:
        indices = _listed([index for index, _ in gallery.unreadable])
        message = f"These x-rays cannot be read, so no photo can be assigned to them: {indices}."
        found.append({"code": "unreadable_xrays", "message": message})
    return found


def warnings(
    identical: Sequence[Sequence[int]], alike: Sequence[Sequence[int]], featureless: Sequence[int]
) -> Iterator[Notice]:
    """Yield warnings about identical, near-duplicate and featureless x-rays."""
    known = {frozenset(group) for group in identical}
    other = [group for group in alike if frozenset(group) not in known]
    if identical:
        yield {
            "code": "identical_xrays",
            "message": f"These x-rays are the same file, byte for byte: {_grouped(identical)}. "
            "No photo can tell which of them it shows.",
        }
    if other:
        yield {
            "code": "alike_xrays",
            "message": f"These x-rays show the same picture: {_grouped(other)}. "
            "Their photos cannot be told apart by content.",
        }
    if featureless:
        yield {
            "code": "featureless_xrays",
            "message": f"These x-rays show too little to recognise their photos by: {_listed(featureless)}.",
        }


def _grouped(groups: Sequence[Iterable[int]]) -> str:
    said = [" = ".join(f"{index:,}" for index in group) for group in groups[:LISTED]]
    return "; ".join(said) + _more(len(groups))


def _listed(indices: Sequence[int]) -> str:
    return ", ".join(f"{index:,}" for index in indices[:LISTED]) + _more(len(indices))


def _more(count: int) -> str:
    return f" and {count - LISTED:,} more" if count > LISTED else ""
