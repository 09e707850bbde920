"""The language of whoever asks, by what their browser prefers (``Accept-Language``)."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, has_request_context, request
from markupsafe import Markup, escape

from messages import DEFAULT, LANGUAGES, catalogue, page_source


def language() -> str:
    """Return the language to answer this request in; outside of one, the default."""
    if not has_request_context():
        return DEFAULT
    return request.accept_languages.best_match(LANGUAGES, DEFAULT) or DEFAULT


def register(app: Flask) -> None:
    """Give the templates of ``app`` their language and its messages."""
    app.context_processor(_for_templates)


def _for_templates() -> dict[str, Any]:
    spoken = language()
    return {
        "language": spoken,
        "page_messages": page_source(spoken),
        "t": catalogue(spoken).say,
        "t_rich": lambda message, **values: _rich(spoken, message, **values),
    }


def _rich(spoken: str, message: str, **values: str | int) -> Markup:
    """Return a message with its ``**bold**`` parts bold; values that are `Markup`, links say, stay so."""
    # The message itself is not escaped: the catalogue is the project's own, and a test keeps "<" out of it.
    safe = {name: value if isinstance(value, int) else escape(value) for name, value in values.items()}
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", catalogue(spoken).say(message, **safe)))
