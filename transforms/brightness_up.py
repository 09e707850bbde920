"""Brighter by a factor; see `transforms.enhance`."""

from dataclasses import dataclass

from transforms.enhance import Brightness
from transforms.registry import register


@register
@dataclass(frozen=True)
class BrightnessUp(Brightness):
    """The picture brighter, as on a bright monitor or with a long exposure."""

    name = "brightness_up"
    summary = "The picture brighter, as on a bright monitor or with a long exposure."
    upwards = True
