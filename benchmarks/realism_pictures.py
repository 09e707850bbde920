"""The pictures of `docs/library/realism.md`: noise against signal, edges, and moiré with its spectrum."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from benchmarks.image_statistics import wave_power
from benchmarks.realism_measures import (
    CROP,
    PHONES,
    edge_of,
    flat_pairs,
    flat_photo,
    middle,
    predicted,
    sensor_of,
)

WIDTH, HEIGHT, MARGIN = 560, 340, 60
COLOURS = ("#4fc3f7", "#ffb74d", "#81c784", "#e57373", "#ba68c8")
SCALE, OFFSET = (2.5720647e-6, 2.8855721e-5), (3.9798506e-11, 4.6578279e-8)
"""Noise profile of the IMX363 in the camera app PhotonCamera: variance = (a ISO + b) signal + c ISO² + d,
in shares of saturation."""
PITCH_UM = 1.4
Curve = tuple[Sequence[float], Sequence[float]]


def draw_pictures(folder: Path) -> None:
    """Write all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    noise = plot(
        noise_curves(), "signal, share of saturation", "signal to noise", (0.01, 1), (1, 100), log=True
    )
    (folder / "noise.svg").write_text(noise)
    edges: dict[str, Curve] = {}
    for phone in PHONES:
        frequencies, modulation = edge_of(phone, 0, True)
        edges[phone] = (frequencies.tolist(), modulation.tolist())
    response = plot(edges, "cycles a pixel", "contrast left", (0, 0.5), (0, 1.2))
    (folder / "edges.svg").write_text(response)
    cv2.imwrite(str(folder / "moire.jpg"), moire_picture(), [cv2.IMWRITE_JPEG_QUALITY, 88])


def noise_curves(iso: float = 400) -> Mapping[str, Curve]:
    """Return signal to noise against signal of photosites of one size: of each phone, and of the IMX363."""
    shares = np.geomspace(0.01, 0.9, 12)
    curves: dict[str, Curve] = {}
    for phone in PHONES:
        sensor = sensor_of(phone)
        well = sensor.full_well_e * (PITCH_UM / sensor.pitch_um) ** 2
        same = dataclasses.replace(sensor, iso=iso, pitch_um=PITCH_UM, full_well_e=well)
        pairs = flat_pairs(same, shares)
        ratios = [one.mean() / np.sqrt((one - other).var() / 2) for one, other in pairs]
        curves[phone] = (list(shares), ratios)
    variance = (SCALE[0] * iso + SCALE[1]) * shares + OFFSET[0] * iso**2 + OFFSET[1]
    return curves | {"IMX363, published": (list(shares), list(shares / np.sqrt(variance)))}


def moire_picture() -> np.ndarray:
    """Return a piece of a photo beside the power of its green, with the predicted aliases in circles (BGR)."""
    photo, params = flat_photo(2, 1)
    crop = middle(photo)
    power = 10 * np.log10(wave_power(crop[..., 0].astype(np.float64)) + 1)
    scaled = np.clip((power - np.median(power)) / 50, 0, 1) * 255
    spectrum = cv2.applyColorMap(np.fft.fftshift(scaled, axes=0).astype(np.uint8), cv2.COLORMAP_INFERNO)
    spectrum = cv2.resize(spectrum, (CROP, 2 * CROP), interpolation=cv2.INTER_NEAREST)
    for x, y in predicted(params, photo.shape):
        sign = 1 if x >= 0 else -1
        at = (round(sign * x * 2 * CROP), round((0.5 + sign * y) * 2 * CROP))
        cv2.circle(spectrum, at, 7, (255, 255, 255), 1, cv2.LINE_AA)
    large = cv2.resize(crop, (2 * CROP, 2 * CROP), interpolation=cv2.INTER_CUBIC)[..., ::-1]
    return np.hstack([large, np.zeros((2 * CROP, 8, 3), np.uint8), spectrum])


def plot(
    curves: Mapping[str, Curve],
    across: str,
    up: str,
    xs: tuple[float, float],
    ys: tuple[float, float],
    log: bool = False,
) -> str:
    """Return curves as SVG, with both axes from their first to their last value."""

    def place(value: float, ends: tuple[float, float]) -> float:
        if log:
            value, ends = np.log(max(value, ends[0])), (np.log(ends[0]), np.log(ends[1]))
        return float((value - ends[0]) / (ends[1] - ends[0]))

    inner, tall = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="13" fill="#ddd"><rect width="{WIDTH}" height="{HEIGHT}" fill="#1b1d23"/>',
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{inner}" height="{tall}" fill="none" stroke="#777"/>',
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 18}" text-anchor="middle">{across}</text>',
        f'<text x="{MARGIN}" y="{MARGIN - 36}">{up}</text>',
    ]
    for at, value in ((MARGIN, xs[0]), (MARGIN + inner, xs[1])):
        parts.append(f'<text x="{at}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{value:g}</text>')
    for at, value in ((HEIGHT - MARGIN, ys[0]), (MARGIN + 10, ys[1])):
        parts.append(f'<text x="{MARGIN - 8}" y="{at}" text-anchor="end">{value:g}</text>')
    left = MARGIN
    for number, (name, (x, y)) in enumerate(curves.items()):
        points = " ".join(
            f"{MARGIN + inner * place(one, xs):.1f},{HEIGHT - MARGIN - tall * min(place(other, ys), 1):.1f}"
            for one, other in zip(x, y, strict=True)
            if xs[0] <= one <= xs[1]
        )
        dash = ' stroke-dasharray="7 4"' if "published" in name else ""
        colour = COLOURS[number % len(COLOURS)]
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        parts.append(f'<text x="{left}" y="{MARGIN - 12}" fill="{colour}">{name}</text>')
        left += 8 * len(name) + 16
    return "\n".join([*parts, "</svg>", ""])
