"""Measures of each photo, from the journal's JSON; a photo that was never compared has none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from capture.storage import PhotoRow
from matching.limits import LIMITS, Judgement, Limit
from matching.thresholds import THRESHOLDS

SCORE = Limit(
    "score",
    "ratio",
    "below",
    THRESHOLDS.score,
    THRESHOLDS.doubtful_score,
    "not_verified",
    "how well the photo agrees with its x-ray, block by block: 1 is the same picture",
    "the verification's own, see `matching.thresholds`",
)
EVERY_LIMIT: Mapping[str, Limit] = {SCORE.name: SCORE, **LIMITS}


@dataclass(frozen=True, slots=True)
class MeasuredPhoto:
    """A photo and its measures.

    Attributes:
        photo: The photo.
        flag: Why a person should look at it although it was accepted, a code; empty for no reason.
        verdict: ``verified``, ``doubtful``, ``wrong``; empty where it was not compared.
        values: Measures by name, finite numbers only.
        warnings: Codes of what could be better.
        rejections: Codes of what makes it unusable.
        corners: Where the x-ray lies in the upright photo, in pixels: four (x, y) from the top left clockwise; empty
            where unknown.
        size: (width, height) of the upright photo; None where unknown.
    """

    photo: PhotoRow
    flag: str
    verdict: str
    values: Mapping[str, float]
    warnings: tuple[str, ...]
    rejections: tuple[str, ...]
    corners: tuple[tuple[float, float], ...]
    size: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Point:
    """One measured value of one photo, judged by the limits."""

    photo: PhotoRow
    value: float
    judgement: Judgement


def measured(photo: PhotoRow) -> MeasuredPhoto:
    """Read the measures of one photo."""
    measures = photo.measures
    match = measures.get("match") or {}
    values = {"score": match.get("score"), **(measures.get("quality") or {})}
    return MeasuredPhoto(
        photo=photo,
        flag=str(measures.get("flag") or ""),
        verdict=str(match.get("verdict", "")),
        values={name: float(value) for name, value in values.items() if _is_number(value)},
        warnings=tuple(measures.get("warnings") or ()),
        rejections=tuple(measures.get("rejections") or ()),
        corners=tuple((float(x), float(y)) for x, y in measures.get("corners") or ()),
        size=_upright_size(measures),
    )


def points(photos: Iterable[MeasuredPhoto], limit: Limit) -> list[Point]:
    """Return the values of one measure, judged; photos without it are omitted."""
    return [
        Point(one.photo, value, limit.judge(value))
        for one in photos
        if (value := one.values.get(limit.name)) is not None
    ]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _upright_size(measures: Mapping[str, Any]) -> tuple[int, int] | None:
    width, height = measures.get("width"), measures.get("height")
    if not isinstance(width, int) or not isinstance(height, int):
        return None
    return (height, width) if measures.get("orientation", 1) in (5, 6, 7, 8) else (width, height)
