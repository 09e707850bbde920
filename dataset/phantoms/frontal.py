"""The frontal view: soft tissue, lungs, heart, and the order in which they are combined."""

import numpy as np

from dataset.phantoms.body import Body
from dataset.phantoms.bones import clavicles, ribs, scapulae, shoulders, spine
from dataset.phantoms.canvas import Canvas, Layer, Points, curve, mirrored, noise
from dataset.phantoms.findings import Findings
from dataset.phantoms.opacities import AirAndFluid, frontal_opacities
from dataset.phantoms.vessels import hila, vessels

LUNG_DENSITY = 0.26


def frontal(canvas: Canvas, body: Body, findings: Findings, rng: np.random.Generator) -> Layer:
    """Return the centimetres of water on each ray from behind, bone and metal converted to water."""
    trunk = _trunk(canvas, body)
    lungs = {side: canvas.filled(lung_outline(body, side)) for side in (-1, 1)}
    air = AirAndFluid(canvas, body, findings, lungs, rng)
    depth = sum((_lung_depth(canvas, body, lungs[side], air, side) for side in (-1, 1)), canvas.empty())
    heart = canvas.filled(heart_outline(body, findings), 0.10)
    core = canvas.filled(mediastinum_outline(body, findings), 0.12)
    depth *= (1 - 0.66 * heart) * (1 - 0.80 * core)
    tissue = trunk - (1 - LUNG_DENSITY) * depth
    inside = np.maximum(lungs[-1], lungs[1])
    depth = np.maximum(depth, 0)
    aerated = depth / max(float(depth.max()), 1e-6)
    tissue += aerated * (0.16 * noise(rng, canvas, 0.28) + 0.20 * noise(rng, canvas, 0.9))
    tissue += vessels(canvas, body, findings, rng) * np.sqrt(aerated) * air.perfused
    tissue += hila(canvas, body, findings, rng) * inside
    tissue += frontal_opacities(canvas, body, findings, rng) * np.minimum(1, 2.5 * aerated + 0.15)
    tissue -= _trachea(canvas, body) + _stomach_gas(canvas, body)
    tissue += _breasts(canvas, body)
    bone = spine(canvas, body) + ribs(canvas, body, findings, rng) + clavicles(canvas, body)
    bone += scapulae(canvas, body) + shoulders(canvas, body)
    return np.asarray(np.maximum(tissue, 0) + bone + air.lines(), np.float32)


def lung_outline(body: Body, side: int) -> Points:
    """Return the outline of one air-filled lung, ignoring the heart; side 1 is the patient's left."""
    base = body.lung_height + (body.dome_offset if side > 0 else 0.0)
    dome = body.dome_left if side > 0 else body.dome_right
    inner = 1.6
    rim = base + dome
    lateral = [(body.cage(y), y) for y in np.linspace(1.4, rim - 0.6, 8)]
    width = body.cage(rim)
    diaphragm = [
        (width * 0.985, rim + 0.3),
        (width * 0.86, base + dome * 0.42),
        (width * 0.62, base + dome * 0.03),
        (width * 0.42, base + dome * 0.02),
        (width * 0.24, base + dome * 0.22),
        (inner + 0.3, base + dome * 0.45),
    ]
    apex = [(inner + 0.1, 2.5), (2.1, -0.6), (3.9, -2.0), (5.9, -1.6), (0.72 * body.cage(0.4), -0.4)]
    points = [*apex, *lateral, *diaphragm]
    return curve(mirrored(points, side), closed=True, steps=8)


def heart_outline(body: Body, findings: Findings) -> Points:
    """Return the outline of the heart with the root of the great vessels."""
    grown = 1 + 0.52 * findings.heart
    left = body.heart_width * grown * (0.86 if body.half_width < 12.5 else 1.0)
    right = (2.9 + 0.22 * body.heart_width * 0.4) * (1 + 0.35 * findings.heart)
    floor = body.lung_height + 0.55 * max(body.dome_left, body.dome_right) + 0.8
    top = floor - body.heart_height * (1 + 0.12 * findings.heart)
    return curve(
        [
            (-0.5, top - 1.0),
            (2.2, top - 0.4),
            (3.1, top + 1.3),
            (left * 0.62, top + body.heart_height * 0.30),
            (left * 0.90, top + body.heart_height * 0.55),
            (left, top + body.heart_height * 0.78),
            (left * 0.88, floor - 0.1),
            (left * 0.45, floor + 1.2),
            (-right * 0.5, floor + 0.8),
            (-right, floor - 1.6),
            (-right * 1.02, floor - body.heart_height * 0.42),
            (-right * 0.78, top + 1.6),
        ],
        closed=True,
    )


