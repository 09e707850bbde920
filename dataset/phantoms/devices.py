"""Medical devices on and in patients; most of them metal or plastic with sharp, bright edges."""

import numpy as np

from dataset.phantoms.body import Body
from dataset.phantoms.canvas import Canvas, Layer, curve
from dataset.phantoms.findings import Findings


def devices(canvas: Canvas, body: Body, findings: Findings, rng: np.random.Generator) -> Layer:
    """Return water-equivalent centimetres of all devices."""
    layer = canvas.empty()
    if findings.pacemaker:
        layer += _pacemaker(canvas, body, rng)
    if findings.tube:
        layer += _tubes(canvas, body)
    if findings.central_line:
        layer += _central_line(canvas, rng)
    if findings.wires:
        layer += _wires(canvas, body, rng)
    if findings.electrodes:
        layer += _electrodes(canvas, body, rng)
    return layer


def _pacemaker(canvas: Canvas, body: Body, rng: np.random.Generator) -> Layer:
    x, y = body.half_width * 0.72 + rng.uniform(-0.6, 0.6), 3.4 + rng.uniform(-0.6, 0.8)
    case = curve(
        [(x - 2.2, y - 1.7), (x + 1.7, y - 1.9), (x + 2.3, y + 0.9), (x + 0.3, y + 2.3), (x - 2.1, y + 1.4)],
        True,
    )
    inner = (case - case.mean(axis=0)) * 0.62 + case.mean(axis=0) + (0.2, 0.3)
    metal = 5.5 * canvas.filled(case, 0.03) + 3.5 * canvas.filled(inner, 0.05)
    floor = body.lung_height + 1.2
    vein = [(x - 1.4, y - 1.4), (x - 3.2, y - 2.9), (3.6, 0.6), (0.2, 2.2), (-2.1, 4.6), (-2.5, 9.5)]
    ventricle = [*vein, (-1.6, floor - 2.6), (2.0, floor - 0.6), (body.heart_width * 0.72, floor - 0.2)]
    atrium = [*vein, (-2.7, floor - 4.2), (-1.8, floor - 3.6), (-2.2, floor - 5.0)]
    leads = [curve(ventricle), curve(atrium)]
    tips = [np.array([lead[-3], lead[-1]]) for lead in leads]
    return np.asarray(
        metal + 1.5 * canvas.lines(leads, 0.13, 0.02) + 3.0 * canvas.lines(tips, 0.26, 0.03), np.float32
    )


def _tubes(canvas: Canvas, body: Body) -> Layer:
    lean = 0.2 + body.spine(4)
    windpipe = curve([(lean - 0.2, -12), (lean, -4), (lean + 0.1, 3.6)])
    walls = [windpipe + np.array([offset, 0.0]) for offset in (-0.42, 0.42)]
    base = body.lung_height
    stomach = curve(
        [(0.5, -12), (0.2, 0), (0.7, base * 0.55), (1.2, base + 1.5), (4.2, base + 4.5), (7.2, base + 4.8)]
    )
    return 0.6 * canvas.lines(walls, 0.12, 0.03) + 0.9 * canvas.lines([stomach], 0.30, 0.05)


def _central_line(canvas: Canvas, rng: np.random.Generator) -> Layer:
    tip = 7.5 + rng.uniform(0, 3)
    line = curve([(-5.8, -9), (-4.6, -5.2), (-3.4, -1.0), (-2.3, 2.4), (-2.2, 5.0), (-2.1, tip)])
    return 1.0 * canvas.lines([line], 0.18, 0.03)


def _wires(canvas: Canvas, body: Body, rng: np.random.Generator) -> Layer:
    rings = []
    for y in np.arange(3.2, body.lung_height - 1.5, 2.5):
        angle = np.linspace(0.5, 2 * np.pi + 0.1, 30)
        radii = np.array([rng.uniform(0.75, 1.05), rng.uniform(0.5, 0.7)])
        centre = (body.spine(y) * 0.4 + rng.uniform(-0.2, 0.2), y + rng.uniform(-0.3, 0.3))
        rings.append(np.column_stack([np.cos(angle), np.sin(angle)]) * radii + centre)
    return 3.2 * canvas.lines(rings, 0.10, 0.015)


def _electrodes(canvas: Canvas, body: Body, rng: np.random.Generator) -> Layer:
    layer = canvas.empty()
    cables = []
    for side, height in ((-1, 1.5), (1, 2.2), (1, body.lung_height * 0.95)):
        x = side * body.half_width * rng.uniform(0.62, 0.86)
        y = height + rng.uniform(-0.8, 0.8)
        layer += 1.0 * (canvas.blob((x, y), (0.5, 0.5)) > 0.4) + 3.6 * (canvas.blob((x, y), (0.2, 0.2)) > 0.4)
        bend = (x + side * rng.uniform(1, 3), y + rng.uniform(4, 9))
        cables.append(curve([(x, y), bend, (x * 0.4 + rng.uniform(-3, 3), body.lung_height + 14)]))
    return canvas.blurred(layer.astype(np.float32), 0.03) + 0.8 * canvas.lines(cables, 0.16, 0.03)
