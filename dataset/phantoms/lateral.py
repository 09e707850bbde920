"""The lateral view: the same patient from the side, facing the left of the picture.

In the body frame x then runs from front (negative) to back; both lungs, both diaphragms and both sides' ribs lie on
each other, which is why a lateral view is so much greyer than a frontal one.
"""

import numpy as np

from dataset.phantoms.body import Body
from dataset.phantoms.bones import tubes
from dataset.phantoms.canvas import Canvas, Layer, Points, curve, noise
from dataset.phantoms.findings import Findings


def lateral(canvas: Canvas, body: Body, findings: Findings, rng: np.random.Generator) -> Layer:
    """Return the centimetres of water on each ray from the right; as ``frontal``."""
    half = body.belly / 2
    tissue = _trunk(canvas, body, half)
    lungs = [canvas.filled(_lung(body, half, side)) for side in (-1, 1)]
    depth = sum((canvas.depth(mask, 3.2) for mask in lungs), canvas.empty()) * body.half_width * 0.53
    depth *= 1 - 0.46 * canvas.filled(_heart(body, half, findings), 0.28)
    depth *= 1 - 0.30 * canvas.filled(_great_vessels(half), 0.8)
    if findings.effusion:
        depth *= _above_fluid(canvas, body, findings, half)
    aerated = depth / max(float(depth.max()), 1e-6)
    tissue -= 0.8 * depth
    tissue += aerated * (0.20 * noise(rng, canvas, 0.3) + 0.28 * noise(rng, canvas, 1.0))
    tissue += aerated * (_vessels(canvas, body, rng) + _opacity(canvas, body, findings, half, rng))
    tissue -= 1.6 * canvas.lines([curve([(0.8, -9), (1.2, 0), (2.2, 6.8)])], 1.5, 0.18)
    bone = _spine(canvas, body, half) + _ribs(canvas, body, half) + _sternum(canvas, body, half)
    return np.asarray(np.maximum(tissue, 0) + bone + _devices(canvas, body, findings, half), np.float32)


def _trunk(canvas: Canvas, body: Body, half: float) -> Layer:
    chest = half + 1.0 + 0.7 * body.breast
    front = [
        (-4.2, -14),
        (-4.6, -7),
        (-half * 0.72, -3),
        (-half - 0.8, 2.5),
        (-chest, body.lung_height * 0.62),
    ]
    front += [(-half - 1.4, body.lung_height + 3), (-half - 1.8, body.lung_height + 9), (-half - 2.0, 44)]
    back = [
        (half + 1.4, 44),
        (half + 1.9, 20),
        (half + 3.0, 10),
        (half + 2.7, 3),
        (half + 0.2, -4),
        (5.4, -9),
        (4.8, -14),
    ]
    mask = canvas.filled(np.vstack([curve(front), curve(back)]))
    y = canvas.y
    arms = 5.5 / (1 + np.exp((y + 0.5) / 1.1))
    belly = 3.5 / (1 + np.exp(-(y - body.lung_height - 3) / 2.0))
    return np.asarray(canvas.depth(mask, 6.0) * (1.75 * body.half_width + arms + belly), np.float32)


def _lung(body: Body, half: float, side: int) -> Points:
    """Return one lung's outline; the right diaphragm (-1) runs to the front, the left ends lower behind the heart."""
    floor = body.lung_height + (body.dome_offset if side > 0 else 0.0)
    dome = body.dome_left if side > 0 else body.dome_right
    shift = 0.35 * side
    outline = [(-1.2, -1.6), (1.5, -2.4), (half * 0.42, -0.6), (half * 0.78, 3.2), (half * 0.92 + shift, 9)]
    outline += [
        (half * 0.93 + shift, floor),
        (half * 0.80 + shift, floor + dome + 2.8),
        (half * 0.55, floor + dome * 0.7),
    ]
    outline += [
        (0.1 * half, floor + 0.1),
        (-half * 0.4, floor + 0.3),
        (-half * 0.72, floor + 1.4 + 0.3 * dome),
    ]
    outline += [(-half * 0.86, floor - 3), (-half * 0.80, 6.5), (-half * 0.62, 2.0)]
    return curve(outline, closed=True)


def _heart(body: Body, half: float, findings: Findings) -> Points:
    floor, grown = body.lung_height + 1.6, 1 + 0.35 * findings.heart
    back = 0.22 * half * grown + 0.6 * findings.heart
    top = floor - body.heart_height * (0.92 + 0.1 * findings.heart)
    outline = [(-half * 0.35, top + 0.2), (0.2, top + 0.8), (back, top + 3.2), (back * 1.25, floor - 3.2)]
    outline += [(back * 0.8, floor), (-half * 0.4, floor + 1.2), (-half * 0.85, floor + 0.2)]
    outline += [(-half * 0.87, floor - 3.4), (-half * 0.70, top + 2.5)]
    return curve(outline, closed=True)


def _great_vessels(half: float) -> Points:
    arch = [
        (-half * 0.35, 6.5),
        (-half * 0.30, 3.0),
        (0.6, 1.4),
        (3.2, 2.6),
        (4.0, 6.0),
        (3.4, 9.5),
        (1.6, 9.8),
    ]
    return curve([*arch, (0.2, 8.2)], closed=True)


