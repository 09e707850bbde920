"""The project's own files, as the tests of the house read them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("webapp", "capture", "dataset", "transforms", "matching", "messages")


@cache
def modules() -> dict[str, Path]:
    """Return every module of the project by its dotted name, ``wsgi`` included."""
    found = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "static" not in path.parts
    }
    return found | {"wsgi": ROOT / "wsgi.py"}


def tree(module: str) -> ast.Module:
    """Return a module, parsed."""
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


def imported(module: str) -> set[str]:
    """Return the dotted names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return names


def tracked_files() -> list[Path]:
    """Return the files that git tracks, without binary ones; skips the test in an export without git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if not listed.stdout:
        pytest.skip("not in a checkout: nobody says which files are the project's")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]
