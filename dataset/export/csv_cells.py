"""Cells of CSVs that people open in a spreadsheet."""

from __future__ import annotations

import re

from dataset.names import visible_text

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet compute a cell instead of showing it."""
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-](inf|nan)", re.IGNORECASE)


def shown_as_text(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: people's words may begin like one, numbers stay.

    Signs that control what shows them are left out; a journal of an older version may hold some.
    """
    if not isinstance(value, str):
        return value
    value = visible_text(value)
    return f"'{value}" if value.startswith(FORMULA) and not _NUMBER.fullmatch(value) else value
