"""The time and memory of releases and checks: ``python -m benchmarks.release``.

A release of all of CheXpert without its images: tables read, compared and written, and every paper. A check of a data
set of many small files. Each runs in a process of its own, whose largest memory is told.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.tables import machine, report
from tests.dataset.release_sets import picture

XRAYS, FILES = 223_414, 100_000
SET = "train/natural/nokia10k"
FACTS = 30
"""Further columns of the manifest: conditions, camera, measures."""


def write_tables(folder: Path, pictures: int, digest: str, files: bytes | None = None) -> None:
    """Write the tables of so many pictures, as an export does; with ``files`` the pictures too."""
    from dataset.chexpert import COLUMNS
    from dataset.manifest import HOMOGRAPHY, PHOTO

    (folder / SET).mkdir(parents=True)
    chance = random.Random(0)
    labels = ["", "1.0", "0.0", "-1.0"]
    facts = [f"quality_{number}" for number in range(FACTS)]
    with (
        (folder / "train.csv").open("w", newline="") as split,
        (folder / f"{SET}.csv").open("w", newline="") as of_set,
        (folder / "manifest.csv").open("w", newline="") as manifest,
    ):
        writers = [csv.writer(file, lineterminator="\n") for file in (split, of_set, manifest)]
        for writer in writers[:2]:
            writer.writerow(COLUMNS)
        writers[2].writerow([*PHOTO, *facts, *HOMOGRAPHY])
        for number in range(pictures):
            view = f"patient{number // 3:05}/study1/view{number % 3 + 1}_frontal.jpg"
            path = f"{folder.name}/{SET}/{view}"
            row = [path, "Male", "60", "Frontal", "AP", *chance.choices(labels, k=14)]
            writers[0].writerow(row)
            writers[1].writerow(row)
            sha256 = digest
            if files is not None:
                data = files + number.to_bytes(4, "big")
                file = folder.parent / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
                sha256 = hashlib.sha256(data).hexdigest()
            numbers = [f"{chance.random():.12f}" for _ in range(FACTS + 9)]
            fixed = [path, "nokia10k", number + 1, view, "s1", 1, 64, 64, "copied", sha256, sha256]
            writers[2].writerow([*fixed, *numbers])


def release(folder: Path) -> int:
    """Make everything of a release except for the pictures, which are not there; return how many there would be."""
    from dataset.release.combining import plan_release
    from dataset.release.further_tables import joined_tables
    from dataset.release.papers import papers
    from dataset.release.publishing import write_tables as write
    from dataset.release.record import ReleaseRecord
    from dataset.release.source import read_source
    from dataset.release.sums import SUMS, sums_text
    from dataset.release.workplace import open_root
    from dataset.statistics import write_statistics

    with open_root(folder.with_name("Released")) as place:
        plan = plan_release(place.root, [read_source(folder)])
        tables = joined_tables(plan)
        written = write(place, plan, tables)
        write_statistics(place.new)
        record = ReleaseRecord(plan.name).adding((), date.today().isoformat())
        for name, text in papers(plan, record, written).items():
            place.write(name, text)
        place.write(SUMS, sums_text({**tables[0].digests, **written}))
        place.discard()
    return len(plan.rows)


def check(folder: Path) -> int:
    """Check a data set without decoding its pictures; return how many there are."""
    from dataset.checks import check_dataset

    found = check_dataset(folder)
    assert not found.faults, found.faults[:3]
    return found.pictures


def run(what: str, folder: Path) -> None:
    """Run one part in this process, and print its figures."""
    begun = time.monotonic()
    pictures = (release if what == "release" else check)(folder)
    seconds = time.monotonic() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([pictures, seconds, time.process_time(), memory]))


def measured(what: str, folder: Path, limit: str) -> str:
    """Run one part in a process of its own; return its line."""
    command = [sys.executable, "-m", "benchmarks.release", "--only", what, "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    pictures, seconds, cpu, memory = json.loads(done.stdout)
    said = {"release": "release, without its pictures", "check": "check, without decoding"}[what]
    return f"| {said} | {pictures:,} | {seconds:.1f} | {cpu:.1f} | {memory:.0f} | {limit} |"


def main() -> None:
    """Print the table, or the figures of one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["release", "check"])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--xrays", type=int, default=XRAYS)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--write", metavar="PAGE", help="replace the table in a Markdown page")
    asked = parser.parse_args()
    if asked.only:
        run(asked.only, asked.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        tables, whole = Path(folder) / "tables" / "Exported", Path(folder) / "files" / "Checked"
        write_tables(tables, asked.xrays, "0" * 64)
        write_tables(whole, asked.files, "", picture(1))
        lines = [
            f"`python -m benchmarks.release`; {machine()}.",
            "",
            "| | pictures | seconds | of them CPU | memory, MiB | limit |",
            "| --- | ---: | ---: | ---: | ---: | --- |",
            measured("release", tables, "5 s, 1,024 MiB"),
            measured("check", whole, "60 s"),
        ]
    report("release", lines, asked.write)


if __name__ == "__main__":
    main()
