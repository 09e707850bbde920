"""The codes of reasons that sessions, photos and phones have, and how people are told of them.

The sentences are in ``messages/en/pages/codes.ftl``, by code and context; a code belongs to a context if it has a
sentence there.
"""

from __future__ import annotations

from messages import Message, catalogue

PAUSES = catalogue().with_context("pause")
AIM_ENDS = catalogue().with_context("aim-ended")
"""Why a session that was aiming waits again, where nobody asked for it."""
AIM_ASKS = catalogue().with_context("aim-asks")
"""Why a session that aims by itself does not start by itself."""
ABORTS = catalogue().with_context("abort")
CAMERA = catalogue().with_context("hint")
"""Why a phone is not ready."""
REJECTIONS = catalogue().with_context("rejection")
POOR = catalogue().with_context("poor")
"""Rejection codes of `matching.limits`."""
LOSSES = catalogue().with_context("loss")

SILENCES = frozenset({"phone_silent", "display_silent"})
"""Outages that last at least as long as it takes to notice them."""
OUTAGES = SILENCES | {"phone_not_ready", "photos_missing", "phone_paused"}
"""Pauses that end without a person: the session resumes once their cause has ended."""

MISMATCHES = frozenset(
    {
        "wrong_xray",
        "photo_torn",
        "photo_mixed",
        "photo_covered",
        "badly_displayed",
        "black_screen",
        "photo_mirrored",
        "photo_cut",
        "not_verified",
        "poor_quality",
    }
)
"""Rejections for what a photo's pixels show: the display stops until such an x-ray is settled."""

ASKED_RETAKES = frozenset({"operator", "revoked"})
"""Retakes that a person asked for; all others count towards ``max_automatic_retakes``."""

HOPELESS: dict[str, str] = {
    "showing_broken": "showing_broken",
    "badly_displayed": "badly_displayed",
    "lost": "photos_lost",
}
"""Why a session pauses after too many retakes in a row for this reason; ``too_many_retakes`` for all others."""


def said_of(code: str, context: str, **values: str | int) -> str:
    """Return what is said of a code in a context; the code itself where that is nothing."""
    known = code in catalogue().with_context(context)
    return Message(f"code-{code}.{context}", **values) if known else code.replace("_", " ")


def hint(code: str) -> str:
    """Return why a phone is not ready and what to do, empty where that is not known."""
    return said_of(code, "hint") if code in CAMERA else ""


def number(value: int) -> str:
    """Format ``5347`` as ``5,347``."""
    return f"{value:,}"


def plural(count: int, one: str, many: str) -> str:
    """Format ``1 photo`` or ``2 photos``."""
    return f"{number(count)} {one if count == 1 else many}"
