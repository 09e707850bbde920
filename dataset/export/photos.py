"""The photos of an export, and their facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Fact = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ExportPhoto:
    """One accepted photo that may be exported.

    Attributes:
        set: The set it belongs to.
        index: The x-ray's index.
        attempt: The attempt.
        file: The archived photo.
        session: The session it was taken in; empty where that is not known.
        order: Of two photos of one set and x-ray the one with the larger order is exported: when its session
            began, then its attempt, as a rule.
        sha256: The digest it was archived under; None where none is known (it is then not compared).
        facts: What the manifest tells about it, by column: conditions, device, camera settings, quality measures.
        homography: From x-ray pixels to those of the archived photo, EXIF's orientation applied, row by row; None where
            none is known.
        turn: By how many degrees clockwise the x-ray is turned there (0, 90, 180, 270); the exported photo is not.
    """

    set: str
    index: int
    attempt: int
    file: Path
    session: str = ""
    order: tuple[float, int] = (0.0, 0)
    sha256: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    homography: tuple[float, ...] | None = None
    turn: int = 0


def newest(photos: Iterable[ExportPhoto]) -> list[ExportPhoto]:
    """Return the newest photo per set and x-ray, ordered by set and index."""
    chosen: dict[tuple[str, int], ExportPhoto] = {}
    for photo in photos:
        key = (photo.set, photo.index)
        if key not in chosen or photo.order > chosen[key].order:
            chosen[key] = photo
    return [chosen[key] for key in sorted(chosen)]
