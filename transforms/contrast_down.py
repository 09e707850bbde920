"""Less contrast by a factor; see `transforms.enhance`."""

from dataclasses import dataclass

from transforms.enhance import Contrast
from transforms.registry import register


@register
@dataclass(frozen=True)
class ContrastDown(Contrast):
    """Less contrast around the picture's mean grey, as through haze on the glass."""

    name = "contrast_down"
    summary = "Less contrast around the picture's mean grey, as through haze on the glass."
    upwards = False
