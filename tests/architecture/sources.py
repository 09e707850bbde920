"""The project's own files, as the tests of the architecture read them."""

from __future__ import annotations

import ast
import subprocess
from collections import defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("webapp", "capture", "dataset", "transforms", "matching", "messages")


@cache
def modules() -> dict[str, Path]:
    """Return every module of the project by its dotted name, the two beside the packages included."""
    found = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "static" not in path.parts
    }
    return found | {name: ROOT / f"{name}.py" for name in ("chexphoto_lab", "wsgi")}


@cache
def tree(module: str) -> ast.Module:
    """Return a module, parsed."""
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


@cache
def imported(module: str) -> frozenset[str]:
    """Return the dotted names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = home(module, node)
            names |= {f"{base}.{alias.name}" for alias in node.names} | {base}
    return frozenset(names)


def home(module: str, node: ast.ImportFrom) -> str:
    """Return the full name of what an import is from."""
    if not node.level:
        return str(node.module)
    up = node.level - (modules()[module].name == "__init__.py")
    package = ".".join(module.split(".")[: len(module.split(".")) - up])
    return f"{package}.{node.module}" if node.module else package


@cache
def edges() -> frozenset[tuple[str, str]]:
    """Return which module of the project imports which."""
    known = modules()
    found = {
        (module, name if name in known else name.rpartition(".")[0])
        for module in known
        for name in imported(module)
    }
    return frozenset((module, other) for module, other in found if other in known)


def cycles() -> dict[str, list[str]]:
    """Return one circle of imports for each package in which modules or packages import each other; "" is the top."""
    packages = {module.rpartition(".")[0] for module in modules()}
    return {package: circle for package in sorted(packages) if (circle := _circle(package))}


def _circle(package: str) -> list[str]:
    """Return the parts of a package that import each other in a circle; its modules and packages count alike."""
    depth = package.count(".") + 1 if package else 0
    knows: defaultdict[str, set[str]] = defaultdict(set)
    for module, other in edges():
        inside = not package or (module.startswith(f"{package}.") and other.startswith(f"{package}."))
        one, two = (name.split(".")[depth] if inside else "" for name in (module, other))
        if one != two:
            knows[one].add(two)
    try:
        TopologicalSorter(knows).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def tracked_files() -> list[Path]:
    """Return the files that git tracks, without binary ones; skips the test in an export without git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if not listed.stdout:
        pytest.skip("not in a checkout: nobody says which files are the project's")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]
