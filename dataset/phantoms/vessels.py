"""Lung vessels: trees that branch from the hila and thin out towards the pleura."""

import numpy as np

from dataset.phantoms.body import Body
from dataset.phantoms.canvas import Canvas, Layer, Points
from dataset.phantoms.findings import Findings

_GENERATIONS = 8
_FIRST_WIDTH = 0.52
_NARROWING = 0.76


def hilum(body: Body, side: int) -> tuple[float, float]:
    """Return the position where one lung's vessels enter it; the left is slightly higher."""
    return side * (body.mediastinum + 1.0), 0.50 * body.lung_height - (0.7 if side > 0 else 0.0)


def vessels(canvas: Canvas, body: Body, findings: Findings, rng: np.random.Generator) -> Layer:
    """Return the thickness of blood in the lungs' vessels, in centimetres."""
    layer = canvas.empty()
    for width, lines in _trees(body, rng):
        fuzz = 0.05 + 0.10 * findings.edema * (width < 0.3)
        strength = 2.4 * width * (1 + 0.3 * findings.edema)
        layer = np.maximum(layer, strength * canvas.lines(lines, width, fuzz))
    return layer


def hila(canvas: Canvas, body: Body, findings: Findings, rng: np.random.Generator) -> Layer:
    """Draw the bundle of large vessels at each lung's root."""
    layer = canvas.empty()
    for side in (-1, 1):
        x, y = hilum(body, side)
        for _ in range(5):
            centre = (x + side * rng.uniform(-0.5, 0.9), y + rng.uniform(-1.6, 2.2))
            layer += rng.uniform(0.9, 1.7) * canvas.blob(
                centre, (rng.uniform(0.4, 0.8), rng.uniform(0.3, 0.6))
            )
    return layer * (1 + 0.5 * findings.edema)


def _trees(body: Body, rng: np.random.Generator) -> list[tuple[float, list[Points]]]:
    """Return all branches of both lungs, by their width."""
    tips = []
    for side in (-1, 1):
        x, y = hilum(body, side)
        for degrees in (-78, -50, -20, 12, 38, 62, 84):
            tips.append((x, y + rng.uniform(-0.8, 1.2), np.radians(degrees + rng.uniform(-9, 9)), side))
    generations = []
    for generation in range(_GENERATIONS):
        length = 2.1 * 0.90**generation
        lines, grown = [], []
        for x, y, angle, side in tips:
            line, end = _branch(x, y, angle, side, length * rng.uniform(0.7, 1.3), rng)
            lines.append(line)
            spread = rng.uniform(0.22, 0.62)
            grown += [(*end, angle - spread, side), (*end, angle + spread * rng.uniform(0.4, 1.0), side)]
        generations.append((_FIRST_WIDTH * _NARROWING**generation, lines))
        tips = [tip for tip in grown if abs(tip[0]) < body.half_width and rng.random() < 0.93]
    return generations


def _branch(
    x: float, y: float, angle: float, side: int, length: float, rng: np.random.Generator
) -> tuple[Points, tuple[float, float]]:
    bend = rng.uniform(-0.25, 0.25)
    turned = angle + bend * np.array([0.0, 0.5, 1.0])
    steps = length / 3 * np.column_stack([side * np.cos(turned), np.sin(turned)])
    line = np.vstack([[x, y], np.array([x, y]) + np.cumsum(steps, axis=0)])
    return line, (float(line[-1, 0]), float(line[-1, 1]))
