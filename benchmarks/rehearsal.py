"""A whole study from the first x-ray to the export: ``python -m benchmarks.rehearsal``, 10,507 x-rays in 21 subsets.

The x-rays are small drawn ones with labels of their own, so that what takes time is the server and not the camera.
Each subset follows the one before with the same virtual devices; in every fifth the server is killed, and halfway
another phone takes a place.  At the end the coverage must be complete, the photos right by their pixels (judged outside
the server), and the labels of the export those of the source.  Ends with status 1 at anything else.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bench_clients import cpu_seconds
from benchmarks.tables import machine, report
from dataset.chexpert import OBSERVATIONS
from dataset.photo_names import parse_photo_name
from tests.faults.recognise import Recogniser
from tests.faults.station import Station
from tests.faults.xrays import make_xrays

SET = "rehearsal"
SESSION_S = 3600.0
KILL_EVERY = 5
NEIGHBOURS, STRANGERS = 5, 20
"""X-rays that a photo is compared with beside its own: those shown before and after it, and any others."""
LONGEST_SESSIONS = 500
"""Sessions that one export takes."""


@dataclass
class Findings:
    """Findings of a rehearsal."""

    sessions: list[str] = field(default_factory=list)
    kills: int = 0
    replaced: int = 0
    memory_mb: float = 0.0
    cpu_s: float = 0.0
    missing: int = 0
    doubled: int = 0
    looked_at: int = 0
    wrong: int = 0
    labels_differ: int = 0
    exported: int = 0
    pages: dict[str, float] = field(default_factory=dict)


def main() -> int:
    """Run the study, check it, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--xrays", type=int, default=10_507)
    parser.add_argument("--subsets", type=int, default=21)
    parser.add_argument("--sample", type=int, default=2000, help="Photos that are judged by their pixels.")
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="chexphoto-rehearsal-") as folder,
        Station(Path(folder), chosen.xrays, make_labelled_xrays) as station,
    ):
        began = time.monotonic()
        found = Findings()
        size = -(-chosen.xrays // chosen.subsets)
        for number in range(chosen.subsets):
            _photograph(station, size, number, chosen.subsets, found)
        took = time.monotonic() - began
        _check_files(station, chosen.xrays, chosen.sample, found)
        _check_export(station, found)
        _time_pages(station, found)
        lines = _lines(station, chosen, found, took)
    report("rehearsal", lines, chosen.write)
    return 1 if found.missing + found.doubled + found.wrong + found.labels_differ else 0


def make_labelled_xrays(folder: Path, count: int) -> Path:
    """Write block patterns as x-rays, with labels drawn by their index."""
    table = make_xrays(folder, count)
    paths = table.read_text(encoding="utf-8").splitlines()[1:]
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Path", "Sex", "Age", "Frontal/Lateral", "AP/PA", *OBSERVATIONS])
        for index, path in enumerate(paths, start=1):
            dice = np.random.default_rng([7, index])
            labels = dice.choice(["", "0.0", "1.0", "-1.0"], len(OBSERVATIONS))
            writer.writerow(
                [path, dice.choice(["Female", "Male"]), dice.integers(18, 90), "Frontal", "AP", *labels]
            )
    return table


def _photograph(station: Station, size: int, number: int, count: int, found: Findings) -> None:
    """Take the next subset; all but the first follow the one before with its devices."""
    if number == 0:
        station.open([SET], 1, size)
    else:
        station.follow()
    found.sessions.append(station.session)
    last = station.snapshot()["last"]
    half = size // 2
    if number % KILL_EVERY == KILL_EVERY - 1:
        _halfway(station, half)
        _measure(station, found)
        with station.restarting():
            found.kills += 1
    if number == count // 2:
        _halfway(station, half)
        _replace_phone(station)
        found.replaced += 1
    station.insist(SESSION_S)
    _measure(station, found)
    print(f"{last:>6} x-rays, {found.memory_mb:.0f} MiB", file=sys.stderr, flush=True)


def _halfway(station: Station, half: int) -> None:
    def reached(seen: Any) -> bool:
        return bool(seen["progress"]["stored"] >= half or seen["phase"] == "finished")

    station.insist_until(reached, SESSION_S)


def _replace_phone(station: Station) -> None:
    """Drop the phone as soon as its photos are stored, and let another one take its place."""
    station.operator.act(station.session, "pause")
    seen: Any = station.wait_for(
        "its photos", lambda seen: not any(phone["under_way"] for phone in seen["phones"])
    )
    [old] = [phone["device"] for phone in seen["phones"] if phone["state"] == "active"]
    station.operator.call("DELETE", f"/sessions/{station.session}/devices/{old}")
    station.start_phone("the other phone")
    station.wait_for("the other phone", lambda seen: seen["can"]["resume"])


def _measure(station: Station, found: Findings) -> None:
    status = Path(f"/proc/{station.lab.pid}/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    found.memory_mb = max(found.memory_mb, peak / 1024)
    found.cpu_s = max(found.cpu_s, cpu_seconds(station.lab.pid))


def _check_files(station: Station, xrays: int, sample: int, found: Findings) -> None:
    """Count what is missing or there twice among the files, and judge a sample by the pixels."""
    folder = station.lab.settings.data_root / "photos" / SET
    files: dict[int, list[Path]] = {}
    for session in found.sessions:
        for file in (folder / session).iterdir():
            if file.is_file():
                files.setdefault(parse_photo_name(file.name).index, []).append(file)
    found.missing = xrays - len(files)
    found.doubled = sum(len(there) - 1 for there in files.values())
    dice = np.random.default_rng(0)
    for index in dice.choice(sorted(files), min(sample, len(files)), replace=False).tolist():
        others = {int(other) for other in dice.integers(1, xrays + 1, STRANGERS)}
        others |= set(range(max(1, index - NEIGHBOURS), min(xrays, index + NEIGHBOURS) + 1)) - {index}
        known = [index, *sorted(others - {index})]
        judge = Recogniser([station.xray(other) for other in known], station.size)
        found.looked_at += 1
        found.wrong += judge.look(files[index][0].read_bytes()).best != 0


def _check_export(station: Station, found: Findings) -> None:
    """Compare every row of the exported data set with the row of its x-ray in the source."""
    sessions = "&".join(f"session={session}" for session in found.sessions[:LONGEST_SESSIONS])
    archive = zipfile.ZipFile(io.BytesIO(station.operator.fetch(f"/api/v1/export?{sessions}")))
    [name] = [name for name in archive.namelist() if name.endswith("/train.csv")]
    source = {_study(row["Path"]): _labels(row) for row in csv.DictReader(station.csv.open(encoding="utf-8"))}
    rows = list(csv.DictReader(io.StringIO(archive.read(name).decode())))
    found.exported = len(rows)
    found.labels_differ = sum(_labels(row) != source[_study(row["Path"])] for row in rows)
    found.labels_differ += len(source) - len({_study(row["Path"]) for row in rows})


def _study(path: str) -> str:
    return next(part for part in Path(path).parts if part.startswith("patient"))


def _labels(row: dict[str, str]) -> list[str]:
    return [row[name] for name in ("Sex", "Age", *OBSERVATIONS)]


def _time_pages(station: Station, found: Findings) -> None:
    """Measure how long each page has to wait for all that it asks for at first."""
    last = found.sessions[-1]
    study = station.operator.call("GET", "/studies")["studies"][0]["id"]
    asked = {
        "sessions": [
            "/",
            "/api/v1/sessions?ended=false&limit=500",
            "/api/v1/sessions?ended=true&limit=100",
        ],
        "console": [
            f"/sessions/{last}",
            *(
                f"/api/v1/sessions/{last}{part}"
                for part in ("", "/strip", "/events?after=0&limit=200", "/photos")
            ),
        ],
        "study": [
            f"/studies/{study}",
            f"/api/v1/studies/{study}",
            f"/api/v1/studies/{study}/coverage",
        ],
        "overview": ["/overview"],  # the rest comes by its socket
        "review": [
            "/review",
            "/api/v1/reviews/sessions?limit=500",
            "/api/v1/review-samples",
            "/api/v1/datasets",
        ],
        "new session": [
            "/sessions/new",
            "/api/v1/datasets",
            "/api/v1/sessions?limit=100",
            "/api/v1/server",
            "/api/v1/studies",
        ],
        "report": [f"/api/v1/sessions/{last}/report?pictures=false"],
    }
    for page, addresses in asked.items():
        began = time.perf_counter()
        for address in addresses:
            station.operator.fetch(address)
        found.pages[page] = time.perf_counter() - began


def _lines(station: Station, chosen: argparse.Namespace, found: Findings, took: float) -> list[str]:
    root = station.lab.settings.data_root
    options = f"--xrays {chosen.xrays} --subsets {chosen.subsets}"
    pages = ", ".join(f"{page} {seconds * 1000:.0f} ms" for page, seconds in found.pages.items())
    return [
        f"`python -m benchmarks.rehearsal {options}`; {machine()}; clients on the same cores.",
        "",
        "| | |",
        "| --- | --- |",
        f"| x-rays in subsets, each finished | {chosen.xrays:,} in {len(found.sessions)} |",
        f"| the server killed, a phone replaced | {found.kills}, {found.replaced} |",
        f"| time | {took:.0f} s, {took / chosen.xrays * 1000:.0f} ms an x-ray |",
        f"| memory of the web process at most | **{found.memory_mb:.0f} MiB** (goal 300) |",
        f"| database, cache, photos | {_size(root / 'lab.db')}, {_size(root / 'cache')}, {_size(root / 'photos')} |",
        f"| pages at the end | {pages} |",
        f"| x-rays without a photo, with two | **{found.missing}, {found.doubled}** |",
        f"| photos judged by their pixels, wrong | {found.looked_at:,}, **{found.wrong}** |",
        f"| rows exported, labels that differ from the source | {found.exported:,}, **{found.labels_differ}** |",
    ]


def _size(path: Path) -> str:
    files: Any = [path] if path.is_file() else path.rglob("*")
    return f"{sum(file.stat().st_size for file in files if file.is_file()) / 1e6:.1f} MB"


if __name__ == "__main__":
    sys.exit(main())
