"""One schema for all manifests, and documents that say so."""

from __future__ import annotations

import re
from pathlib import Path

from dataset.manifest import HOMOGRAPHY, PHOTO, SPELT_BEFORE, SYNTHETIC, VERSION, read_rows

FORMAT = Path(__file__).parents[2] / "docs" / "dataset-format.md"


def section() -> str:
    return FORMAT.read_text(encoding="utf-8").split("### manifest.csv\n")[1].split("\n## ")[0]


def documented(table: int) -> list[str]:
    """Return the columns that the tables of the section name: of all manifests, of photos, of synthetic images."""
    rows = section().split("| column | meaning |")[table + 1]
    cells = re.findall(r"^\| (`.+?) \|", rows, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def test_the_documents_name_the_version_and_every_column() -> None:
    assert f"Version {VERSION} of its columns." in section()
    shared = {*PHOTO, *HOMOGRAPHY} & set(SYNTHETIC)
    assert {*documented(0)} == shared - set(HOMOGRAPHY[1:-1])
    assert {*documented(1)} >= set(PHOTO) - shared
    assert {*documented(2)} == set(SYNTHETIC) - shared
    unsaid = {old for old in SPELT_BEFORE if f"`{old}`" not in section()}
    assert unsaid == {name.upper() for name in HOMOGRAPHY[1:-1]}


def test_no_column_has_two_spellings() -> None:
    names = [*PHOTO, *HOMOGRAPHY, *SYNTHETIC]
    assert len({name.lower() for name in names}) == len(set(names))
    assert not set(names) & set(SPELT_BEFORE)


def test_tables_of_both_versions_are_read_under_the_same_names(tmp_path: Path) -> None:
    (tmp_path / "before.csv").write_text("Path,Index,Source,H11,SHA-256\na.jpg,1,b.jpg,0.5,ff\n")
    (tmp_path / "now.csv").write_text("Path,index,xray_path,h11,sha256\na.jpg,1,b.jpg,0.5,ff\n")
    [before], [now] = read_rows(tmp_path / "before.csv"), read_rows(tmp_path / "now.csv")
    assert (
        before == now == {"Path": "a.jpg", "index": "1", "xray_path": "b.jpg", "h11": "0.5", "sha256": "ff"}
    )
