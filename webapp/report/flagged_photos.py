"""The photos that need a look, most urgent first."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from capture.reasons import number
from webapp.report.measurements import EVERY_LIMIT, MeasuredPhoto
from webapp.report.svg import drawing, tag
from webapp.report.words import fault, reason, title, value_text, verdict

MOST = 12
TOLD = ("score", "tilt", "sharpness", "glare")
_DOUBT = {"wrong": 2, "doubtful": 1}


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """Small JPEGs of a photo and of its x-ray; None where there is none."""

    photo: bytes | None = None
    xray: bytes | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """One photo on the contact sheet.

    Attributes:
        index: Its x-ray, as people read it.
        set: Its set.
        attempt: Its attempt.
        fate: What became of it: ``accepted``, ``rejected``, ``pending``, ``lost``.
        judged: What is wrong with it, or what comparing it gave.
        numbers: A few measures: (name, value, good / warn / reject).
        photo: The photo with the x-ray's outline, or None.
        xray: The x-ray as a data URI, or None.
    """

    index: str
    set: str
    attempt: int
    fate: str
    judged: str
    numbers: tuple[tuple[str, str, str], ...]
    photo: Markup | None
    xray: str | None


def photos_to_look_at(photos: Iterable[MeasuredPhoto], most: int = MOST) -> list[MeasuredPhoto]:
    """Choose photos to look at: rejected, then flagged, then doubtful, then by faults, then by agreement.

    Of photos that nothing is known of, some from the first to the last.
    """
    kept = [one for one in photos if one.photo.kept_at is not None]
    if is_judged(kept):
        return sorted(kept, key=_rank)[:most]
    return [kept[place * len(kept) // min(most, len(kept))] for place in range(min(most, len(kept)))]


def is_judged(photos: Iterable[MeasuredPhoto]) -> bool:
    """Return whether any photo was compared or rejected, so that they can be ranked."""
    return any(one.verdict or one.photo.state == "rejected" for one in photos)


def tiles(photos: Sequence[MeasuredPhoto], thumbnails: Mapping[int, Thumbnails]) -> list[Tile]:
    """Make the contact sheet; ``thumbnails`` are by the photo's ``id``."""
    return [_tile(one, thumbnails.get(one.photo.id, Thumbnails())) for one in photos]


def _rank(one: MeasuredPhoto) -> tuple[float, ...]:
    photo = one.photo
    return (
        -(photo.state == "rejected"),
        -bool(one.flag),
        -_DOUBT.get(one.verdict, 0),
        -len(one.rejections),
        -len(one.warnings),
        one.values.get("score", 1.0),
        photo.index,
    )


def _tile(one: MeasuredPhoto, small: Thumbnails) -> Tile:
    photo = one.photo
    told = [
        (
            title(name),
            value_text(one.values[name], EVERY_LIMIT[name]),
            EVERY_LIMIT[name].judge(one.values[name]),
        )
        for name in TOLD
        if name in one.values
    ]
    return Tile(
        index=number(photo.index),
        set=photo.set,
        attempt=photo.attempt,
        fate=photo.state,
        judged=_judged(one),
        numbers=tuple(told),
        photo=None if small.photo is None else _outlined(one, small.photo),
        xray=None if small.xray is None else data_uri(small.xray),
    )


def _judged(one: MeasuredPhoto) -> str:
    if one.photo.state == "rejected":
        words = one.photo.detail or reason(one.photo.code)
    elif one.flag:
        words = f"flagged: {reason(one.flag)}"
    else:
        faults = dict.fromkeys(fault(code) for code in (*one.rejections, *one.warnings))
        words = ", ".join(faults) or verdict(one.verdict)
    return f"{words[:1].upper()}{words[1:]}".rstrip(".")


def _outlined(one: MeasuredPhoto, jpeg: bytes) -> Markup:
    """Return the photo, with a line around the x-ray where it was found."""
    width, height = one.size or (4, 3)
    outline = Markup("")
    if one.size is not None and len(one.corners) == 4:
        corners = " ".join(f"{x:.0f},{y:.0f}" for x, y in one.corners)
        outline = tag("polygon", points=corners, class_="outline", vector_effect="non-scaling-stroke")
    label = f"Photo of x-ray {number(one.photo.index)}"
    picture = tag("image", href=data_uri(jpeg), width=width, height=height, preserveAspectRatio="none")
    return drawing(width, height, label, picture, outline)


def data_uri(jpeg: bytes) -> str:
    """Return a JPEG as a data URI."""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
