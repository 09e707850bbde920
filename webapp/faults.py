"""Sentences for input that a model has refused: the value, and what is allowed.

The library that checks input words its messages for programmers ("Input should be ...").  None of them is passed on:
every kind of fault has a sentence here, and one that is not listed gets a plain general one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

LABELS = {
    "": "The request",
    "csv": "The CSV file",
    "data_dir": "The folder of the images",
    "settle_ms": "The pause before each photo (ms)",
    "fresh_frames": "New camera frames needed",
    "max_automatic_retakes": "Retakes by itself",
    "verification": "The check of every photo",
    "first": "The first x-ray",
    "last": "The last x-ray",
    "index": "The x-ray",
    "limit": "The most to work on",
    "detail": "The reason",
    "name": "The name",
    "title": "The title",
}
"""What people call a value, where its own name does not say so."""

SENTENCES = {
    "missing": "{label} is missing.",
    "extra_forbidden": "{label} is not known here. Check how it is spelled.",
    "string_too_short": "{label} is too short: {min_length} characters at least.",
    "string_too_long": "{label} is too long: {max_length:,} characters at most.",
    "too_short": "{label}: {min_length:,} at least.",
    "too_long": "{label}: {max_length:,} at most.",
    "greater_than_equal": "{label} is too small: {ge:,} at least.",
    "greater_than": "{label} is too small: more than {gt:,}.",
    "less_than_equal": "{label} is too large: {le:,} at most.",
    "less_than": "{label} is too large: less than {lt:,}.",
    "multiple_of": "{label}: only multiples of {multiple_of:,}.",
    "literal_error": "{label} is one of: {expected}.",
    "string_pattern_mismatch": "{label} does not have the form of one.",
    "int_parsing": "{label} is not a whole number.",
    "int_parsing_size": "{label} is too large a number.",
    "int_type": "{label} is not a whole number.",
    "int_from_float": "{label} is not a whole number.",
    "float_parsing": "{label} is not a number.",
    "float_type": "{label} is not a number.",
    "finite_number": "{label} is not a number.",
    "bool_parsing": "{label} is neither true nor false.",
    "bool_type": "{label} is neither true nor false.",
    "string_type": "{label} is not a text.",
    "string_unicode": "{label} is not a text.",
    "list_type": "{label} is not a list.",
    "dict_type": "{label} is not an object with named values.",
    "model_type": "{label} is not an object with named values.",
    "model_attributes_type": "{label} is not an object with named values.",
    "json_invalid": "{label} is not JSON.",
    "json_type": "{label} is not JSON.",
}
OTHERWISE = "{label} is not allowed as it is."


def sentence(fault: Mapping[str, Any]) -> str:
    """Return a sentence about one invalid value.

    Args:
        fault: One of the errors of a pydantic ``ValidationError``.
    """
    context = dict(fault.get("ctx", {}))
    if fault["type"] == "value_error":
        return _as_sentence(str(context["error"]))
    if fault["type"] == "string_too_short" and context["min_length"] == 1:
        return f"{label(fault['loc'])} is empty."
    if fault["type"] == "literal_error":
        context["expected"] = context["expected"].replace("'", "")
    return SENTENCES.get(fault["type"], OTHERWISE).format(label=label(fault["loc"]), **context)


def label(place: Sequence[str | int]) -> str:
    """Return the readable name of a value's location: ``("levels", 2)`` is the third of "Levels"."""
    names = [part for part in place if isinstance(part, str)]
    name = names[-1] if names else ""
    words = LABELS.get(name) or name.replace("_", " ").replace("-", " ").capitalize()
    return f"{words}, number {place[-1] + 1}," if place and isinstance(place[-1], int) else words


def _as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