def mediastinum_outline(body: Body, findings: Findings) -> Points:
    """Return the outline of everything between the lungs: vessels, airways, spine."""
    wide = body.mediastinum * (1 + 0.55 * findings.mediastinum)
    knob = wide + body.aorta * (1 + 0.4 * findings.mediastinum)
    low = body.lung_height + 6
    left = [(wide * 0.95, -4), (wide * 0.82, 1.5), (wide * 0.9, 3.2), (knob, 4.8), (knob * 0.96, 5.9)]
    left += [(wide * 0.9, 7.2), (wide * 1.05, 8.6), (wide, 11), (wide * 0.9, low)]
    right = [(-wide * 0.9, low), (-wide * 0.95, 11), (-wide * 0.98, 7), (-wide * 0.85, 4), (-wide * 0.95, 0)]
    return curve([*left, *right, (-wide * 1.1, -4)], closed=True)


def _trunk(canvas: Canvas, body: Body) -> Layer:
    """Draw neck, shoulders, chest and upper arms, as if full of water."""
    x, y = canvas.x, canvas.y
    wall = body.half_width + 1.9 + 0.5 * body.breast
    right = [(3.6, -14), (3.9, -7.5), (5.2, -5.2 - 0.3 * body.shoulder), (10, -4.2 - body.shoulder)]
    right += [
        (16.5, -3.0 - body.shoulder),
        (20.5, 0.5 - body.shoulder),
        (22.0, 5),
        (21.0, 9.5),
        (wall + 3.0, 10.0),
    ]
    right += [(wall + 1.0, 12.5), (wall + 0.2, 18), (wall + 0.1, 26), (wall + 0.4, 40)]
    outline = np.vstack([curve(right), curve(mirrored(right, -1))[::-1]])
    mask = canvas.filled(outline)
    rounded = canvas.depth(mask, 9.0)
    thickness = body.belly * (0.70 + 0.30 / (1 + np.exp(-(y - 3) / 3.5)))
    belly = 2.6 / (1 + np.exp(-(y - body.lung_height - 2.5) / 1.8))
    oval = np.sqrt(np.maximum(0.05, 1 - 0.55 * (x / (wall + 6)) ** 2))
    return np.asarray(rounded * (thickness * oval + belly), np.float32)


def _lung_depth(canvas: Canvas, body: Body, mask: Layer, air: AirAndFluid, side: int) -> Layer:
    x, y = canvas.x, canvas.y
    depth = canvas.depth(mask, 5.2) * body.belly * 0.74
    # Lungs are thin at the apex and widest, front to back, in their lower half.
    depth *= 0.62 + 0.38 / (1 + np.exp(-(y - 5.0) / 2.6))
    recess = canvas.blurred(mask, 1.3) * (y > body.lung_height) * (1 - mask) * 2.6
    recess *= np.abs(x) < body.half_width
    return canvas.blurred((depth + recess) * air.aerated[side], 0.07)


def _trachea(canvas: Canvas, body: Body) -> Layer:
    lean = 0.35 + body.spine(4)
    windpipe = curve([(body.spine(-8), -9), (body.spine(-2), -2), (lean * 0.6, 3), (lean * 0.4, 6.4)])
    branches = [
        curve([(lean * 0.4, 6.2), (-1.3, 7.6), (-2.9, 9.0)]),
        curve([(lean * 0.4, 6.2), (1.9, 7.9), (3.8, 9.0)]),
    ]
    return 2.3 * canvas.lines([windpipe], 1.7, 0.16) + 1.1 * canvas.lines(branches, 1.1, 0.22)


def _stomach_gas(canvas: Canvas, body: Body) -> Layer:
    if body.gas == 0:
        return canvas.empty()
    y = body.lung_height + body.dome_offset + 1.7 + 0.5 * body.gas
    outline = curve(
        [
            (3.4, y),
            (5.2, y - 0.62 * body.gas),
            (8.2, y - 0.5 * body.gas),
            (9.0, y + 0.3),
            (6.2, y + 0.7 * body.gas),
        ],
        closed=True,
    )
    mask = canvas.filled(outline)
    return canvas.blurred(canvas.depth(mask, 1.8), 0.1) * 3.0 * body.gas


def _breasts(canvas: Canvas, body: Body) -> Layer:
    layer = canvas.empty()
    if body.breast == 0:
        return layer
    for side in (-1, 1):
        low = 0.86 * body.lung_height + 0.5 * body.breast
        outline = [
            (0.25, low - 4.5),
            (0.45, low - 7.5),
            (0.85, low - 6.5),
            (1.06, low - 2.0),
            (0.9, low + 1.0),
        ]
        outline += [(0.6, low + 1.8), (0.33, low - 0.4)]
        points = np.array(outline) * np.array([body.half_width, 1.0])
        mask = canvas.filled(curve(mirrored(points, side), closed=True))
        layer += body.breast * canvas.blurred(canvas.depth(mask, 3.5), 0.18)
    return layer
