"""More contrast by a factor; see `transforms.enhance`."""

from dataclasses import dataclass

from transforms.enhance import Contrast
from transforms.registry import register


@register
@dataclass(frozen=True)
class ContrastUp(Contrast):
    """More contrast around the picture's mean grey."""

    name = "contrast_up"
    summary = "More contrast around the picture's mean grey."
    upwards = True
