"""Do the splits keep apart: no patient, no copy and no near-copy of a picture in two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from dataset.checks.faults import Fault
from dataset.checks.files import ExaminedFile, Examiner
from dataset.checks.manifest_facts import ManifestFacts
from dataset.checks.tables import Tables
from matching.duplicates import Print, alike_across


def patients_apart(tables: Tables) -> Iterator[Fault]:
    """Yield a row of each patient in a second split."""
    first: dict[str, tuple[str, str, int]] = {}
    told: set[str] = set()
    for path, (name, row) in tables.rows.items():
        split, _, _, patient, *_ = path.split("/")
        before = first.setdefault(patient, (split, name, row.number))
        if before[0] != split and patient not in told:
            told.add(patient)
            there = f"{before[1]}, row {before[2]}"
            yield Fault("patient_in_two_splits", name, f"{patient} is in {split}, and in {there}", row.number)


def copies_apart(tables: Tables, files: Mapping[str, ExaminedFile]) -> Iterator[Fault]:
    """Yield pictures that have the same bytes as one of another split."""
    first: dict[str, str] = {}
    for path in tables.rows:
        file = files.get(path)
        if file is not None and file.sha256:
            other = first.setdefault(file.sha256, path)
            if _split(other) != _split(path):
                yield Fault("copies_apart", path, f"it has the same bytes as {other}")


def similar_apart(
    root: Path,
    tables: Tables,
    files: Mapping[str, ExaminedFile],
    manifest: ManifestFacts,
    examiner: Examiner,
) -> Iterator[Fault]:
    """Yield pictures that show the same as one of another split, though their bytes differ."""

    def is_same(first: str, second: str) -> bool:
        facts = [manifest.pictures.get(path) for path in (first, second)]
        one, other = (fact.placed() if fact else None for fact in facts)
        return examiner.pictures_alike(root / first, one, root / second, other)

    by_split: dict[str, dict[int, Print]] = defaultdict(dict)
    paths = list(tables.rows)
    for number, path in enumerate(paths):
        file = files.get(path)
        if file is not None and file.signature is not None:
            by_split[_split(path)][number] = file.signature
    splits = sorted(by_split)
    for at, one in enumerate(splits):
        for other in splits[at + 1 :]:
            for pair in alike_across(by_split[one], by_split[other]):
                first, second = (paths[number] for number in pair)
                if files[first].sha256 != files[second].sha256 and is_same(first, second):
                    yield Fault("similar_apart", second, f"it shows what {first} shows")


def _split(path: str) -> str:
    return path.partition("/")[0]
