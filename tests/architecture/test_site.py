"""The documentation's pages can be built: no link is broken, and the search knows the text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from inspect import ismodule
from pathlib import Path

import pytest

import matching
import transforms
from tests.architecture.sources import ROOT

pytestmark = pytest.mark.processes


def test_the_documentation_is_built_without_a_warning(tmp_path: Path) -> None:
    site = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    entries = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    found = {entry["location"].partition("#")[0] for entry in entries if "homography" in entry["text"]}
    assert {"reference/matching.html", "verification.html"} <= found
    described = {entry["location"] for entry in entries if entry["text"]}
    offered = {
        f"reference/{library.__name__}.html#{library.__name__}.{name}"
        for library in (matching, transforms)
        for name in library.__all__
        if not ismodule(getattr(library, name))
    }
    assert len(offered) > 40
    assert offered - described == set()
    assert not [page for page in site.rglob("*.html") if 'style="' in page.read_text(encoding="utf-8")]
