"""The messages of one language, filled in."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern

DEFAULT = "en"
_FOLDER = Path(__file__).parent
LANGUAGES = (DEFAULT, *sorted({path.name for path in _FOLDER.glob("[a-z]*") if path.is_dir()} - {DEFAULT}))
"""Languages that have a catalogue, the one to fall back on first."""


_NAME = re.compile(r"^([a-zA-Z][\w-]*) *=", re.MULTILINE)


class MessageCatalogue:
    """The messages of a language.

    A file is parsed when one of its messages is first wanted: to parse all of them took a tenth of the server's start,
    and most are for pages alone. So a message can refer to messages and terms of its own file only.

    Args:
        language: One of `LANGUAGES`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        self._unparsed = {path: path.read_text(encoding="utf-8") for path in files(language)}
        self._files = {name: path for path, text in self._unparsed.items() for name in _NAME.findall(text)}
        self._codes = [name.removeprefix("code-") for name in self._files if name.startswith("code-")]

    def __contains__(self, message: str) -> bool:
        return self._pattern(message) is not None

    def say(self, message: str, /, **values: str | int | float) -> str:
        """Return a message with its values filled in, whole numbers as people of this language write them.

        Args:
            message: Its id, with a dot before the attribute if it is one: ``low_contrast.reason``.
            values: By the names that the message has for them.

        Raises:
            LookupError: There is no such message, or it needs a value that is not given.
        """
        pattern = self._pattern(message)
        if pattern is None:
            raise LookupError(f"There is no message {message} in {self.language}.")
        said, errors = self._bundle.format_pattern(pattern, values)
        if errors:
            raise LookupError(f"The message {message} cannot be filled in: {errors[0]}")
        return str(said)

    def with_context(self, context: str) -> frozenset[str]:
        """Return the codes of which something is said in a context: those whose ``code-...`` has this attribute."""
        return frozenset(code for code in self._codes if f"code-{code}.{context}" in self)

    def _pattern(self, message: str) -> Pattern | None:
        name, _, attribute = message.partition(".")
        file = self._files.get(name)
        if file is not None and (source := self._unparsed.get(file)) is not None:
            self._bundle.add_resource(FluentResource(source))
            self._unparsed.pop(
                file, None
            )  # last: until then another thread may parse it, too, which changes nothing
        if not self._bundle.has_message(name):
            return None
        found = self._bundle.get_message(name)
        return found.attributes.get(attribute) if attribute else found.value


def files(language: str) -> list[Path]:
    """Return the Fluent files of a language."""
    return sorted((_FOLDER / language).glob("*/*.ftl"))


@cache
def catalogue(language: str = DEFAULT) -> MessageCatalogue:
    """Return the catalogue of a language, read once."""
    return MessageCatalogue(language)


@cache
def page_source(language: str) -> str:
    """Return what pages need of a language, as Fluent source without its comments."""
    pages = sorted((_FOLDER / language / "pages").glob("*.ftl"))
    lines = "\n".join(path.read_text(encoding="utf-8") for path in pages).splitlines()
    return "\n".join(line for line in lines if line and not line.startswith("#")) + "\n"
