"""The time that the coverage of a large study takes: ``python -m benchmarks.study_coverage``.

Builds a database of as many photos as asked for, with measures of the usual size, and reads the coverage.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.tables import machine, report
from capture.plan import SessionPlan
from capture.storage import Storage, schema
from capture.storage.engine import open_engine
from capture.study.study import Study, StudySet
from webapp.studies.progress import read_progress, read_retakes

XRAYS = 10_507
MEASURES = {"match": {"verdict": "verified"}, "quality": {"sharpness": 0.7}, "padding": "x" * 1200}


def build(folder: Path, sessions: int, share: float) -> Storage:
    """Return a database with so many sessions, each with photos of a share of the x-rays."""
    url = f"sqlite:///{folder / 'lab.db'}"
    storage = Storage(url)
    sets = tuple(f"set{number}" for number in range(4))
    storage.studies.add(Study("study123", "Study", "demo", 1.0, tuple(StudySet(s, 1, XRAYS) for s in sets)))
    for number in range(sessions):
        first = 1 + number % round(1 / share) * round(XRAYS * share)
        last = min(XRAYS, first + round(XRAYS * share) - 1)
        name = sets[number % len(sets)]
        plan = SessionPlan(f"s{number}", "", "demo", "0" * 64, first, last, (name,), study="study123")
        storage.sessions.create(plan, float(number))
        with open_engine(url).execution_options(writes=True).begin() as connection:
            connection.execute(insert(schema.photos), list(_photos(plan)))
    return storage


def _photos(plan: SessionPlan) -> Iterator[dict[str, Any]]:
    for index in plan.members:
        yield {
            "session": plan.session,
            "set": plan.sets[0],
            "index": index,
            "attempt": 1,
            "state": "rejected" if index % 100 == 0 else "accepted",
            "name": f"{index:06d}__01.jpg",
            "size": 1,
            "sha256": "0" * 64,
            "device": "p1",
            "taken_at": 1.0,
            "camera": {},
            "measures": MEASURES,
        }


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", metavar="PAGE", help="Put the table into this Markdown page.")
    options = parser.parse_args()
    lines = [
        f"`python -m benchmarks.study_coverage`; {machine()}; a study of {XRAYS:,} x-rays and four sets.",
        "",
        "| sessions | photos | seconds | of them CPU |",
        "| --- | --- | --- | --- |",
    ]
    for sessions, share in ((42, 1 / 21), (40, 1.0)):
        with tempfile.TemporaryDirectory() as folder:
            storage = build(Path(folder), sessions, share)
            times = []
            for _ in range(3):
                begin, busy = time.perf_counter(), time.process_time()
                progress = read_progress(storage, "study123")
                read_retakes(storage, progress)
                times.append((time.perf_counter() - begin, time.process_time() - busy))
            photos = sum(len(covered.photos) for covered in progress.sets)
            total = round(sessions * XRAYS * share)
            lines.append(f"| {sessions} | {total:,} | {min(times)[0]:.2f} | {min(times)[1]:.2f} |")
            assert photos > 0
            storage.close()
    report("study-coverage", lines, options.write)


if __name__ == "__main__":
    main()
