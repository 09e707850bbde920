"""Advice to a person who aims a phone: one short sentence, the action before its reason.

The sentences are the context ``framing`` of ``messages/en/pages/codes.ftl``.
"""

from collections.abc import Sequence

from capture.reasons import said_of
from matching.guidance import Advice
from messages import Message


def wrong_xray_sentence(shows: int | None) -> str:
    """Return a sentence about the x-ray that a photo shows instead of its own; None if unknown."""
    return (
        Message("framing-wrong-xray") if shows is None else Message("framing-wrong-xray-shows", shows=shows)
    )


def framing_sentence(advice: Sequence[Advice]) -> str:
    """Return the most urgent advice in words.

    Args:
        advice: As `matching.advice` or `matching.aim` give it; the first one is said.
    """
    if not advice:
        return said_of("framed_well", "framing")
    first = advice[0]
    # Fluent's variants have no spaces: "upper left" is one of them.
    side = first.side.replace(" ", "-")
    return said_of(first.code, "framing", side=side, degrees=str(first.degrees))
