"""Quality of a photo, measured against the x-ray that it shows.

Every measure is relative: a smooth x-ray is not a blurred photo, nor a dark one underexposed. Units, limits and
meanings are in `matching.limits`.
"""

import math
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.features.reference import Reference
from matching.limits import LIMITS, Judgement
from matching.match import Match
from matching.quality.aligned_photo import align_photo
from matching.quality.framing import measure_framing
from matching.quality.moire import measure_moire
from matching.quality.photometry import measure_light
from matching.quality.sharpness import measure_sharpness
from matching.quality.tilt import tilt_of

_UNKNOWN = math.nan


@dataclass(frozen=True, slots=True)
class Quality:
    """Measures of a photo; NaN for those that could not be measured. Units and meanings: `LIMITS`.

    Attributes:
        outside: What is cut off: "upper left", "upper right", "lower right", "lower left" (a corner), "left",
            "right", "top", "bottom" (two corners), "much" (more), or "".
        glare_side: Where the glare is, as the photo shows it: "left", "right", "top", "bottom", "centre", or "".
    """

    coverage: float = _UNKNOWN
    fill: float = _UNKNOWN
    area: float = _UNKNOWN
    scale: float = _UNKNOWN
    off_centre_x: float = _UNKNOWN
    off_centre_y: float = _UNKNOWN
    yaw: float = _UNKNOWN
    pitch: float = _UNKNOWN
    tilt: float = _UNKNOWN
    roll: float = _UNKNOWN
    sharpness: float = _UNKNOWN
    glare: float = _UNKNOWN
    contrast: float = _UNKNOWN
    exposure: float = _UNKNOWN
    clipped: float = _UNKNOWN
    moire: float = _UNKNOWN
    outside: str = ""
    glare_side: str = ""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Codes of defects that are no reason to refuse the photo, in the order of `LIMITS`."""
        refused = self.rejections
        return tuple(code for code in self._codes("warn") if code not in refused)

    @property
    def rejections(self) -> tuple[str, ...]:
        """Codes of defects that make the photo unusable, in the order of `LIMITS`."""
        return self._codes("reject")

    def _codes(self, judgement: Judgement) -> tuple[str, ...]:
        found = [row.code for row in LIMITS.values() if row.judge(getattr(self, row.name)) == judgement]
        return tuple(dict.fromkeys(found))

    def to_json(self) -> dict[str, float | str]:
        """Return the measures by name, to four digits, and the two sides where they are known."""
        measured: dict[str, float | str] = {
            name: float(f"{value:.4g}") for name in LIMITS if math.isfinite(value := getattr(self, name))
        }
        return measured | {place: where for place in _PLACES if (where := getattr(self, place))}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Quality":
        """Read the output of `to_json`; names that this version does not know are left out."""
        known = {field.name for field in fields(cls)}  # the dataclass knows their types
        return cls(**{name: item for name, item in value.items() if name in known})


_PLACES = ("outside", "glare_side")


def measure_quality(
    photo: NDArray[np.uint8],
    reference: Reference,
    match: Match,
    *,
    scale: float = 1.0,
    focal_35mm: float | None = None,
) -> Quality:
    """Measure a photo in which the x-ray was found.

    Args:
        photo: uint8 (H, W), grey and upright.
        reference: The x-ray.
        match: What `verify` found; without a homography nothing can be measured.
        scale: Full-size pixels per pixel of ``photo``, as in `verify`.
        focal_35mm: 35 mm equivalent of the focal length from the photo's EXIF; None: as phones have it.
    """
    if match.homography is None:
        return Quality()
    size = (round(photo.shape[1] * scale), round(photo.shape[0] * scale))
    framing = measure_framing(match.homography, reference.size, size)
    tilt = tilt_of(match.homography, reference.size, size, focal_35mm)
    geometry = Quality(
        coverage=framing.coverage,
        fill=framing.fill,
        area=framing.area,
        scale=framing.scale,
        off_centre_x=framing.off_centre_x,
        off_centre_y=framing.off_centre_y,
        yaw=tilt.yaw,
        pitch=tilt.pitch,
        tilt=tilt.total,
        roll=tilt.askew,  # a phone that is held sideways takes photos as good; exports turn them upright
        outside=framing.outside,
    )
    flat = align_photo(photo, reference, match.homography, scale)
    light = measure_light(flat)
    if light is None:
        return geometry
    return replace(
        geometry,
        sharpness=measure_sharpness(flat),
        glare=light.glare,
        contrast=light.contrast,
        exposure=light.exposure,
        clipped=light.clipped,
        moire=measure_moire(flat),
        glare_side=light.glare_side if light.glare > LIMITS["glare"].warn else "",
    )
