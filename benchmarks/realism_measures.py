"""Statistics that `benchmarks.realism` compares, of the model's own photos of flat fields, gratings and edges."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from benchmarks.image_statistics import (
    Floats,
    aliases,
    colour_of,
    edge_response,
    linear,
    mtf50,
    photon_transfer,
    strongest_wave,
)
from tests.transforms.camera.ideal import ideal_screen_photo
from transforms import get
from transforms.camera.device.sensor import PEDESTAL, Metered, Sensor, noisy
from transforms.camera.scene.reflection import reflected
from transforms.effects.screen_photo import ScreenPhotoParams, geometry_of
from transforms.geometry import move_points

SIZE = (1245, 1031)
PHONES = ("nokia6", "iphone8", "oneplus6", "budget_phone")
CROP = 256
DIAGONAL_UM = 21_633.0
"""From the middle to a corner of 24 x 36 mm, on which lateral colour is stated."""
ISO = 100

# ---- the sensor


def sensor_of(phone: str) -> Sensor:
    """Return a phone's sensor with all of its photosites, at ISO 100."""
    drawn = get("screen_photo", native=True, **{phone: True}).sample(2, SIZE, np.random.default_rng(0))
    sensor: Sensor = dataclasses.replace(drawn.sensor, iso=float(ISO), bits=0)
    return sensor


def flat_pairs(sensor: Sensor, shares: Any) -> list[tuple[Floats, Floats]]:
    """Return pairs of exposures of flat fields, which saturate the sensor by these shares; saturation is 1."""
    pairs = []
    for at, share in enumerate(shares):
        light = np.full((256, 256), share, np.float32)
        meter = Metered(per_cd=1.0, glare=0.0, veil=np.zeros((10, 10, 3), np.float32))
        shots = [noisy(sensor, light, meter, 2 * at + shot).astype(np.float64) for shot in (0, 1)]
        first, second = ((shot - PEDESTAL) / (65535 - PEDESTAL) for shot in shots)
        pairs.append((first, second))
    return pairs


def noise_of(sensor: Sensor) -> tuple[float, float]:
    """Return electrons at saturation a µm², and the read noise, electrons, as photon transfer finds them."""
    slope, intercept = photon_transfer(flat_pairs(sensor, (0.002, 0.01, 0.05, 0.2, 0.6)))
    return 1 / slope / sensor.pitch_um**2, float(np.sqrt(max(intercept, 0))) / slope


def loglog_slope(sensor: Sensor) -> float:
    """Return the slope of log variance against log mean, from 10 to 80 % of saturation."""
    pairs = flat_pairs(sensor, (0.1, 0.2, 0.4, 0.8))
    means = [np.log((first.mean() + second.mean()) / 2) for first, second in pairs]
    variances = [np.log((first - second).var() / 2) for first, second in pairs]
    return float(np.polyfit(means, variances, 1)[0])


# ---- moiré


def red_blue_phase(period: float = 2.1) -> float:
    """Return degrees between the fringes that red and blue photosites make of bars of so many photosites a period."""
    size = (512, 128)
    bars = np.tile(127.5 + 100 * np.cos(2 * np.pi * np.arange(size[0]) / period), (size[1], 1))
    params = ideal_screen_photo(size)
    sensor = dataclasses.replace(params.sensor, bayer="rggb")
    photo = get("screen_photo")
    raw = photo._exposed(np.rint(bars).astype(np.uint8), dataclasses.replace(params, sensor=sensor)).astype(
        float
    )
    lines = (raw[0::2, 0::2].mean(axis=0), raw[1::2, 1::2].mean(axis=0))
    red, blue = (np.fft.rfft((line - line.mean()) * np.hanning(len(line))) for line in lines)
    at = int(np.abs(red).argmax())
    return float(abs(np.degrees(np.angle(red[at] / blue[at]))))


def plain(params: Any, **screen: Any) -> Any:
    """Return parameters without pointer, panel and messenger, and with other values of the screen."""
    return dataclasses.replace(
        params,
        screen=dataclasses.replace(params.screen, **screen),
        viewer=dataclasses.replace(params.viewer, cursor=False, panel=0.0),
        delivery=dataclasses.replace(params.delivery, messenger_long_side=0),
    )


def flat_photo(level: int, seed: int, **screen: Any) -> tuple[Any, ScreenPhotoParams]:
    """Return a photo of an evenly grey x-ray on any screen by any phone, and its parameters."""
    photo = get("screen_photo")
    params = plain(photo.sample(level, SIZE, np.random.default_rng([level, seed])), **screen)
    return photo.apply(np.full(SIZE[::-1], 150, np.uint8), params), params


def middle(photo: Any, size: int = CROP) -> Any:
    """Return the middle of a photo."""
    top, left = (photo.shape[0] - size) // 2, (photo.shape[1] - size) // 2
    return photo[top : top + size, left : left + size]


def moire(level: int, seed: int, **screen: Any) -> tuple[float, float]:
    """Return the strongest pattern's decibels, and the distance to the nearest predicted alias, cycles a pixel."""
    photo, params = flat_photo(level, seed, **screen)
    crop = middle(photo).astype(np.float64)
    found, decibels = max(
        (strongest_wave(crop[..., channel]) for channel in range(3)), key=lambda each: each[1]
    )
    expected = predicted(params, photo.shape)
    return decibels, float(min(np.hypot(*(each - found)) for each in (*expected, *-expected)))


