"""The kinds of facts, and facts read back from the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from capture.errors import SessionUnreadable
from capture.facts import Fact
from messages import from_json

KINDS: dict[str, type[Fact]] = {kind.__name__: kind for kind in Fact.__subclasses__()}


def fact_from_json(values: Mapping[str, Any]) -> Fact:
    """Parse a fact written by `Fact.to_json`.

    Raises:
        SessionUnreadable: A newer version wrote it: its kind, or a field of it, is not known here.
    """
    body = dict(values)
    kind = KINDS.get(name := body.pop("kind", ""))
    if kind is None:
        raise SessionUnreadable(f"an entry of the kind {name!r}")
    if unknown := body.keys() - {field.name for field in fields(kind)}:
        raise SessionUnreadable(f"an entry of the kind {name!r} with {', '.join(map(repr, sorted(unknown)))}")
    make: Callable[..., Fact] = kind
    return make(
        **{
            field: tuple(value) if isinstance(value, list) else value
            for field, value in from_json(body).items()
        }
    )
