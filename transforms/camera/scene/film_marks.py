"""Marks of handling and a label on a film: all as density, added before the light passes through.

Names and numbers are invented and drawn from a short list.
"""

from typing import Annotated, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...camera.optics.mosaic import Float32
from ...parameters import Fraction, parameters

_NAMES = ("SAMPLE, ALEX", "EXAMPLE, ROBIN", "PHANTOM, KIM", "TEST, JORDAN", "DEMO, SASHA")
_WARDS = ("PORTABLE AP", "PA ERECT", "AP SUPINE", "CHEST PA", "ICU AP")

Count = Annotated[int, Field(ge=0, le=500)]


@parameters
class FilmMarks:
    """Marks on a film.

    Attributes:
        scratches: How many; thin lines where the emulsion is off.
        dust: How many specks and hairs.
        fingerprints: How many.
        creases: How many kinks, dark where they catch the light.
        label: "none", "block" (exposed into a corner) or "sticker" (paper, hides what is beneath).
        marker: "none", "R" or "L": the side marker of lead, clear on the film.
        strength: How strongly scratches, fingerprints and creases show, 0..1.
        seed: Where they are and what the label says.
    """

    scratches: Count = 0
    dust: Count = 0
    fingerprints: Count = 0
    creases: Count = 0
    label: Literal["none", "block", "sticker"] = "none"
    marker: Literal["none", "R", "L"] = "none"
    strength: Fraction = 0.5
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


def marked(densities: Float32, marks: FilmMarks, d_min: float) -> Float32:
    """Draw all marks into densities (h, w), in place; sizes are shares of the film's, independent of resolution."""
    if marks.marker != "none":
        _marker(densities, marks.marker, d_min)
    if marks.label != "none":
        _label(densities, marks, d_min)
    rng = np.random.default_rng(marks.seed)
    for _ in range(marks.scratches):
        _scratch(densities, rng, marks.strength, d_min)
    for _ in range(marks.fingerprints):
        _fingerprint(densities, rng, marks.strength)
    for _ in range(marks.creases):
        _crease(densities, rng, marks.strength)
    _dust(densities, rng, marks.dust)
    return densities


def label_box(marks: FilmMarks) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the label as shares of the film's sides."""
    return (0.03, 0.025, 0.31, 0.095) if marks.seed % 2 else (0.68, 0.025, 0.97, 0.095)


def _marker(out: Float32, letter: str, d_min: float) -> None:
    """Draw the side marker; the patient's right is at the viewer's left."""
    height, width = out.shape
    x = 0.06 if letter == "R" else 0.9
    mask = np.zeros(out.shape, np.uint8)
    at = (round(width * x), round(height * 0.19))
    size = height / 480
    cv2.putText(mask, letter, at, cv2.FONT_HERSHEY_DUPLEX, size, 255, max(1, round(size * 2.2)), cv2.LINE_AA)
    _towards(out, mask, d_min + 0.05)


