"""Draw the pictures of `docs/transforms.md`: ``python docs/make_transform_gallery.py``.

Everything is made from drawn x-rays, so no patient's picture is in the repository. One strip a transform, levels 1 to 4
from left to right, made at full size and then reduced; where the effect is finer than that, a second row shows a
piece of it pixel by pixel.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from dataset.phantoms import draw_patient, draw_xray
from transforms import LEVELS, NAMES, RECIPES, Pipeline

OUT = Path(__file__).parent / "images" / "transforms"
Picture = NDArray[np.uint8]
TILE = 300
FINE = ("blur", "moire", "motion", "screen_photo")
"""Seen only pixel by pixel."""
OPTIONS = {"moire": "even_lines", "rotation": "keep_size", "translation": "keep_scale"}
SEEDS = {"glare_matte": 24, "glare_glossy": 17, "photographic": 24, "digital": 12, "random-digital": 12}
"""Chosen so that the glare falls on a lung and the two factors differ."""


def photo(source: Picture, pipeline: str, level: int, *, relative: bool = False) -> Picture:
    """Make a variant in RGB."""
    chosen = Pipeline.parse(pipeline, relative=relative)
    size = (source.shape[1], source.shape[0])
    made = chosen.apply(source, chosen.sample(level, size, SEEDS.get(pipeline, 7)))
    return made if made.ndim == 3 else np.dstack([made] * 3)


def whole(picture: Picture) -> Picture:
    """Reduce a picture into a tile."""
    scale = TILE / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    tile = np.zeros((TILE, TILE, 3), np.uint8)
    top, left = (TILE - small.shape[0]) // 2, (TILE - small.shape[1]) // 2
    tile[top : top + small.shape[0], left : left + small.shape[1]] = small
    return tile


def piece(picture: Picture) -> Picture:
    """Cut out a piece of a lung at full resolution, enlarged twice."""
    top, left = picture.shape[0] * 9 // 20 - TILE // 4, picture.shape[1] * 7 // 20 - TILE // 4
    part = picture[top : top + TILE // 2, left : left + TILE // 2]
    return np.repeat(np.repeat(part, 2, 0), 2, 1)


def in_a_row(tiles: list[Picture]) -> Picture:
    """Return the tiles side by side, a thin line between them."""
    line = np.full((TILE, 4, 3), 32, np.uint8)
    return np.hstack([part for tile in tiles for part in (tile, line)][:-1])


def save(name: str, rows: list[Picture]) -> None:
    """Write a JPEG into the pictures' folder."""
    picture = np.vstack(rows)[:, :, ::-1]
    cv2.imwrite(str(OUT / f"{name}.jpg"), picture, [cv2.IMWRITE_JPEG_QUALITY, 78])


def main() -> int:
    """Draw them all."""
    OUT.mkdir(parents=True, exist_ok=True)
    source = draw_xray(draw_patient(5), "frontal")
    for name in (*NAMES, *RECIPES):
        photos = [photo(source, name, level) for level in LEVELS]
        fine = [in_a_row([piece(made) for made in photos])] if name in FINE else []
        save(name, [in_a_row([whole(made) for made in photos]), *fine])
    for name, option in OPTIONS.items():
        pair = [photo(source, text, 3) for text in (name, f"{name}.{option}")]
        save(f"{name}-{option}", [in_a_row([(piece if name in FINE else whole)(made) for made in pair])])
    small = cv2.resize(source, (390, 362), interpolation=cv2.INTER_AREA)
    pair = [photo(small, "blur+moire", 3, relative=relative) for relative in (False, True)]
    save("relative", [in_a_row([whole(made) for made in pair])])
    return 0


if __name__ == "__main__":
    sys.exit(main())
