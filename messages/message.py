"""Text that knows what it says, so that it can be said again in another language."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Self, TypeAlias

from messages.catalogue import DEFAULT, catalogue

log = logging.getLogger(__name__)
Value: TypeAlias = str | int
_FORM = {"message", "values", "text"}
MOST_KEPT = 1024
"""The texts that are remembered: a session's state, sent to each device four times a second, says the same ones."""


class Message(str):
    """A message with its values; as a string it is its English text, whatever is done with it.

    Values may be messages themselves.  A value that is empty leaves no double space behind.
    """

    id: str
    values: Mapping[str, Value]

    def __new__(cls, message: str, /, **values: Value) -> Self:
        """Make the message with this id."""
        return cls._of(message, values, _filled(message, DEFAULT, **values))

    @classmethod
    def _of(cls, message: str, values: Mapping[str, Value], text: str) -> Self:
        made = super().__new__(cls, text)
        made.id, made.values = message, values
        return made

    @classmethod
    def joined(cls, parts: Iterable[str], by: str = " ") -> Self:
        """Return texts one after the other, without the empty ones."""
        kept = [part for part in parts if part]
        values: dict[str, Value] = {str(number): part for number, part in enumerate(kept)}
        return cls._of("", values | {"by": by}, by.join(kept))

    def said_in(self, language: str) -> str:
        """Return the text in a language; in English where that language has lost the message since."""
        if language == DEFAULT:
            return str(self)
        values = {name: in_language(value, language) for name, value in self.values.items()}
        if not self.id:
            by = str(values.pop("by"))
            return by.join(map(str, values.values()))
        try:
            return _filled(self.id, language, **values)
        except LookupError:
            log.warning("Message %s of an older version is said in English", self.id)
            return str(self)

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes; the text in it serves whoever reads it without this program."""
        return {"message": self.id, "values": as_json(dict(self.values)), "text": str(self)}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """Return a message with the English text that it had when it was written down."""
        return cls._of(body["message"], body["values"], body["text"])

    def __str__(self) -> str:
        return "".join(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return Message.from_json, ({"message": self.id, "values": dict(self.values), "text": str(self)},)


def in_language(value: Any, language: str) -> Any:
    """Return a value, or JSON values in it, with every message in a language."""
    if language == DEFAULT:
        return value
    if isinstance(value, Message):
        return value.said_in(language)
    if isinstance(value, Mapping):
        return {name: in_language(inner, language) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [in_language(inner, language) for inner in value]
    return value


def as_json(value: Any) -> Any:
    """Return JSON values that `from_json` makes messages of again."""
    if isinstance(value, Message):
        return value.to_json()
    if isinstance(value, Mapping):
        return {name: as_json(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    return value


def from_json(value: Any) -> Any:
    """Return what `as_json` was given; lists stay lists."""
    if isinstance(value, list):
        return [from_json(inner) for inner in value]
    if not isinstance(value, Mapping):
        return value
    inside = {name: from_json(inner) for name, inner in value.items()}
    return Message.from_json(inside) if inside.keys() == _FORM else inside


@lru_cache(MOST_KEPT, typed=True)
def _filled(message: str, language: str, /, **values: Value) -> str:
    said = catalogue(language).say(message, **values)
    return " ".join(part for part in said.split(" ") if part)
