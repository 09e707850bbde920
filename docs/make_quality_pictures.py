"""Draw the pictures of `docs/quality.md`: ``python docs/make_quality_pictures.py``.

Drawn x-rays before the software camera, one fault a strip, weak to strong; under each photo what is measured and
said of it. The found outline is green where all is well, yellow with a warning, red where the photo would be refused.
"""

import dataclasses
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

import matching
from capture.framing import framing_sentence
from dataset.phantoms import draw_patient, draw_xray
from transforms import get
from transforms.effects.screen_photo import ScreenPhotoParams

OUT = Path(__file__).parent / "images" / "quality"
TILE, CAPTION = (400, 300), 52
PAPER, INK, FAINT = "#12161b", "#e6e9ed", "#9aa4af"
COLOURS = {"good": "#6fbf73", "warn": "#e0b04c", "reject": "#e36b5f"}
PHONE = {"iphone8": True, "monitor_1080p_24in": True}
LAMP = {"mirrored": 0.04, "roughness_deg": 1.5, "lamp_z_mm": 600.0, "lamp_x_mm": 150.0, "lamp_y_mm": -120.0}
BACK = {"distance_mm": 480.0}
"""Farther away, so that a turned x-ray is still inside."""

Parts = dict[str, dict[str, Any]]
STRIPS: dict[str, tuple[str, list[Parts]]] = {
    "sharpness": ("sharpness", [{"lens": {"defocus_um": d}} for d in (0.5, 24.0, 56.0, 110.0)]),
    "glare": (
        "glare",
        [
            {"reflection": LAMP | {"lamp_cd_m2": cd, "lamp_radius_mm": mm}}
            for cd, mm in ((0.0, 100.0), (900.0, 90.0), (1800.0, 160.0), (2500.0, 330.0))
        ],
    ),
    "tilt": (
        "tilt",
        [{"pose": {"yaw_deg": y, "pitch_deg": p} | BACK} for y, p in ((1, 1), (-9, 5), (18, 8), (-32, -22))],
    ),
    "roll": ("roll", [{"pose": {"roll_deg": r} | BACK} for r in (0.0, -3.0, 7.0, -28.0)]),
    "coverage": (
        "coverage",
        [
            {},
            *(
                {"pose": {"offset_x_mm": x, "offset_y_mm": y}}
                for x, y in ((0.0, 14.0), (60.0, 0.0), (-90.0, 30.0))
            ),
        ],
    ),
    "contrast": (
        "contrast",
        [
            {"surroundings": {"ambient_lux": lux}, "reflection": {"scattered": 0.02, "room_reflectance": 0.6}}
            for lux in (5.0, 800.0, 3000.0, 12_000.0)
        ],
    ),
    "moire": (
        "moire",
        [{"lens": {"defocus_um": d}, "sensor": {"aperture": 0.6}} for d in (9.0, 5.0, 2.5, 0.2)],
    ),
}
"""Strip: the measure it is about, and what is changed from a careful photo."""


def careful(size: tuple[int, int]) -> ScreenPhotoParams:
    """Take a photo by a tripod in a dark room."""
    params = get("screen_photo", **PHONE).sample(1, size, np.random.default_rng(12))
    assert isinstance(params, ScreenPhotoParams)
    return params


def changed(params: ScreenPhotoParams, parts: Parts) -> ScreenPhotoParams:
    """Take the same photo with some numbers of some stages changed."""
    whole: dict[str, Any] = {
        part: dataclasses.replace(getattr(params, part), **values) for part, values in parts.items()
    }
    return dataclasses.replace(params, **whole)


def tile(xray: NDArray[np.uint8], params: ScreenPhotoParams, measure: str) -> Image.Image:
    """Return one photo with its outline, the measure, and the first advice about it."""
    photo = get("screen_photo", **PHONE).apply(xray, params)
    grey = np.asarray(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY), np.uint8)
    reference = matching.make_reference(xray)
    match = matching.verify(grey, reference)
    quality = matching.measure_quality(grey, reference, match)
    judgement = matching.LIMITS[measure].judge(getattr(quality, measure))
    picture = Image.new("RGB", (TILE[0], TILE[1] + CAPTION), PAPER)
    picture.paste(Image.fromarray(photo).resize(TILE, Image.Resampling.LANCZOS), (0, 0))
    draw = ImageDraw.Draw(picture)
    if match.corners is not None:
        scale = np.array(TILE) / (grey.shape[1], grey.shape[0])
        outline = [tuple(point) for point in (match.corners * scale).tolist()]
        draw.line([*outline, outline[0]], fill=COLOURS[judgement], width=2)
        draw.rectangle((0, TILE[1], TILE[0], TILE[1] + CAPTION), fill=PAPER)
    value = getattr(quality, measure)
    number = f"{measure} {value:.3g}" if np.isfinite(value) else "not found"
    draw.text((8, TILE[1] + 5), number, fill=COLOURS[judgement], font=ImageFont.load_default(17))
    said = framing_sentence(matching.advice(match, quality))
    draw.text((8, TILE[1] + 28), said, fill=INK, font=ImageFont.load_default(13))
    return picture


def strip(xray: NDArray[np.uint8], measure: str, faults: list[Parts]) -> Image.Image:
    """Return all photos of a measure, side by side."""
    start = careful((xray.shape[1], xray.shape[0]))
    tiles = [tile(xray, changed(start, parts), measure) for parts in faults]
    whole = Image.new("RGB", (len(tiles) * (TILE[0] + 8) - 8, TILE[1] + CAPTION), FAINT)
    for place, one in enumerate(tiles):
        whole.paste(one, (place * (TILE[0] + 8), 0))
    return whole


def main() -> int:
    """Draw the strips named, or all."""
    OUT.mkdir(parents=True, exist_ok=True)
    xray = draw_xray(draw_patient(5), "frontal")
    for name in sys.argv[1:] or STRIPS:
        measure, faults = STRIPS[name]
        strip(xray, measure, faults).save(OUT / f"{name}.jpg", quality=85)
        print(OUT / f"{name}.jpg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
