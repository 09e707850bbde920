"""Procedurally drawn chest x-rays, for the demo, the tests, and users without data."""

from dataset.phantoms.demo import COUNT, NAME, make_demo_dataset
from dataset.phantoms.xray import draw_patient, draw_xray

__all__ = ["COUNT", "NAME", "draw_patient", "draw_xray", "make_demo_dataset"]
