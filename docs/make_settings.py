"""Write the rows of ``docs/settings.md`` out of the settings themselves.

``python -m docs.make_settings`` (``make types``); with ``--check`` it only says whether the page is stale.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pydantic_core import PydanticUndefined

from webapp.settings import Settings

FILE = Path(__file__).parent / "settings.md"


def main() -> None:
    """Write the page, or with ``--check`` compare it with what it should be."""
    there = FILE.read_text(encoding="utf-8")
    made = page(there)
    if "--check" not in sys.argv[1:]:
        FILE.write_text(made, encoding="utf-8")
    elif made != there:
        sys.exit("docs/settings.md is stale: run `make types`")


def page(text: str) -> str:
    """Return the page with a row for every setting; a new one comes after the setting that is declared before it."""
    lines = [line for line in text.splitlines() if _setting(line) in (None, *Settings.model_fields)]
    before = None
    for name in Settings.model_fields:
        places = {_setting(line): position for position, line in enumerate(lines)}
        if name in places:
            lines[places[name]] = row(name)
        else:
            lines.insert(places[before] + 1, row(name))
        before = name
    return "\n".join(lines) + "\n"


def row(setting: str) -> str:
    """Return a setting's row: its name, its default, and what it does."""
    field = Settings.model_fields[setting]
    default = field.default
    if default in (None, (), PydanticUndefined):
        shown = ""
    else:
        shown = ("off", "on")[default] if isinstance(default, bool) else str(default)
    return f"| `{setting}` | {shown} | {field.description} |"


def _setting(line: str) -> str | None:
    found = re.match(r"\| `(\w+)` \|", line)
    return found[1] if found else None


if __name__ == "__main__":
    main()
