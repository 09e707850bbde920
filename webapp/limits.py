"""The rules of forms: what models and pages are told of them. They are declared where what they are about is."""

from __future__ import annotations

from typing import Any

from annotated_types import Interval

from capture.plan import MAX_CONDITION, MAX_NOTES, MAX_REASON, MAX_SETS, MAX_TITLE, SETTING_LIMITS
from capture.reviews import MAX_NAME, MAX_NOTE
from dataset.names import EXPORT_NAME, FOLDER, SET


def within(setting: str) -> Interval:
    """Return what a field's type is annotated with to hold it to a setting's limits."""
    least, most = SETTING_LIMITS[setting]
    return Interval(ge=least, le=most)


def form_rules() -> dict[str, Any]:
    """Return the rules as pages take them from ``GET /server``, so that a form and the server never disagree."""
    return {
        "names": {"set": SET.to_json(), "folder": FOLDER.to_json()},
        "numbers": {name: limits._asdict() for name, limits in SETTING_LIMITS.items()},
        "longest": {
            "title": MAX_TITLE,
            "reason": MAX_REASON,
            "condition": MAX_CONDITION,
            "notes": MAX_NOTES,
            "reader": MAX_NAME,
            "reading_note": MAX_NOTE,
        },
        "sets": MAX_SETS,
        "export_name": EXPORT_NAME,
    }