def _above_fluid(canvas: Canvas, body: Body, findings: Findings, half: float) -> Layer:
    x, y = canvas.x, canvas.y
    surface = (
        body.lung_height
        + 4.2
        - findings.effusion_height * (0.55 + 0.5 * np.clip(np.abs(x) / half, 0, 1) ** 2)
    )
    return (0.45 + 0.55 / (1 + np.exp((y - surface) / 0.35))).astype(np.float32)


def _vessels(canvas: Canvas, body: Body, rng: np.random.Generator) -> Layer:
    layer = canvas.empty()
    x, y = 0.9, 0.47 * body.lung_height
    for width in (0.5, 0.36, 0.26, 0.18):
        lines = []
        for angle in rng.uniform(0, 2 * np.pi, 16):
            reach = rng.uniform(2.0, 4.0) / width**0.55
            way = np.array([np.cos(angle), np.sin(angle)])
            bend = rng.uniform(-0.8, 0.8, 2)
            lines.append(
                curve([(x, y) + way * reach * 0.25, (x, y) + way * reach * 0.6 + bend, (x, y) + way * reach])
            )
        layer = np.maximum(layer, 2.6 * width * canvas.lines(lines, width, 0.07))
    return layer + 1.8 * canvas.blob((x, y), (1.3, 1.6))


def _opacity(canvas: Canvas, body: Body, findings: Findings, half: float, rng: np.random.Generator) -> Layer:
    layer = canvas.empty()
    if findings.consolidation:
        y = body.lung_height * (0.25 if findings.consolidation_high else 0.78)
        hill = canvas.blob((half * 0.4, y), (2.3, 2.2))
        layer += 5.0 * hill * np.clip(1 + 0.4 * noise(rng, canvas, 1.0), 0, None)
    if findings.edema:
        layer += 3.0 * findings.edema * canvas.blob((1.2, 0.5 * body.lung_height), (4.0, 5.0))
    if findings.nodule:
        layer += 3.2 * (
            canvas.blurred((canvas.blob((half * 0.35, 6.5), (0.9, 0.9)) > 0.35).astype(np.float32), 0.08)
        )
    if findings.atelectasis:
        band = curve(
            [
                (1.0, body.lung_height - 1.5),
                (half * 0.4, body.lung_height - 1.0),
                (half * 0.8, body.lung_height),
            ]
        )
        layer += 2.5 * canvas.lines([band], 0.4, 0.1)
    return layer


def _spine(canvas: Canvas, body: Body, half: float) -> Layer:
    bodies = canvas.empty()
    processes = []
    for number, y in enumerate(np.arange(-9.0, body.lung_height + 16, 2.35)):
        x = half * 0.80 - 0.02 * (y - 9) ** 2 * 0.6 + 1.0
        size = 1.5 + 0.04 * number
        box = [
            (-size, -0.9),
            (0, -0.8),
            (size, -0.9),
            (size * 0.9, 0),
            (size, 0.9),
            (0, 0.8),
            (-size, 0.9),
            (-size * 0.88, 0),
        ]
        bodies = np.maximum(bodies, canvas.filled(curve(box, closed=True, steps=6) + np.array([x, y])))
        processes.append(np.array([(x + size + 0.4, y), (x + size + 2.0, y + 1.6)]))
    shell = canvas.blurred(bodies, 0.07)
    return np.asarray(
        2.3 * shell - 0.9 * canvas.blurred(bodies, 0.3) * shell + 0.5 * canvas.lines(processes, 0.6, 0.15),
        np.float32,
    )


def _ribs(canvas: Canvas, body: Body, half: float) -> Layer:
    lines = []
    for side in (-0.5, 0.5):
        for number in range(10):
            y = -1.6 + body.rib_pitch * number + side
            drop = (2.6 + 0.55 * number) * body.rib_slope
            lines.append(
                curve(
                    [
                        (half * 0.98, y),
                        (half * 0.5, y + drop * 0.35),
                        (-half * 0.2, y + drop * 0.85),
                        (-half * 0.8, y + drop),
                    ]
                )
            )
    return tubes(canvas, lines, 0.95, 0.62, 0.07)


def _sternum(canvas: Canvas, body: Body, half: float) -> Layer:
    bone = curve([(-half * 0.74, 1.6), (-half * 0.9, 6), (-half * 0.97, body.lung_height * 0.72)])
    return tubes(canvas, [bone], 1.1, 1.5, 0.07)


def _devices(canvas: Canvas, body: Body, findings: Findings, half: float) -> Layer:
    layer = canvas.empty()
    floor = body.lung_height
    if findings.pacemaker:
        case = [np.array([(-half * 0.82, 1.6), (-half * 0.95, 5.4)])]
        lead = curve(
            [(-half * 0.8, 2), (-2.0, 0.4), (0.3, 4.0), (0.3, 9.0), (-1.0, floor - 2), (-half * 0.62, floor)]
        )
        layer += 6.0 * canvas.lines(case, 0.95, 0.03) + 1.5 * canvas.lines([lead], 0.13, 0.02)
    if findings.wires:
        ties = [
            np.array([(-half * 0.92, y), (-half * 0.80, y + 0.5)]) for y in np.arange(3.0, floor * 0.75, 2.4)
        ]
        layer += 3.2 * canvas.lines(ties, 0.12, 0.02)
    if findings.central_line or findings.tube:
        layer += 1.0 * canvas.lines([curve([(-1.2, -9), (-0.6, -1), (-0.2, 4), (-0.1, 8.5)])], 0.18, 0.03)
    return layer
