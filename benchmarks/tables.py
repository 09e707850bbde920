"""Print a benchmark's section, and replace the previous one in a Markdown page."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path


def machine() -> str:
    """Return a description of the machine, and its load during the measurement."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":")[1].strip() for line in lines if "model name" in line]
    return (
        f"{names[0] if names else 'unknown processor'}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )


def report(section: str, lines: Sequence[str], page: str | None) -> None:
    """Print the lines; with ``page``, they also replace what stands there between the section's marks.

    Raises:
        SystemExit: The page has no such marks.
    """
    text = "\n".join(lines)
    print(text)
    if page is None:
        return
    begin, end = f"<!-- {section}: begin -->", f"<!-- {section}: end -->"
    before = Path(page).read_text(encoding="utf-8")
    if begin not in before or end not in before:
        raise SystemExit(f"{page} has no section {begin}")
    marks = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    Path(page).write_text(marks.sub(lambda _: f"{begin}\n{text}\n{end}", before), encoding="utf-8")
