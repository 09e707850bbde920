"""The style sheet of reports, and its digest for the Content-Security-Policy: they allow nothing else inline."""

from __future__ import annotations

import base64
import hashlib

from webapp.assets import template_folder


def style() -> str:
    """Return the page's style sheet."""
    return (template_folder() / "report.css").read_text(encoding="utf-8")


def style_source() -> str:
    """Return the style sheet's digest, for the Content-Security-Policy."""
    digest = hashlib.sha256(style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
