"""The project stands on its own: it names no folder of any one machine and no registry."""

from __future__ import annotations

import json
import re

from tests.architecture.sources import ROOT, tracked_files

# Put together here, so that this file does not name them either. Pages share modules in a folder of that name.
FOLDERS = "|".join(rf"(?<![\w.~-])/{folder}/" for folder in ("work", "root", "tmp"))
BESIDE = r"\.\./(?:shared)/(?![\w-]+\.(?:js|css|svg|d\.ts))"
FOREIGN = re.compile(f"{FOLDERS}|{BESIDE}")


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked_files()
        for match in FOREIGN.finditer(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert found == set()


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_pages_load_nothing_from_elsewhere() -> None:
    pages = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "static").rglob("*.js"),
        *(ROOT / "static").rglob("*.css"),
    ]
    foreign = re.compile(r"""(?:src|href|from|import|url)\s*[=(]?\s*["']?(https?:)?//""")
    own = [page for page in pages if "vendor" not in page.parts]
    assert [
        str(page.relative_to(ROOT)) for page in own if foreign.search(page.read_text(encoding="utf-8"))
    ] == []