def _label(out: Float32, marks: FilmMarks, d_min: float) -> None:
    height, width = out.shape
    left, top, right, bottom = label_box(marks)
    x0, y0, x1, y1 = (round(v) for v in (left * width, top * height, right * width, bottom * height))
    sticker = marks.label == "sticker"
    # Paper lets little light through; an exposed block is nearly black.
    out[y0:y1, x0:x1] = 0.9 if sticker else out.max()
    rng = np.random.default_rng(marks.seed + 1)
    day, month, year = rng.integers(1, 28), rng.integers(1, 12), rng.integers(2010, 2025)
    number = f"{rng.integers(100000, 999999)}  {day:02d}-{month:02d}-{year}"
    lines = (_NAMES[int(rng.integers(len(_NAMES)))], number, _WARDS[int(rng.integers(len(_WARDS)))])
    size = (y1 - y0) / 110
    mask = np.zeros(out.shape, np.uint8)
    for i, line in enumerate(lines):
        at = (x0 + (x1 - x0) // 25, round(y0 + (y1 - y0) * (0.3 + 0.3 * i)))
        cv2.putText(
            mask, line, at, cv2.FONT_HERSHEY_SIMPLEX, size, 255, max(1, round(size * 1.6)), cv2.LINE_AA
        )
    _towards(out, mask, 2.2 if sticker else d_min + 0.1)


def _towards(out: Float32, mask: NDArray[np.uint8], target: float) -> None:
    """Move densities to a target as far as the mask says; elsewhere they are unchanged."""
    window, cover = _drawn(out, mask)
    window += cover * np.float32(1 / 255) * (np.float32(target) - window)


def _drawn(out: Float32, mask: NDArray[np.uint8]) -> tuple[Float32, Float32]:
    x, y, width, height = cv2.boundingRect(mask)
    area = np.s_[y : y + height, x : x + width]
    return out[area], mask[area].astype(np.float32)


def _about(out: Float32, points: NDArray[np.int32], margin: int) -> tuple[Float32, NDArray[np.int32]]:
    """Return the part of a film about a line, which may be empty, and the line's points in that part."""
    size = np.array(out.shape[::-1])
    left, top = np.clip(points.min(axis=0) // 16 - margin, 0, size)
    right, bottom = np.clip(points.max(axis=0) // 16 + margin + 1, 0, size)
    return out[top:bottom, left:right], (points - 16 * np.array([left, top])).astype(np.int32)


def _line(part: Float32, points: NDArray[np.int32], cover: int, thick: int) -> NDArray[np.uint8]:
    """Return how far a line covers a part of a film, 0 to 255."""
    mask = np.zeros(part.shape, np.uint8)
    if mask.size:  # OpenCV refuses a picture that has columns and no rows
        cv2.polylines(mask, [points], False, cover, thick, cv2.LINE_AA, 4)
    return mask


def _curve(rng: np.random.Generator, shape: tuple[int, ...], length: float, bend: float) -> NDArray[np.int32]:
    """Return a bent line as points (N, 2) in 1/16 px; length and bend are shares of the film's height."""
    height, width = shape
    x, y, angle = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0, 2 * np.pi)
    t = np.linspace(0, 1, 24)
    turned = angle + bend * rng.normal() * t
    steps = np.stack([np.cos(turned), np.sin(turned)], axis=1) * (length * height / len(t))
    return np.asarray(np.rint((np.array([x, y]) + np.cumsum(steps, axis=0)) * 16), np.int32)


def _scratch(out: Float32, rng: np.random.Generator, strength: float, d_min: float) -> None:
    points = _curve(rng, out.shape, rng.uniform(0.03, 0.5), 0.3)
    thick = max(1, round(out.shape[0] / 1400))
    window, points = _about(out, points, thick + 2)
    _towards(window, _line(window, points, int(255 * strength * rng.uniform(0.15, 0.8)), thick), d_min)


def _crease(out: Float32, rng: np.random.Generator, strength: float) -> None:
    points = _curve(rng, out.shape, rng.uniform(0.05, 0.2), 1.5)
    thick, sigma = max(1, round(out.shape[0] / 300)), max(out.shape[0] / 500, 0.5)
    part, points = _about(out, points, thick + 4 * round(sigma + 1))
    mask = _line(part, points, 255, thick)
    soft = np.asarray(cv2.GaussianBlur(mask, (0, 0), sigma), np.uint8) if mask.size else mask
    window, cover = _drawn(part, soft)
    window += cover * np.float32(0.5 * strength / 255)


def _fingerprint(out: Float32, rng: np.random.Generator, strength: float) -> None:
    """Return ridges: concentric rings, broken up by a slow warp, in an oval of about 17 by 23 mm."""
    height, width = out.shape
    half = max(6, round(height * 0.027))
    cx, cy = (
        int(rng.integers(half, max(half + 1, width - half))),
        int(rng.integers(half, max(half + 1, height - half))),
    )
    y, x = np.mgrid[-1 : 1 : complex(0, 2 * half), -1 : 1 : complex(0, 2 * half)]
    warp = 0.25 * np.sin(3 * x + rng.uniform(0, 6)) + 0.25 * np.sin(2.4 * y + rng.uniform(0, 6))
    ridges = 0.5 + 0.5 * np.sin(2 * np.pi * 11 * (np.hypot(x, 0.75 * y + 0.4) + 0.2 * warp))
    oval = np.clip(4 * (1 - (x / 0.75) ** 2 - y**2), 0, 1)
    window = out[cy - half : cy + half, cx - half : cx + half]
    print_ = (ridges * oval * 0.22 * strength).astype(np.float32)
    window += print_[: window.shape[0], : window.shape[1]]


def _dust(out: Float32, rng: np.random.Generator, count: int) -> None:
    mask = np.zeros(out.shape, np.uint8)
    height, width = out.shape
    for i in range(count):
        depth = int(rng.uniform(60, 230))
        if i % 4 == 0:
            hair = _curve(rng, out.shape, rng.uniform(0.004, 0.02), 2.5)
            cv2.polylines(mask, [hair], False, depth, 1, cv2.LINE_AA, 4)
        else:
            at = (int(rng.integers(width) * 16), int(rng.integers(height) * 16))
            cv2.circle(mask, at, int(16 * height / 2000 * rng.uniform(0.4, 1.8)), depth, -1, cv2.LINE_AA, 4)
    window, cover = _drawn(out, mask)
    window += cover * np.float32(1.2 / 255)
