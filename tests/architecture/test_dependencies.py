"""Declared dependencies are imported."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import packages_distributions

from tests.architecture.sources import ROOT, imported, modules

FOUND_BY_OTHERS = {"pylibjpeg", "pylibjpeg-openjpeg", "python-gdcm"}
"""Decoders that pydicom looks for by itself."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {normal(re.split(r"[\[<>=!~ ]", line)[0]) for line in project["dependencies"]}


def imported_from() -> set[str]:
    """Return the distributions that the packages which are imported may come from."""
    roots = {name.partition(".")[0] for module in modules() for name in imported(module)}
    owners = packages_distributions()
    return {normal(owner) for root in roots for owner in owners.get(root, [])}


def test_every_dependency_is_imported() -> None:
    assert len(declared()) > 20
    assert declared() - imported_from() == FOUND_BY_OTHERS
