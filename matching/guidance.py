"""Advice about a photo, the most urgent first, as codes with a side or an angle; the words are elsewhere.

Refusals come before warnings; within both, first what hides the x-ray, then where the phone stands, then light.
"""

from dataclasses import dataclass

from matching.limits import LIMITS
from matching.match import Match
from matching.quality.quality import Quality

ADVICE_CODES = (
    "no_xray",
    "black_screen",
    "mirrored",
    "few_features",
    "torn",
    "covered",
    "off_screen",
    "stretched",
    "several",
    "unsure",
    "corner_outside",
    "side_outside",
    "move_back",
    "move_closer",
    "blurred",
    "glare",
    "turn",
    "tilted",
    "off_centre",
    "too_dark",
    "overexposed",
    "low_contrast",
    "low_resolution",
    "moire",
    "framed_well",
)
"""Every code, in the order in which they are given."""

HINTS = frozenset({"low_resolution", "moire"})
"""What no framing can help, or only by luck: worth saying, but photos may be taken so."""

_WITH_PLACE = {
    **{
        code: code
        for code in (
            "torn",
            "covered",
            "off_screen",
            "stretched",
            "several",
            "unsure",
            "overexposed",
            "few_features",
        )
    },
    "mixed": "torn",
    "ambiguous": "unsure",
}
"""Advice on a photo in which the x-ray was found, by the code of its match."""

_WITHOUT_PLACE = {code: code for code in ("black_screen", "mirrored", "overexposed", "few_features")}


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do or to know.

    Attributes:
        code: One of `ADVICE_CODES`.
        side: Where: the corner or side that is cut off, where the glare is, where the x-ray lies too far, from
            where it is seen ("left", "above", ...), to which side the phone is to be turned; or "".
        degrees: By how much, a positive whole number; 0 where there is no angle.
        urgent: Whether the photo would be refused for it.
    """

    code: str
    side: str = ""
    degrees: int = 0
    urgent: bool = False


def advice(match: Match, quality: Quality) -> list[Advice]:
    """Return the advice about a photo; never empty: ``framed_well`` when there is nothing to do.

    Args:
        match: What `verify` found.
        quality: What `measure_quality` measured.
    """
    if match.homography is None:
        return [Advice(_WITHOUT_PLACE.get(match.code, "no_xray"), urgent=True)]
    given = [Advice(_WITH_PLACE[match.code], urgent=True)] if match.code in _WITH_PLACE else []
    given += [_advice(code, quality, urgent=True) for code in quality.rejections]
    given += [_advice(code, quality, urgent=False) for code in quality.warnings]
    given.sort(key=lambda one: (not one.urgent, ADVICE_CODES.index(one.code)))
    return given or [Advice("framed_well")]


def _advice(code: str, quality: Quality, urgent: bool) -> Advice:
    side, degrees = "", 0.0
    if code == "corner_outside":
        code, side = _cut_off(quality.outside)
    elif code == "glare":
        side = quality.glare_side
    elif code == "turn":
        side, degrees = ("right" if quality.roll > 0 else "left"), abs(quality.roll)
    elif code == "tilted":
        side, degrees = _seen_from(quality)
    elif code == "off_centre":
        side = _too_far(quality)
    return Advice(code, side, round(degrees), urgent)


def _cut_off(outside: str) -> tuple[str, str]:
    if " " in outside:
        return "corner_outside", outside
    return ("side_outside", outside) if outside in ("left", "right", "top", "bottom") else ("move_back", "")


def _seen_from(quality: Quality) -> tuple[str, float]:
    """Return the direction from which the camera looks, by the greater of its two angles."""
    if abs(quality.yaw) >= abs(quality.pitch):
        return ("right" if quality.yaw > 0 else "left"), abs(quality.yaw)
    return ("above" if quality.pitch > 0 else "below"), abs(quality.pitch)


def _too_far(quality: Quality) -> str:
    x, y = quality.off_centre_x, quality.off_centre_y
    past = LIMITS["off_centre_x"].warn, LIMITS["off_centre_y"].warn
    if abs(x) / past[0] >= abs(y) / past[1]:
        return "right" if x > 0 else "left"
    return "bottom" if y > 0 else "top"
