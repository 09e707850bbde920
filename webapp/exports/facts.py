"""The manifest's facts about a photo, by column: conditions, device, camera settings, measures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from capture.by_person.poses import pose
from capture.plan import SessionPlan
from capture.storage import PhotoRow
from dataset.export import Fact, as_turn
from dataset.export.boxes import CORNERS
from dataset.export.turning import turned_points, upright_size

HOMOGRAPHY = "homography"
TURN = "turn"
_COLUMN = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_OWN_COLUMNS = frozenset(
    {"flag", "display", "match", HOMOGRAPHY, "corners", "quality", "warnings", "rejections", "sentence"}
)


def photo_facts(
    plan: SessionPlan, photo: PhotoRow, device: str, conditions: Mapping[str, str]
) -> dict[str, Fact]:
    """Return the facts of one photo: of the phone called ``device``, under the ``conditions`` of its own time."""
    return {
        **dict(conditions),
        **_by_person(plan, photo.index),
        "device": device,
        "taken_at": _time(photo.taken_at),
        "kept_at": _time(photo.kept_at),
        **({"note": photo.note} if photo.note else {}),
        **dict(_columns("camera", photo.camera)),
        **_measured(photo.measures),
    }


def _by_person(plan: SessionPlan, index: int) -> dict[str, Fact]:
    """Return the way of capture, unless phones took the photos by themselves, and where they were advised to stand."""
    if plan.capture != "by_hand":
        return {"capture": plan.capture} if plan.capture != "automatic" else {}
    angle, distance = pose(plan.session, plan.first, index)
    return {"capture": plan.capture, "advised_angle": angle, "advised_distance": distance}


def _measured(measures: Mapping[str, Any]) -> dict[str, Fact]:
    """Return the results of verification; the homography has columns of its own in every manifest."""
    found: dict[str, Fact] = {
        **({"flag": measures["flag"]} if "flag" in measures else {}),
        **dict(_columns("display", _mapping(measures.get("display")))),
        **dict(_columns("match", _mapping(measures.get("match")))),
        **_corners(measures),
        **dict(_columns("quality", _mapping(measures.get("quality")))),
    }
    for name in ("warnings", "rejections"):
        if name in measures:
            found[f"quality_{name}"] = _words(measures[name])
    if "sentence" in measures:
        found["quality_advice"] = measures["sentence"]
    others = {name: value for name, value in measures.items() if name not in _OWN_COLUMNS}
    return found | dict(_columns("measured", others))


def _corners(measures: Mapping[str, Any]) -> dict[str, Fact]:
    """Return the corners in the exported photo, which is upright however the phone was held."""
    corners, turn = measures.get("corners"), as_turn(measures.get(TURN))
    if corners and turn:
        size = measures["width"], measures["height"]
        if measures.get("orientation", 1) > 4:  # EXIF's orientations that swap columns and rows
            size = size[::-1]
        corners = turned_points(corners, turn, upright_size(size, turn))
    flat = [value for point in corners or () for value in point]
    return dict(zip(CORNERS, flat, strict=True)) if len(flat) == len(CORNERS) else {}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _columns(prefix: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Fact]]:
    """Yield one column per value: ``{"settings": {"iso": 50}}`` becomes ``camera_settings_iso``."""
    for name, value in values.items():
        if not _COLUMN.fullmatch(name):
            continue  # phones may send any
        column = f"{prefix}_{name}"
        if isinstance(value, Mapping):
            yield from _columns(column, value)
        elif isinstance(value, str | int | float | bool) or value is None:
            yield column, value
        else:
            yield column, _words(value)


def _words(value: Any) -> str:
    """Join a list of words; any other list stays JSON."""
    if isinstance(value, list | tuple) and all(isinstance(word, str) for word in value):
        return " ".join(value)
    return json.dumps(value)


def _time(at: float | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
