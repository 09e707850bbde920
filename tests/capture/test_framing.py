"""Every advice has a short sentence, and the sentence names its side."""

from __future__ import annotations

import pytest

import matching
from capture.framing import framing_sentence
from messages import catalogue

SIDES = {
    "corner_outside": ["upper left", "upper right", "lower right", "lower left"],
    "side_outside": ["left", "right", "top", "bottom"],
    "glare": ["left", "right", "top", "bottom", "centre"],
    "turn": ["left", "right"],
    "tilted": ["left", "right", "above", "below"],
    "off_centre": ["left", "right", "top", "bottom"],
}


def said(code: str, side: str = "", degrees: int = 0) -> str:
    return framing_sentence([matching.Advice(code, side, degrees), matching.Advice("moire")])


@pytest.mark.parametrize(
    ("advice", "sentence"),
    [
        (("no_xray",), "No x-ray found. Point the phone at the screen."),
        (("move_closer",), "Move closer"),
        (("corner_outside", "lower left"), "Lower left corner is outside the picture"),
        (("side_outside", "left"), "The left side is outside the picture"),
        (("glare", "right"), "Glare on the right"),
        (("glare", "centre"), "Glare in the middle"),
        (("glare",), "Glare"),
        (("turn", "left", 3), "Turn 3° left"),
        (("tilted", "above", 14), "Seen 14° from above. Move the phone down."),
        (("tilted", "left", 14), "Seen 14° from the left. Move the phone right."),
        (("off_centre", "top"), "The x-ray is too far up. Point the phone up."),
        (("framed_well",), "The x-ray is framed well"),
    ],
)
def test_the_most_urgent_advice_is_said(advice: tuple[str, str, int], sentence: str) -> None:
    assert said(*advice) == sentence


def test_without_advice_there_is_nothing_to_do() -> None:
    assert framing_sentence([]) == "The x-ray is framed well"


@pytest.mark.parametrize("code", matching.ADVICE_CODES)
def test_every_advice_can_be_said(code: str) -> None:
    for side in SIDES.get(code, [""]):
        sentence = said(code, side, 7)
        assert sentence[0].isupper()
        assert len(sentence) <= 90
        assert not set("{}") & set(sentence)


def test_no_sentence_is_without_its_advice() -> None:
    assert catalogue().with_context("framing") == set(matching.ADVICE_CODES)
