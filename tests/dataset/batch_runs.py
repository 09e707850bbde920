"""Small data sets to synthesise, and a run in a process that can be killed."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from dataset.batch.order import BatchOrder, XrayWork
from dataset.batch.plan import BatchPlan, plan_batch
from dataset.batch.pool import Outcomes, run_in_processes
from dataset.batch.work import make_images
from dataset.chexpert import read_table
from dataset.folder import find_data_folder
from dataset.images.encode import encode_image

HEADER = "Path,Sex,Age,Frontal/Lateral,AP/PA,Cardiomegaly"


def make_source(folder: Path, count: int) -> Path:
    """Write ``count`` x-rays of random blobs and their CSV."""
    lines = [HEADER]
    for number in range(1, count + 1):
        path = f"Small-v1.0/train/patient{number:05}/study1/view1_frontal.jpg"
        blobs = np.random.default_rng(number).integers(0, 256, (6, 8), dtype=np.uint8)
        file = folder / path
        file.parent.mkdir(parents=True)
        file.write_bytes(encode_image(np.kron(blobs, np.ones((20, 20), np.uint8))))
        lines.append(f"{path},Male,{number},Frontal,AP,{'1.0' if number % 2 else ''}")
    csv = folder / "train.csv"
    csv.write_text("\n".join(lines) + "\n")
    return csv


def plan(csv: Path, out: Path, *variants: tuple[str, int], seed: int = 0) -> BatchPlan:
    """The run over all x-rays of ``csv``."""
    table = read_table(csv)
    order = BatchOrder(variants or (("photographic", 1),), seed=seed)
    return plan_batch(table, find_data_folder(table, csv.parent), out, order)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file that a user sees, by its path."""
    files = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def make_or_die(victim: int, out: Path, order: BatchOrder, xrays: Sequence[XrayWork]) -> Outcomes:
    """Like `make_images`, but the process dies of one x-ray as if memory had run out."""
    if any(xray.index == victim for xray in xrays):
        os.kill(os.getpid(), signal.SIGKILL)
    return make_images(out, order, xrays)


def run_with_victim(run: BatchPlan, victim: int) -> Outcomes:
    """All outcomes of a run of which one x-ray kills its process."""
    make = partial(make_or_die, victim, run.out, run.order)
    return [outcome for outcomes in run_in_processes(make, run.xrays, 2) for outcome in outcomes]


if __name__ == "__main__":
    from dataset.batch.engine import run_batch

    run = plan(Path(sys.argv[1]), Path(sys.argv[2]))
    run_batch(run, workers=1, on_progress=lambda report: print(report.made, flush=True))
