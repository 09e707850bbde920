"""Draw the pictures of `docs/camera-model.md`: ``python -m docs.make_camera_gallery``.

Everything is made from drawn x-rays, so no patient's picture is in the repository. One picture a stage, with that
stage alone switched on; then profiles by levels.
"""

import dataclasses
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dataset.phantoms import draw_patient, draw_xray
from tests.transforms.camera.ideal import ideal_film_photo, ideal_screen_photo
from transforms import get, profiles
from transforms.effects.film_photo import FilmPhoto
from transforms.effects.screen_photo import ScreenPhoto

OUT = Path(__file__).parent / "images" / "camera"
Picture = NDArray[np.uint8]
WIDTH, HEIGHT = 560, 420
TILE = (400, 300)

# What is changed from the ideal camera, stage by stage.
SCREEN_STAGES: dict[str, dict[str, dict[str, Any]]] = {
    "screen-subpixels": {
        "screen": {"subpixels": "stripe"},
        "sensor": {"aperture": 0.7},
        "pose": {"yaw_deg": 4.0, "roll_deg": 1.5},
    },
    "screen-light": {
        "screen": {"white_k": 9300.0, "black_cd_m2": 2.0, "unevenness": 0.4, "viewing_exponent": 2.0}
    },
    "pose": {"pose": {"yaw_deg": 24.0, "pitch_deg": -12.0, "roll_deg": 5.0, "distance_mm": 620.0}},
    "lens-distortion": {"lens": {"focal_mm": 1.0, "k1": -0.3, "k2": 0.05}, "pose": {"distance_mm": 130.2}},
    "lens-vignetting": {"lens": {"vignetting": 0.6}},
    "lens-defocus": {"lens": {"defocus_um": 14.0}},
    "lens-lateral-colour": {"lens": {"lateral_red": 0.01, "lateral_blue": -0.01}},
    "lens-glare": {"lens": {"glare": 0.12, "bloom": 0.1}},
    "motion": {
        "motion": {"speed_deg_s": 20.0, "direction_deg": 35.0, "tremor": 0.5},
        "sensor": {"exposure_ms": 20.0},
    },
    "flicker": {
        "screen": {"flicker_hz": 240.0, "flicker_depth": 0.6},
        "sensor": {"exposure_ms": 2.0, "readout_ms": 30.0, "saturation_cd_m2": 130.0},
    },
    "sensor-bayer": {
        "sensor": {"bayer": "rggb", "aperture": 0.95, "crosstalk": 0.1},
        "screen": {"subpixels": "stripe"},
        "pose": {"yaw_deg": 4.0, "roll_deg": 1.5},
    },
    "sensor-noise": {"sensor": {"iso": 800.0, "full_well_e": 4000.0, "read_noise_e": 6.0, "bits": 10}},
    "processing-white-balance": {"processing": {"white_balance_k": 4600.0, "tint": 0.03}},
    "processing-sharpening": {"processing": {"denoise": 0.8, "sharpen": 2.0, "contrast": 0.6}},
    "delivery": {"delivery": {"jpeg_quality": 60, "messenger_long_side": 280, "messenger_quality": 40}},
    "reflection-glossy": {
        "reflection": {
            "mirrored": 0.04,
            "window_cd_m2": 900.0,
            "window_x_mm": -120.0,
            "window_y_mm": -60.0,
            "window_z_mm": 700.0,
            "window_width_mm": 300.0,
            "window_height_mm": 260.0,
            "photographer": True,
        },
        "surroundings": {"ambient_lux": 400.0},
        "sensor": {"saturation_cd_m2": 130.0},
    },
    "surroundings": {
        "surroundings": {"ambient_lux": 250.0, "paper": True},
        "screen": {"pitch_mm": 0.8, "bezel_mm": 12.0, "chin_mm": 18.0},
        "pose": {"distance_mm": 2600.0, "pitch_deg": -6.0, "yaw_deg": 10.0, "offset_y_mm": 60.0},
        "lens": {"f_number": 1.8},
    },
}
# A matte surface is the same room through a rough one.
SCREEN_STAGES["reflection-matte"] = {
    **SCREEN_STAGES["reflection-glossy"],
    "reflection": {
        **SCREEN_STAGES["reflection-glossy"]["reflection"],
        "roughness_deg": 2.5,
        "scattered": 0.01,
    },
}

