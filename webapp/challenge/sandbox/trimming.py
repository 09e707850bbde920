"""The log of a stranger's program, short and printable, so that no picture fits into it."""

from __future__ import annotations

PRINTABLE = frozenset(range(0x20, 0x7F)) | {0x0A}


def trimmed(log: bytes, characters: int) -> str:
    """Return the end of a log: at most so many characters of printable ASCII, where a traceback says what failed."""
    text = bytes(byte for byte in log.expandtabs(1) if byte in PRINTABLE).decode("ascii").strip()
    return text[len(text) - characters :].lstrip() if len(text) > characters else text
