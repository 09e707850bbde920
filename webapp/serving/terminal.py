"""The output of commands: names out of files and folders must not command the terminal that shows them."""

from __future__ import annotations

import re
import sys
from typing import Any

_COMMAND = re.compile(r"[^\n\t\r\x20-\x7e]")
"""Candidates; letters of all languages are let through one by one."""


class HarmlessStream:
    r"""A text stream in which signs that would control the terminal are shown as escapes (``\x1b``)."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text; return its length."""
        self._stream.write(_COMMAND.sub(_shown, text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def guard_terminal() -> None:
    """Have everything that this process prints go through `HarmlessStream`."""
    sys.stdout = HarmlessStream(sys.stdout)
    sys.stderr = HarmlessStream(sys.stderr)


def _shown(sign: re.Match[str]) -> str:
    return sign[0] if sign[0].isprintable() else repr(sign[0])[1:-1]
