"""One whole drawn x-ray: patient, view, position on the detector, exposure, marker."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dataset.phantoms.body import Body, draw_body
from dataset.phantoms.canvas import Canvas
from dataset.phantoms.devices import devices
from dataset.phantoms.exposure import collimate, expose, mark
from dataset.phantoms.findings import Findings, draw_findings
from dataset.phantoms.frontal import frontal
from dataset.phantoms.lateral import lateral

View = Literal["frontal", "lateral"]

_SEED = 20200713  # so that nobody else's generator gives the same patients
_SIZES = ((1024, 1152), (1152, 1024), (1088, 1088), (1200, 1024), (1024, 1200), (1120, 1040), (1040, 1120))
_NOTES = ("PORTABLE", "SUPINE", "AP")


@dataclass(frozen=True, slots=True)
class Patient:
    """One drawn patient.

    Attributes:
        number: From 1.
        body: Anatomy.
        findings: What the patient has.
        supine: Photographed lying, front to back (AP), rather than standing (PA).
    """

    number: int
    body: Body
    findings: Findings
    supine: bool


def draw_patient(number: int) -> Patient:
    """Draw the ``number``-th patient; the same number gives the same patient."""
    rng = np.random.default_rng([_SEED, number])
    body, findings = draw_body(rng), draw_findings(number, rng)
    return Patient(number, body, findings, bool(findings.tube or findings.electrodes or rng.random() < 0.25))


def draw_xray(patient: Patient, view: View, size: float = 1.0) -> NDArray[np.uint8]:
    """Draw a patient's x-ray, 8-bit grey ``(H, W)``; reproducible.

    Args:
        patient: The patient.
        view: The view.
        size: Of the detector in pixels, as a share of about 1,000: smaller ones are drawn faster.
    """
    rng = np.random.default_rng([_SEED, patient.number, 1 if view == "frontal" else 2])
    canvas = _placed(patient, view, rng, size)
    body, findings = patient.body, patient.findings
    if view == "frontal":
        thickness = frontal(canvas, body, findings, rng) + devices(canvas, body, findings, rng)
    else:
        thickness = lateral(canvas, body, findings, rng)
    picture = expose(thickness, canvas, rng, rng.uniform(0.85, 1.25))
    mark(picture, *_marker(view, picture, rng, size))
    if patient.supine and view == "frontal":
        corner = int(0.05 * canvas.width), int(0.93 * canvas.height)
        mark(picture, str(rng.choice(_NOTES)), corner, round(30 * size), False)
    return collimate(picture, _margins(rng, canvas), rng.uniform(-2.5, 2.5))


def _placed(patient: Patient, view: View, rng: np.random.Generator, size: float) -> Canvas:
    width, height = (round(size * side) for side in _SIZES[int(rng.integers(len(_SIZES)))])
    body = patient.body
    # Lungs with the room above and below that a technician leaves; wide detectors cut the belly.
    tall = body.lung_height + rng.uniform(9.5, 14.0)
    wide = 2 * body.half_width + rng.uniform(3.0, 8.0)
    scale = min(height / tall, width / wide) if view == "frontal" else height / (tall + 2)
    x = width * (0.5 + rng.uniform(-0.045, 0.045))
    y = scale * rng.uniform(4.2, 6.5)
    return Canvas.placed((width, height), scale, (x, y), rng.uniform(-4.5, 4.5))


def _marker(
    view: View, picture: NDArray[np.uint8], rng: np.random.Generator, size: float
) -> tuple[str, tuple[int, int], int, bool]:
    height, width = picture.shape
    left = view == "lateral" or bool(rng.random() < 0.5)
    initials = "".join(rng.choice(list("ABDEHJKMPST"), 2)) if rng.random() < 0.5 else ""
    text = ("L" if left else "R") + (f" {initials}" if initials else "")
    x = rng.uniform(0.80, 0.88) if left else rng.uniform(0.05, 0.10)
    y = rng.uniform(0.04, 0.16) if rng.random() < 0.75 else rng.uniform(0.70, 0.84)
    return text, (int(x * width), int(y * height)), int(size * rng.uniform(36, 64)), bool(rng.random() < 0.4)


def _margins(rng: np.random.Generator, canvas: Canvas) -> tuple[int, int, int, int]:
    if rng.random() < 0.55:
        return 0, 0, 0, 0
    sides, ends = rng.integers(0, canvas.width // 22, 2), rng.integers(0, canvas.height // 26, 2)
    return int(sides[0]), int(ends[0]), int(sides[1]), int(ends[1])
