"""The manifest: facts that CheXphoto never published about its photos, one row per picture."""

import hashlib
from collections.abc import Mapping, Sequence

from dataset.export.additions_layout import SUFFIX, Added
from dataset.export.boxes import CORNERS
from dataset.export.frames import frame
from dataset.export.photo_file import ExportedPicture
from dataset.export.photos import Fact
from dataset.export.plan import ExportEntry, ExportPlan, table_text
from dataset.export.rectify import RectifiedPicture
from dataset.export.turning import turned_homography
from dataset.manifest import HOMOGRAPHY, PHOTO


class Manifest:
    """A table with a row for every exported picture, written last."""

    def __init__(self, plan: ExportPlan) -> None:
        self._plan = plan
        self._rows: list[dict[str, Fact]] = []

    @property
    def path(self) -> str:
        """Its path in the export."""
        return f"{self._plan.name}/manifest.csv"

    def add(self, entry: ExportEntry, picture: ExportedPicture) -> None:
        """Record an exported photo."""
        self._rows.append(_row(entry, picture))

    def add_rectified(self, entry: ExportEntry, added: Added, picture: RectifiedPicture) -> None:
        """Record an exported rectified picture; the facts of its photo are repeated in its row."""
        self._rows.append(_rectified_row(entry, added, picture))

    def text(self) -> str:
        """Return the table: the fixed columns, then every fact any photo has, then the homography."""
        facts = dict.fromkeys(key for row in self._rows for key in row)
        between = [key for key in facts if key not in PHOTO and key not in HOMOGRAPHY]
        columns = [*PHOTO, *between, *HOMOGRAPHY]
        return table_text(columns, ([row.get(column) for column in columns] for row in self._rows))


def _row(entry: ExportEntry, picture: ExportedPicture) -> dict[str, Fact]:
    photo = entry.photo
    fixed: Mapping[str, Fact] = {
        "Path": entry.path,
        "set": photo.set,
        "index": photo.index,
        "xray_path": entry.xray_path,
        "session": photo.session,
        "attempt": photo.attempt,
        "width": picture.width,
        "height": picture.height,
        "made": picture.made,
        "sha256": hashlib.sha256(picture.data).hexdigest(),
        "archived_sha256": picture.archived_sha256,
    }
    there = photo.homography and turned_homography(
        photo.homography, photo.turn, (picture.width, picture.height)
    )
    return {**photo.facts, **_homography(there), **fixed}


def _rectified_row(entry: ExportEntry, added: Added, picture: RectifiedPicture) -> dict[str, Fact]:
    photo, (width, height) = entry.photo, added.rectified_size
    scale = (width / added.xray_size[0], height / added.xray_size[1])
    own: Mapping[str, Fact] = {
        "Path": added.rectified,
        "set": f"{photo.set}{SUFFIX}",
        "index": photo.index,
        "xray_path": entry.xray_path,
        "session": photo.session,
        "attempt": photo.attempt,
        "width": width,
        "height": height,
        "made": "rectified",
        "sha256": hashlib.sha256(picture.data).hexdigest(),
        "archived_sha256": picture.archived_sha256,
        "rectified_from": entry.path,
        "rectified_covered": picture.covered,
    }
    corners = dict(zip(CORNERS, frame((width, height)).ravel().tolist(), strict=True))
    known = {column: corners.get(column, value) for column, value in photo.facts.items()}
    return {**known, **_homography((scale[0], 0, 0, 0, scale[1], 0, 0, 0, 1)), **own}


def _homography(values: Sequence[float] | None) -> dict[str, Fact]:
    return dict(zip(HOMOGRAPHY, values, strict=True)) if values is not None else {}
