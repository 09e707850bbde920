"""The manifest: what CheXphoto never told about its photos, one row a photo."""

import hashlib
from collections.abc import Mapping, Sequence

from dataset.export.photos import Fact
from dataset.export.picture import ExportedPicture
from dataset.export.plan import ExportEntry, ExportPlan, table_text

HOMOGRAPHY = tuple(f"h{row}{column}" for row in (1, 2, 3) for column in (1, 2, 3))
FIXED = (
    "Path",
    "set",
    "index",
    "xray_path",
    "session",
    "attempt",
    "width",
    "height",
    "made",
    "sha256",
    "archived_sha256",
)


class Manifest:
    """Collects a row for every photo written, for the table that is written last."""

    def __init__(self, plan: ExportPlan) -> None:
        self._plan = plan
        self._rows: list[dict[str, Fact]] = []

    @property
    def path(self) -> str:
        """Where it goes in the export."""
        return f"{self._plan.name}/manifest.csv"

    def add(self, entry: ExportEntry, picture: ExportedPicture) -> None:
        """Note one photo as it was written."""
        self._rows.append(_row(entry, picture))

    def text(self) -> str:
        """The table: what is always there, then every fact any photo has, then the homography."""
        facts = dict.fromkeys(key for row in self._rows for key in row)
        between = [key for key in facts if key not in FIXED and key not in HOMOGRAPHY]
        columns = [*FIXED, *between, *HOMOGRAPHY]
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
    return {**photo.facts, **_homography(photo.homography), **fixed}


def _homography(values: Sequence[float] | None) -> dict[str, Fact]:
    return dict(zip(HOMOGRAPHY, values, strict=True)) if values is not None else {}