def predicted(params: ScreenPhotoParams, shape: tuple[int, ...]) -> Floats:
    """Return where harmonics of the screen's grid appear in the photo's middle, for red and blue, and for green."""
    truth = geometry_of(params, SIZE)
    to_photo = truth.homography() @ np.linalg.inv(truth.source_to_plane)
    at = np.array([[shape[1] / 2, shape[0] / 2]])
    on_screen = move_points(np.linalg.inv(to_photo), at)[0]
    steps = move_points(to_photo, on_screen + np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    frequencies = np.linalg.inv((steps[1:] - steps[0]).T).T
    orders = [(k, m) for k in range(4) for m in range(-2, 3) if k > 0 or m > 0]
    waves = [frequencies @ np.array(order, float) for order in orders]
    # Red and blue photosites are two pixels apart; green ones stand in a quincunx, whose lattice has the corners too.
    return np.array([aliases(wave, sampling) for wave in waves for sampling in (0.5, 1.0)])


# ---- the photo


def sharpness(phone: str, native: bool, photos: int = 3) -> float:
    """Return the median MTF50 of some photos, cycles a pixel."""
    return float(np.nanmedian([mtf50(*edge_of(phone, seed, native)) for seed in range(photos)]))


def edge_of(phone: str, seed: int, native: bool) -> tuple[Floats, Floats]:
    """Return the response to an edge on a screen without visible subpixels, at level 1 (see `edge_response`)."""
    columns, rows = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    edge = np.where(columns > SIZE[0] / 2 + 0.09 * (rows - SIZE[1] / 2), 190, 60).astype(np.uint8)
    photo = get("screen_photo", native=native, **{phone: True})
    params = plain(photo.sample(1, SIZE, np.random.default_rng([7, seed])), subpixels="none")
    shot = photo.render(edge, params)
    x, y = move_points(shot.homography, np.array([[SIZE[0] / 2, SIZE[1] / 2]]))[0].astype(int)
    return edge_response(linear(shot.image[y - 50 : y + 50, x - 40 : x + 40, 1]))


def colour_cast(kelvin: float, photos: int) -> tuple[float, float]:
    """Return the mean distance of a white screen from neutral, and between the phones' mean colours."""
    casts = []
    for phone in PHONES:
        taken = []
        for seed in range(max(2, photos // 4)):
            photo = get("screen_photo", **{phone: True})
            params = photo.sample(1, SIZE, np.random.default_rng([11, seed]))
            believed = params.processing.white_balance_k + 0.5 * (kelvin - params.screen.white_k)
            params = dataclasses.replace(
                params,
                screen=dataclasses.replace(params.screen, white_k=float(kelvin)),
                processing=dataclasses.replace(params.processing, white_balance_k=believed),
            )
            taken.append(colour_of(middle(photo.apply(np.full(SIZE[::-1], 255, np.uint8), params)))[1:])
        casts.append(np.mean(taken, axis=0))
    apart = [np.hypot(*(one - other)) for at, one in enumerate(casts) for other in casts[:at]]
    return float(np.mean([np.hypot(*cast) for cast in casts])), float(np.mean(apart))


def contrast(monitor: str, lux: float) -> float:
    """Return a screen's white over its black, as light before the lens, in an evenly lit room."""
    params = get("screen_photo", **{monitor: True}).sample(1, SIZE, np.random.default_rng(5))
    room = dataclasses.replace(params.surroundings, ambient_lux=float(lux))
    bare = dataclasses.replace(params.reflection, window_cd_m2=0.0, lamp_cd_m2=0.0, photographer=False)
    over = float(np.median(reflected(bare, room, params.optics())[:, :, 1]))
    return float((params.screen.peak_cd_m2 + over) / (params.screen.black_cd_m2 + over))


def lens_faults(phone: str, draws: int = 200) -> tuple[float, float]:
    """Return distortion in the corner, %, and lateral colour, µm on 24 x 36 mm: of 95 in 100 draws at most."""
    bends, fringes = [], []
    for seed in range(draws):
        drawn = get("screen_photo", **{phone: True}).sample(2, SIZE, np.random.default_rng([13, seed]))
        lens, sensor = drawn.lens, drawn.sensor
        corner = np.hypot(*sensor.size_px) / 2 * sensor.pitch_um / 1000 / lens.focal_mm
        bends.append(100 * abs(lens.k1 * corner**2 + lens.k2 * corner**4))
        fringes.append(DIAGONAL_UM * max(abs(lens.lateral_red), abs(lens.lateral_blue)))
    return float(np.percentile(bends, 95)), float(np.percentile(fringes, 95))


def tilt(level: int, draws: int = 200) -> float:
    """Return the angle between the phone's axis and the screen's: of 95 in 100 draws at most, degrees."""
    angles = []
    for seed in range(draws):
        pose = get("screen_photo").sample(level, SIZE, np.random.default_rng([17, seed])).pose
        angles.append(np.arccos(np.cos(np.radians(pose.yaw_deg)) * np.cos(np.radians(pose.pitch_deg))))
    return float(np.degrees(np.percentile(angles, 95)))
