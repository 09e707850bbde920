"""Instructions for a person who aims a phone: one short sentence, the action before the reason."""

from collections.abc import Sequence

from capture.reasons import number, sentence
from matching.guidance import Advice

FRAMING: dict[str, str] = {
    "no_xray": "No x-ray found. Point the phone at the screen.",
    "black_screen": "The screen looks empty. Wake it, or uncover the camera.",
    "mirrored": "The picture is mirrored. Use the camera on the back of the phone.",
    "few_features": "This x-ray has too little structure to be found. Frame it by eye.",
    "torn": "Part of the picture shows something else. Keep the view free and hold still.",
    "covered": "Something lies in front of the x-ray. Take it away, on the screen or before it.",
    "off_screen": "The screen does not show all of the x-ray. Set its page to 100 % and full screen.",
    "stretched": "The x-ray is out of proportion on the screen. Set the monitor to its own resolution.",
    "several": "Two x-rays are in the picture. Close the other one.",
    "unsure": "The x-ray is hard to make out. Move closer and hold still.",
    "corner_outside": "{side} corner is outside the picture",
    "side_outside": "{side} is outside the picture",
    "move_back": "Move back",
    "move_closer": "Move closer",
    "blurred": "The picture is blurred. Hold still and let the camera focus.",
    "glare": "Glare {side}",
    "turn": "Turn {degrees}° {side}",
    "tilted": "Seen {degrees}° from {side}. Move the phone {opposite}.",
    "off_centre": "The x-ray is too far {side}. Point the phone {side}.",
    "too_dark": "The picture is too dark. Make the screen brighter, or the exposure longer.",
    "overexposed": "The picture is overexposed. Make the exposure shorter.",
    "low_contrast": "The picture is pale. Darken the room, or make the screen brighter.",
    "low_resolution": "The x-ray has few pixels. Move closer, or use a better camera.",
    "moire": "Stripes in the picture. Move a little closer or farther away.",
    "framed_well": "The x-ray is framed well",
}
"""By the advice's code. ``{degrees}``: its angle; ``{side}``: its side in words; ``{opposite}``: the way from there."""

_WORDS: dict[str, dict[str, str]] = {
    "corner_outside": {
        corner: corner.capitalize() for corner in ("upper left", "upper right", "lower right", "lower left")
    },
    "side_outside": {
        "left": "The left side",
        "right": "The right side",
        "top": "The top",
        "bottom": "The bottom",
    },
    "glare": {
        "left": "on the left",
        "right": "on the right",
        "top": "at the top",
        "bottom": "at the bottom",
        "centre": "in the middle",
    },
    "turn": {"left": "left", "right": "right"},
    "tilted": {"left": "the left", "right": "the right", "above": "above", "below": "below"},
    "off_centre": {"left": "left", "right": "right", "top": "up", "bottom": "down"},
}
_OPPOSITE = {"left": "right", "right": "left", "above": "down", "below": "up"}


def wrong_xray_sentence(shows: int | None) -> str:
    """Return a sentence about the x-ray that a photo shows instead of its own; None if unknown."""
    return (
        "The photo does not show this x-ray." if shows is None else f"The photo shows x-ray {number(shows)}."
    )


def framing_sentence(advice: Sequence[Advice]) -> str:
    """Return the most urgent advice in words.

    Args:
        advice: As `matching.advice` or `matching.aim` give it; the first one is said.
    """
    if not advice:
        return FRAMING["framed_well"]
    first = advice[0]
    return sentence(
        FRAMING[first.code],
        side=_WORDS.get(first.code, {}).get(first.side, first.side),
        opposite=_OPPOSITE.get(first.side, ""),
        degrees=str(first.degrees),
    )
