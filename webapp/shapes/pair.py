"""Two numbers in OpenAPI: an array of exactly two."""

from __future__ import annotations

from pydantic import WithJsonSchema


def pair(kind: str, description: str = "") -> WithJsonSchema:
    """Return the annotation of a tuple of two numbers, each of a JSON ``kind``."""
    about = {"description": description} if description else {}
    return WithJsonSchema({"type": "array", "items": {"type": kind}, "minItems": 2, "maxItems": 2, **about})
