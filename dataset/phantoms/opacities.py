"""Opacities and lucencies of the lungs: fluid, collapse, infection, nodules."""

import numpy as np

from dataset.phantoms.body import Body
from dataset.phantoms.canvas import Canvas, Layer, curve, mirrored, noise
from dataset.phantoms.findings import Findings
from dataset.phantoms.vessels import hilum


class AirAndFluid:
    """Air content of each lung, and where blood flows in it.

    Attributes:
        aerated: For each side, 1 where the lung is full of air and 0 where fluid has taken its place.
        perfused: 1 where vessels show, 0 in the air outside a collapsed lung.
    """

    def __init__(
        self,
        canvas: Canvas,
        body: Body,
        findings: Findings,
        lungs: dict[int, Layer],
        rng: np.random.Generator,
    ) -> None:
        self._canvas = canvas
        self._body = body
        self._pleura = _pleura_line(body, findings, rng) if findings.pneumothorax else None
        self.aerated = {side: self._air(findings, side) for side in lungs}
        self.perfused = np.ones_like(lungs[1])
        if self._pleura is not None:
            self.perfused = canvas.blurred(self._collapsed(), 0.08)
            other_side = canvas.x * findings.pneumothorax < 0
            self.perfused = np.maximum(self.perfused, other_side.astype(np.float32))
            self.aerated[findings.pneumothorax] *= 1.12 - 0.34 * self.perfused

    def lines(self) -> Layer:
        """Return the hairline of a collapsed lung's surface."""
        if self._pleura is None:
            return self._canvas.empty()
        return 0.55 * self._canvas.lines([self._pleura], 0.10, 0.03)

    def _air(self, findings: Findings, side: int) -> Layer:
        air = np.ones((self._canvas.height, self._canvas.width), np.float32)
        if findings.effusion == side:
            x, y = self._canvas.x, self._canvas.y
            rim = self._body.lung_height + 3.5
            outwards = np.clip(x * side / self._body.half_width, 0, 1.1)
            # A meniscus: level towards the heart, climbing along the chest wall.
            surface = rim - findings.effusion_height * (0.80 + 0.55 * outwards**3)
            air = 1 / (1 + np.exp((y - surface) / 0.32))
        return air.astype(np.float32)

    def _collapsed(self) -> Layer:
        assert self._pleura is not None
        side = 1 if self._pleura[:, 0].mean() > 0 else -1
        inner = mirrored([(0, self._body.lung_height + 8), (0, -4)], side)
        return self._canvas.filled(np.vstack([self._pleura, inner]))


def frontal_opacities(canvas: Canvas, body: Body, findings: Findings, rng: np.random.Generator) -> Layer:
    """Return centimetres of abnormal water in the lungs."""
    layer = canvas.empty()
    if findings.edema:
        layer += _edema(canvas, body, findings, rng)
    if findings.consolidation:
        layer += _consolidation(canvas, body, findings, rng)
    if findings.nodule:
        layer += _nodule(canvas, body, findings.nodule, rng)
    if findings.atelectasis:
        layer += _atelectasis(canvas, body, findings.atelectasis, rng)
    if findings.pleural_plaque:
        layer += _plaque(canvas, body, findings.pleural_plaque, rng)
    return layer


def _edema(canvas: Canvas, body: Body, findings: Findings, rng: np.random.Generator) -> Layer:
    layer = canvas.empty()
    for side in (-1, 1):
        x, y = hilum(body, side)
        layer += canvas.blob((x + side * 2.0, y + 1.5), (3.2, 4.2), side * 14)
    cloud = np.clip(1 + 0.10 * noise(rng, canvas, 0.5) + 0.28 * noise(rng, canvas, 1.8), 0, None)
    septa = []
    for side in (-1, 1):
        for _ in range(9):
            height = body.lung_height - rng.uniform(-1.6, 4.5)
            edge = body.cage(height) - 0.2
            line = [(edge, height), (edge - rng.uniform(1.0, 1.9), height + rng.uniform(-0.2, 0.2))]
            septa.append(mirrored(line, side))
    return np.asarray(
        4.2 * findings.edema * layer * cloud + 0.45 * canvas.lines(septa, 0.08, 0.04), np.float32
    )


