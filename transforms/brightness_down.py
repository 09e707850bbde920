"""Darker by a factor; see `transforms.enhance`."""

from dataclasses import dataclass

from transforms.enhance import Brightness
from transforms.registry import register


@register
@dataclass(frozen=True)
class BrightnessDown(Brightness):
    """The picture darker, as on a dim monitor or with a short exposure."""

    name = "brightness_down"
    summary = "The picture darker, as on a dim monitor or with a short exposure."
    upwards = False
