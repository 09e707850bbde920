"""Tasks for loose photos: describing a data set's x-rays once, and identifying photos."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import matching
from capture.shapes import FoundXray
from dataset.errors import ImageError
from dataset.files import replacing, sha256_of_file
from dataset.images import read_whole_at_least
from dataset.origin import Origin, read_origin
from matching.duplicates import fingerprint
from matching.features.points import xray_points
from matching.features.reference import Reference
from matching.gallery import Gallery
from matching.identify import Compared, identify
from webapp.tasks.near_duplicates import points_of
from webapp.tasks.references import load_reference_uncached, photo_grey, reference_of
from webapp.tasks.verification import measured
from webapp.tasks.xray_file import XrayFile
from webapp.workers.results import IdentifiedPhoto, header_values

MOST_SIBLINGS = 24
ABOUT = "about.json"


def describe_xrays(xrays: Sequence[XrayFile], target: Path) -> None:
    """Compute descriptions of some x-rays: points, fingerprints and digests, and which are unreadable.

    Args:
        xrays: A few dozen of a data set's x-rays.
        target: The file to write (``.npz``); it appears there whole or not at all.
    """
    known: dict[int, Reference] = {}
    failures: dict[int, str] = {}
    digests = []
    for xray in xrays:
        try:
            reference, digest = load_reference_uncached(xray), sha256_of_file(xray.source)
        except (ImageError, OSError) as error:  # it may have gone since it was listed
            failures[xray.index] = str(error)
        else:
            known[xray.index] = reference
            digests.append(digest)
    points = [xray_points(reference) for reference in known.values()]
    arrays: dict[str, NDArray[Any]] = {
        "indices": np.array(list(known), np.int64),
        "counts": np.array([len(found) for found in points], np.int64),
        "points": np.concatenate([np.zeros((0, 128), np.uint8), *points]),
        "prints": np.array([fingerprint(reference) for reference in known.values()], np.uint8).reshape(
            -1, 32
        ),
        "textured": np.array([reference.has_texture for reference in known.values()], bool),
        "digests": np.array(digests, "U64"),
        "failed": np.array(list(failures), np.int64),
        "reasons": np.array(list(failures.values()), "U200"),
    }
    with replacing(target) as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # taken for its option


def join_gallery(described: Sequence[Path], folder: Path) -> None:
    """Build the gallery from the output of `describe_xrays`; the server completes it with ``about.json``."""
    Gallery.build(points_of([dict(np.load(file)) for file in described])).save(folder)


def identify_photo(photo: Path, gallery: Path, expected: Sequence[int] = ()) -> IdentifiedPhoto:
    """Identify the x-ray of a gallery that a photo shows.

    Args:
        photo: The photo's file, any format the project reads.
        gallery: Folder that `join_gallery` wrote.
        expected: The x-rays that come next where photos are in order.

    Returns:
        ``camera`` (its origin), ``outcome``, ``index``, ``reason``, ``candidates`` and ``measures`` (of the x-ray it
        is assigned to, as they are journalled), all JSON values.

    Raises:
        ImageError: It is no image, or damaged anywhere.
    """
    header, pixels = read_whole_at_least(photo, matching.LONG_SIDE)
    origin = read_origin(photo)
    grey = photo_grey(pixels)
    scale = header.upright_size[0] / grey.shape[1]
    opened = _opened(gallery, (gallery / ABOUT).stat().st_mtime_ns)
    known = [index for index in expected if opened.knows(index)]
    found = identify(
        grey,
        opened.gallery,
        opened.reference,
        expected=known,
        twins=opened.twins,
        siblings_of=opened.siblings_of,
        scale=scale,
    )
    measures = header_values(header)
    if found.index is not None:
        match = found.candidates[0].match
        reference = opened.reference(found.index)
        measures |= measured(grey, scale, origin.focal_35mm, reference, match, found.index)
    return {
        "outcome": found.outcome,
        "index": found.index,
        "reason": found.reason,
        "candidates": [_candidate(compared) for compared in found.candidates],
        "in_order": found.in_order,
        "camera": origin.to_json(),
        "measures": measures,
    }


def read_origins(photos: Sequence[Path]) -> list[Origin]:
    """Return how photos were taken, as `dataset.origin.read_origin` does; empty for a file that is no photo."""
    return [_origin(photo) for photo in photos]


def _origin(photo: Path) -> Origin:
    try:
        return read_origin(photo)
    except ImageError:
        return Origin()


class _Opened:
    """A gallery with its x-rays and their near-duplicates."""

    def __init__(self, folder: Path) -> None:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        self.gallery = Gallery.load(folder)
        self.xrays = {
            index: XrayFile(index, Path(source), Path(cache)) for index, source, cache in about["xrays"]
        }
        self._siblings = _siblings(self.xrays)
        self.twins: dict[int, list[int]] = {index: group for group in about["twins"] for index in group}

    def knows(self, index: int) -> bool:
        """Return whether photos can be compared with an x-ray, which does not depend on the photo."""
        try:
            return index in self.xrays and bool(self.reference(index))
        except ImageError:
            return False

    def reference(self, index: int) -> Reference:
        return reference_of(self.xrays[index])

    def siblings_of(self, index: int) -> list[int]:
        """Return the other x-rays of a patient that photos can be compared with."""
        return [other for other in self._siblings.get(index, ()) if self.knows(other)]


def _siblings(xrays: Mapping[int, XrayFile]) -> dict[int, list[int]]:
    """Return the x-rays of the same patient, by index: those two folders below the same one."""
    patients: dict[Path, list[int]] = {}
    for index, file in xrays.items():
        patients.setdefault(file.source.parent.parent, []).append(index)
    # A folder of very many is no patient's: these x-rays lie otherwise, and nothing is known of their patients.
    groups = (group for group in patients.values() if len(group) <= MOST_SIBLINGS)
    return {index: [other for other in group if other != index] for group in groups for index in group}


@lru_cache(maxsize=2)
def _opened(folder: Path, _stamp: int) -> _Opened:
    return _Opened(folder)


def _candidate(compared: Compared) -> FoundXray:
    match = compared.match
    return {
        "index": compared.index,
        "verdict": match.verdict,
        "code": match.code,
        "score": round(match.score, 3),
        "inliers": match.inliers,
    }