def _consolidation(canvas: Canvas, body: Body, findings: Findings, rng: np.random.Generator) -> Layer:
    side = findings.consolidation
    height = body.lung_height * (0.26 if findings.consolidation_high else 0.74)
    centre = (side * body.half_width * rng.uniform(0.52, 0.66), height)
    hill = canvas.blob(centre, (rng.uniform(2.2, 3.2), rng.uniform(1.9, 2.8)), rng.uniform(-40, 40))
    cloud = hill * np.clip(1 + 0.26 * noise(rng, canvas, 1.6) + 0.07 * noise(rng, canvas, 0.5), 0, None)
    bronchi = []
    for _ in range(5):
        angle = rng.uniform(-1.1, 1.1)
        reach = rng.uniform(1.8, 3.2) * np.array([side * np.cos(angle), np.sin(angle)])
        start = np.array(centre) - reach * 0.8
        bronchi.append(curve([start, start + reach * 0.7 + rng.uniform(-0.2, 0.2, 2), start + 1.4 * reach]))
    return np.asarray(
        7.0 * np.minimum(cloud, 1.1) * (1 - 0.30 * canvas.lines(bronchi, 0.24, 0.09)), np.float32
    )


def _nodule(canvas: Canvas, body: Body, side: int, rng: np.random.Generator) -> Layer:
    centre = (side * body.half_width * rng.uniform(0.45, 0.7), body.lung_height * rng.uniform(0.25, 0.7))
    angle = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    radius = rng.uniform(1.1, 1.7) * (1 + 0.10 * rng.standard_normal(14))
    outline = np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None] + centre
    mask = canvas.filled(curve(outline, closed=True))
    return 2.9 * canvas.blurred(canvas.depth(mask, 1.5), 0.07)


def _atelectasis(canvas: Canvas, body: Body, side: int, rng: np.random.Generator) -> Layer:
    bands = []
    for number in range(3):
        y = body.lung_height - 0.6 - 1.5 * number + rng.uniform(-0.3, 0.3)
        start = body.half_width * rng.uniform(0.28, 0.4)
        end = start + rng.uniform(4.0, 6.5)
        band = [(start, y), ((start + end) / 2, y - rng.uniform(0.1, 0.6)), (end, y + rng.uniform(-0.5, 0.7))]
        bands.append(curve(mirrored(band, side)))
    haze = canvas.blob((side * body.half_width * 0.5, body.lung_height - 0.5), (3.5, 1.5))
    return 2.4 * canvas.lines(bands, 0.42, 0.10) + 1.7 * haze


def _plaque(canvas: Canvas, body: Body, side: int, rng: np.random.Generator) -> Layer:
    heights = np.linspace(body.lung_height * 0.35, body.lung_height * 0.95, 12)
    inset = 0.2 + 0.8 * np.sin(np.linspace(0, np.pi, 12)) * rng.uniform(0.7, 1.3, 12)
    edge = np.array([body.cage(y) for y in heights])
    outline = np.vstack(
        [np.column_stack([edge + 0.2, heights]), np.column_stack([edge - inset, heights])[::-1]]
    )
    mask = canvas.filled(mirrored(outline, side), 0.06)
    return np.asarray(mask * np.clip(2.2 + 0.9 * noise(rng, canvas, 0.25), 0, None), np.float32)


def _pleura_line(body: Body, findings: Findings, rng: np.random.Generator) -> np.ndarray:
    side, gap = findings.pneumothorax, rng.uniform(2.2, 3.6)
    heights = np.linspace(0.8, body.lung_height + 2.0, 9)
    points = [
        (body.cage(y) - gap * (1.0 - 0.45 * share), y)
        for y, share in zip(heights, np.linspace(0, 1, 9), strict=True)
    ]
    return curve(mirrored([(2.2, 0.9 + 0.3 * gap), (3.6, 0.2 + 0.25 * gap), *points[1:]], side))