FILM_STAGES: dict[str, dict[str, dict[str, Any]]] = {
    "film-density": {},
    "film-base": {"film": {"blue_base": 1.0, "yellowing": 0.3}},
    "film-marks": {
        "marks": {
            "scratches": 14,
            "dust": 60,
            "fingerprints": 6,
            "creases": 3,
            "label": "sticker",
            "marker": "L",
            "strength": 0.8,
            "seed": 4,
        }
    },
    "film-curl": {"curl": {"bottom_mm": 60.0, "right_mm": 30.0, "wave_mm": 6.0}, "pose": {"yaw_deg": 6.0}},
    "light-box": {
        "light_box": {
            "width_mm": 480.0,
            "height_mm": 500.0,
            "tubes": 3,
            "hot_spots": 0.25,
            "fall_off": 0.4,
            "clips": 2,
            "frame_mm": 30.0,
        }
    },
}


def changed(params: Any, stages: dict[str, dict[str, Any]]) -> Any:
    """Return the parameters with the given fields of the given stages."""
    parts = {stage: dataclasses.replace(getattr(params, stage), **fields) for stage, fields in stages.items()}
    return dataclasses.replace(params, **parts)


def save(name: str, picture: Picture, quality: int = 84) -> None:
    """Write a JPEG into the pictures' folder."""
    cv2.imwrite(str(OUT / f"{name}.jpg"), picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])


def xray(number: int) -> Picture:
    """Draw a frontal x-ray (H, W)."""
    return draw_xray(draw_patient(number), "frontal")


def fitted(source: Picture, width: int, height: int) -> Picture:
    """Fit a picture on black, as large as possible."""
    scale = min(width / source.shape[1], height / source.shape[0])
    small = cv2.resize(source, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:height, :width]
    canvas = np.zeros((height, width, *source.shape[2:]), np.uint8)
    top, left = (height - small.shape[0]) // 2, (width - small.shape[1]) // 2
    canvas[top : top + small.shape[0], left : left + small.shape[1]] = small
    return canvas


def draw_stages(source: Picture) -> None:
    """One picture a stage."""
    on_screen = fitted(source, WIDTH, HEIGHT)
    screen = ideal_screen_photo((WIDTH, HEIGHT), (WIDTH, HEIGHT), 0.96)
    save("ideal", ScreenPhoto().apply(on_screen, screen))
    for name, stages in SCREEN_STAGES.items():
        save(name, ScreenPhoto().apply(on_screen, changed(screen, stages)))
    scale = 460 / max(source.shape)
    sheet = cv2.resize(source, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    film = ideal_film_photo((sheet.shape[1], sheet.shape[0]), (WIDTH, 520))
    for name, stages in FILM_STAGES.items():
        save(name, FilmPhoto().apply(sheet, changed(film, stages)))


def labelled(tile: Picture, text: str) -> Picture:
    """Add a tile's name in the lower left corner."""
    tile = tile.copy()
    tile[-24:, : 12 + 9 * len(text)] //= 4
    at = (8, tile.shape[0] - 8)
    cv2.putText(tile, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 255), 1, cv2.LINE_AA)
    return tile


def contact_sheet(name: str, rows: tuple[str, ...], fixed: dict[str, bool], source: Picture) -> Picture:
    """Return the profiles down, levels across."""
    lines = []
    for row in rows:
        transform = get(name, **{row: True}, **fixed)
        tiles = []
        for level in (1, 2, 3, 4):
            rng = np.random.default_rng([level, *row.encode()])
            params = transform.sample(level, (source.shape[1], source.shape[0]), rng)
            photo = fitted(transform.apply(source, params), *TILE)
            tiles.append(labelled(photo, f"{row}, level {level}"))
        lines.append(np.hstack(tiles))
    return np.vstack(lines)


def draw_crop(source: Picture) -> None:
    """Cut out a piece of a photo at the sensor's full resolution."""
    transform = get("screen_photo", iphone8=True, monitor_1080p_24in=True, native=True)
    params = transform.sample(2, (source.shape[1], source.shape[0]), np.random.default_rng(3))
    photo = transform.apply(source, changed(params, {"delivery": {"messenger_long_side": 0}}))
    height, width = photo.shape[:2]
    save("native-whole", fitted(photo, 800, 600))
    save("native-crop", photo[height // 2 - 210 : height // 2 + 210, width // 2 - 280 : width // 2 + 280], 90)


def main() -> int:
    """Draw them all."""
    OUT.mkdir(parents=True, exist_ok=True)
    source = xray(3)
    draw_stages(source)
    draw_crop(source)
    save("phones", contact_sheet("screen_photo", profiles.PHONES, {"monitor_1080p_24in": True}, source), 80)
    save("monitors", contact_sheet("screen_photo", profiles.MONITORS, {"iphone8": True}, xray(4)), 80)
    save("films", contact_sheet("film_photo", profiles.LIGHT_BOXES, {"oneplus6": True}, xray(5)), 80)
    return 0


if __name__ == "__main__":
    sys.exit(main())
