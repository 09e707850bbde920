"""Rules of forms, as models and pages need them; each is declared beside its subject."""

from __future__ import annotations

from annotated_types import Interval

from capture.plan import (
    MAX_CONDITION,
    MAX_NOTES,
    MAX_REASON,
    MAX_SETS,
    MAX_TITLE,
    SETTING_LIMITS,
    VARIATION_LIMITS,
)
from capture.reviews import MAX_NAME, MAX_NOTE
from dataset.names import EXPORT_NAME, FOLDER, RESERVED, RESERVED_SENTENCE, SET, NameRule
from webapp.shapes.server import FormRules, NameRuleView

_NUMBERS = {**SETTING_LIMITS, **VARIATION_LIMITS}


def within(setting: str) -> Interval:
    """Return the annotation that limits a field to a setting's range."""
    least, most = _NUMBERS[setting]
    return Interval(ge=least, le=most)


def form_rules() -> FormRules:
    """Return the rules for ``GET /server``, so that forms and the server never disagree."""
    return {
        "names": {"set": _rule(SET), "folder": _rule(FOLDER)},
        "numbers": {name: {"least": limits.least, "most": limits.most} for name, limits in _NUMBERS.items()},
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


def _rule(rule: NameRule) -> NameRuleView:
    return {
        "pattern": rule.pattern,
        "longest": rule.longest,
        "sentence": rule.sentence,
        "example": rule.example,
        "reserved": list(RESERVED),
        "reserved_sentence": RESERVED_SENTENCE,
    }
