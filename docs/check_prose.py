"""Check the form of the documentation: ``python -m docs.check_prose``.

Lines break at sentences, so that a change of one sentence is a change of one line.
The phrases below are additions to those of proselint, which ``make lint`` runs as well.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST = 120

PHRASES = {
    r"go(es|ing)? on": "continue, resume",
    r"letters and figures": "letters and digits",
    r"becomes? of": "happens to",
    r"time and again": "repeatedly",
    r"stands? (in|for|on|beside)": "is in, means, is on",
    r"(said|told) of": "said about",
    r"anew": "again",
    r"mend(s|ed|ing)?": "fix",
    r"shall": "must, will",
    r"hence": "therefore",
    r"be rid of": "remove",
    r"the like": "similar",
    r"by which it": "with which it",
    r"but for": "except for",
    r"is meant so": "is intentional",
    r"out of it": "from it",
}
"""Unidiomatic or dated phrases, and what to write instead."""


def pages() -> list[Path]:
    """Return the project's pages: those of ``docs/`` and those beside the README."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def written_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a page that somebody wrote as prose, by number: no code, and no tables of benchmarks."""
    in_code, is_made = False, False
    for number, line in enumerate(text.splitlines(), 1):
        in_code ^= line.lstrip().startswith("```")
        # Benchmarks write what is between these marks.
        is_made = not line.endswith(": end -->") if is_made else line.endswith(": begin -->")
        if not in_code and not is_made:
            yield number, line


def length(line: str) -> int:
    """Return the length of what can be broken of a line: not a table's row, a picture or an address."""
    return 0 if line.startswith(("|", "<", "![")) else len(re.sub(r"\]\([^)]*\)", "]", line))


def faults(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a page that are not as they should be, by number, and why."""
    lines = ["", *text.splitlines()]
    for number, line in written_lines(text):
        if length(line) > LONGEST:
            yield number, f"{length(line)} characters; break it after a sentence, at most {LONGEST}"
        # Markdown's dialects agree on a list within a list only at four columns: MkDocs shows fewer as no nesting.
        nested = re.match(r" {2,3}(- |\d+\. |```)", line) or not lines[number - 1].strip()
        if nested and re.match(r" {2,3}\S", line):
            yield number, "indent what belongs to an item of a list by four columns"
        prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", line)
        for phrase, better in PHRASES.items():
            if found := re.search(rf"\b({phrase})\b", prose, re.IGNORECASE):
                yield number, f'"{found[0]}": write "{better}"'


def main() -> None:
    """Print what is wrong, and exit with 1 if anything is."""
    names = [str(page.relative_to(ROOT)) for page in pages()]
    said = [
        f"{name}:{number}: {fault}"
        for name in names
        for number, fault in faults((ROOT / name).read_text(encoding="utf-8"))
    ]
    print(*said, sep="\n", end="\n" if said else "")
    sys.exit(bool(said))


if __name__ == "__main__":
    main()
