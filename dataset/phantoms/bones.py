"""Bones of the frontal view: spine, ribs, collar bones, shoulder blades, upper arms.

A bone is a dense shell (cortex) round a lighter core, so each is drawn as a broad line minus part of a
narrower one: its borders come out bright, which is what makes a drawn rib look like a rib.
"""

import numpy as np

from dataset.phantoms.body import Body
from dataset.phantoms.canvas import Canvas, Layer, Points, curve, mirrored
from dataset.phantoms.findings import Findings

POSTERIOR_RIBS = 10


def tubes(canvas: Canvas, lines: list[Points], width: float, strength: float, blur: float = 0.05) -> Layer:
    """Draw bones along lines: ``strength`` is the water-equivalent thickness of the cortex in centimetres."""
    shell = canvas.lines(lines, width, blur)
    core = canvas.lines(lines, width * 0.62, blur * 1.6)
    return np.asarray(strength * (shell - 0.48 * core), np.float32)


def spine(canvas: Canvas, body: Body) -> Layer:
    """Draw vertebrae with the discs between them, their pedicles and spinous processes."""
    bodies, pedicles = canvas.empty(), []
    processes: list[Points] = []
    for number, y in enumerate(np.arange(-9.0, body.lung_height + 16, 2.35)):
        size = 1.45 + 0.035 * number
        x = body.spine(y)
        box = [
            (-size, -0.86),
            (0, -0.78),
            (size, -0.86),
            (size * 0.86, 0),
            (size, 0.86),
            (0, 0.78),
            (-size, 0.86),
        ]
        outline = curve([*box, (-size * 0.86, 0)], closed=True, steps=6) + np.array([x, y])
        bodies = np.maximum(bodies, canvas.filled(outline))
        pedicles += [
            np.array([(x + side * size * 0.6, y - 0.35), (x + side * size * 0.6, y - 0.05)])
            for side in (-1, 1)
        ]
        processes.append(np.array([(x, y + 0.3), (x + 0.05, y + 1.25)]))
    shell = canvas.blurred(bodies, 0.07)
    layer = 1.5 * shell - 0.55 * canvas.blurred(bodies, 0.28) * shell
    return np.asarray(
        layer + 0.4 * canvas.lines(pedicles, 0.42, 0.08) + 0.4 * canvas.lines(processes, 0.38, 0.08),
        np.float32,
    )


def rib_lines(body: Body, side: int) -> tuple[list[Points], list[Points]]:
    """Return the posterior and the anterior parts of one side's ribs, from the second on."""
    posterior, anterior = [], []
    for number in range(POSTERIOR_RIBS):
        y = -2.2 + body.rib_pitch * number
        drop = (1.6 + 0.52 * number) * body.rib_slope
        width = body.cage(y + drop) + 0.25
        start = 1.2 + side * body.spine(y)
        angle = np.linspace(0, np.radians(96), 16)
        x = start + (width - start) * np.sin(angle)
        rise = 0.55 * np.sin(2 * np.clip(angle, 0, np.pi / 2))
        posterior.append(mirrored(np.column_stack([x, y - rise + drop * (1 - np.cos(angle))]), side))
        if number < POSTERIOR_RIBS - 3:
            anterior.append(mirrored(_anterior(x[-1], y + drop, width, number, body), side))
    return posterior, anterior


def ribs(canvas: Canvas, body: Body, findings: Findings, rng: np.random.Generator) -> Layer:
    """Draw both sides' ribs; a fracture shifts one against itself."""
    layer = canvas.empty()
    broken = int(rng.integers(4, 7))
    for side in (-1, 1):
        posterior, anterior = rib_lines(body, side)
        if findings.fracture == side:
            posterior[broken : broken + 1] = _broken(posterior[broken], side)
        layer += tubes(canvas, posterior, 1.02, 1.35)
        layer += _fading(canvas, tubes(canvas, anterior, 1.15, 0.85, 0.09), body)
    return layer


def clavicles(canvas: Canvas, body: Body) -> Layer:
    """Draw both collar bones."""
    layer = canvas.empty()
    for side in (-1, 1):
        rise = body.clavicle_tilt
        points = [(1.7, 1.5), (4.5, 0.9 - 0.1 * rise), (8.5, 0.5 - 0.6 * rise), (12.0, -0.2 - 0.95 * rise)]
        points += [(15.2, 0.1 - 1.15 * rise)]
        line = curve(mirrored(points, side))
        layer += tubes(canvas, [line], 1.25, 1.6, 0.05)
        layer += 0.35 * canvas.lines([line[:8]], 1.3, 0.25)
    return layer


def scapulae(canvas: Canvas, body: Body) -> Layer:
    """Draw both shoulder blades, mostly outside the lungs."""
    layer = canvas.empty()
    for side in (-1, 1):
        edge, lift = body.half_width, body.shoulder
        blade = [(edge + 2.4, 1.2 - lift), (edge - 1.6, 1.4 - lift), (edge - 0.4, 6 - 0.5 * lift)]
        blade += [
            (edge + 0.9, 11.5 - 0.4 * lift),
            (edge + 2.2, 11.6 - 0.4 * lift),
            (edge + 3.2, 6 - 0.5 * lift),
        ]
        outline = curve(mirrored(blade, side), closed=True)
        mask = canvas.filled(outline, 0.06)
        layer += 0.45 * mask + 0.30 * canvas.lines([outline], 0.30, 0.10)
        crest = [(edge - 0.6, 3.2 - lift), (edge + 2.5, 1.0 - 1.1 * lift), (edge + 4.6, -1.0 - 1.1 * lift)]
        layer += tubes(canvas, [curve(mirrored(crest, side))], 1.0, 0.7, 0.1)
    return layer


def shoulders(canvas: Canvas, body: Body) -> Layer:
    """Draw heads and shafts of the upper arms."""
    layer = canvas.empty()
    for side in (-1, 1):
        x, y = body.half_width + 5.2, 1.2 - body.shoulder
        head = curve(
            mirrored(
                [
                    (x - 2.1, y),
                    (x - 0.9, y - 2.0),
                    (x + 1.3, y - 1.9),
                    (x + 2.3, y + 0.3),
                    (x + 0.8, y + 2.3),
                ],
                side,
            ),
            closed=True,
        )
        mask = canvas.filled(head)
        layer += 2.2 * canvas.blurred(canvas.depth(mask, 2.6), 0.06)
        shaft = curve(mirrored([(x + 0.5, y + 1.4), (x + 1.2, y + 6), (x + 1.7, y + 14)], side))
        layer += tubes(canvas, [shaft], 2.3, 2.0, 0.08)
    return layer


def _anterior(x: float, y: float, width: float, number: int, body: Body) -> Points:
    inner = width * (0.50 - 0.02 * number)
    drop = (3.4 + 0.35 * number) * body.rib_slope
    return curve(
        [(x, y), (x - 0.5, y + drop * 0.35), (0.62 * x + 0.38 * inner, y + drop * 0.78), (inner, y + drop)]
    )


def _fading(canvas: Canvas, layer: Layer, body: Body) -> Layer:
    """Fade the anterior ribs' ends, which turn to cartilage, towards the breastbone."""
    return np.asarray(layer / (1 + np.exp((0.60 * body.half_width - np.abs(canvas.x)) / 0.7)), np.float32)


def _broken(rib: Points, side: int) -> list[Points]:
    middle = len(rib) // 2 + 1
    outer = rib[middle:] + np.array([0.12 * side, 0.85])
    inner = rib[: middle + 1].copy()
    inner[-1] += (0.1 * side, -0.3)
    return [inner, outer]
