"""Figures of the code: ``python -m tests.architecture.figures``. docs/architecture.md shows the table."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter, defaultdict

from docs.check_prose import length, pages, written_lines
from tests.architecture.sources import PACKAGES, ROOT, cycles, modules, tree

LOOSE = "dict[str, Any]"


def main() -> None:
    """Print the table."""
    twice = repeated_classes()
    name, count = largest_package()
    print("| figure | now |")
    print("| --- | --- |")
    print(f"| class names defined more than once | {len(twice)} |")
    print(f"| `{LOOSE}` | {loose_dictionaries()} |")
    print(f"| modules in the largest package (`{name}`) | {count} |")
    print(f"| docstring summaries in another form than the standard | {findings('D400', 'D401')} |")
    print(f"| builtins shadowed | {findings('A')} |")
    print(f"| cycles between packages | {len(cycles())} |")
    print(f"| longest line of the documentation | {longest_line()} characters |")
    if "--names" in sys.argv[1:]:
        print(*(f"{name}: {', '.join(where)}" for name, where in sorted(twice.items())), sep="\n")


def repeated_classes() -> dict[str, list[str]]:
    """Return the classes whose names are defined in more than one place, and where."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for module in modules():
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(module)
    return {name: where for name, where in found.items() if len(where) > 1}


def loose_dictionaries() -> int:
    """Return how often a shape is left open."""
    return sum(path.read_text(encoding="utf-8").count(LOOSE) for path in modules().values())


def largest_package() -> tuple[str, int]:
    """Return the folder with the most modules, and how many."""
    folders = Counter(str(path.parent.relative_to(ROOT)) for path in modules().values())
    return folders.most_common(1)[0]


def findings(*rules: str) -> int:
    """Return how often the product's packages break some of Ruff's rules, whatever the project lets pass."""
    google = 'lint.pydocstyle.convention = "google"'
    options = ["--isolated", "--config", google, "--select", ",".join(rules), "--output-format", "concise"]
    command = [sys.executable, "-m", "ruff", "check", *options, *PACKAGES]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return len(re.findall(r": [A-Z]+\d+ ", found.stdout))


def longest_line() -> int:
    """Return the length of the longest line of prose in the documentation."""
    texts = (page.read_text(encoding="utf-8") for page in pages())
    return max(length(line) for text in texts for _, line in written_lines(text))


if __name__ == "__main__":
    main()
