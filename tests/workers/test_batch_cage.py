"""What an image that takes over a process of ``chexphoto synthesize`` could still do, and what a crash costs."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from dataset.batch.order import XrayWork
from dataset.batch.pool import CRASHED, TOO_SLOW, run_in_processes
from dataset.batch.work import Failed
from tests.dataset.batch_runs import make_source
from tests.workers.escape_batch import crash_or_dawdle, make_or_crash, try_everything
from tests.workers.escape_tasks import ATTEMPTS
from webapp.cli.main import cli
from webapp.workers.batch import batch_confinement
from webapp.workers.cage import CommandFiles, landlock
from webapp.workers.limits import processor_time

pytestmark = pytest.mark.processes
linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has the means")


def xrays(*indices: int) -> list[XrayWork]:
    return [XrayWork(index, f"{index}.png", Path(f"{index}.png"), ("made.jpg",)) for index in indices]


@linux
def test_a_process_reads_the_xrays_writes_the_output_and_reaches_nothing_else(tmp_path: Path) -> None:
    root = tmp_path / "root"
    places = {
        "xray": tmp_path / "xrays" / "1.png",
        "output": root / "exports" / "job" / "made.jpg",
        "neighbour": root / "exports" / "other.jpg",
        "key": root / "secrets" / "key",
        "database": root / "lab.db",
        "code": Path(__file__),
    }
    for name, place in places.items():
        if name != "code":
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(b"before")
    confinement = batch_confinement([places["xray"].parent], places["output"].parent)
    [(outcome,)] = run_in_processes(partial(try_everything, places), xrays(1), 1, confinement)
    assert isinstance(outcome, Failed)
    found = json.loads(outcome.reason)
    assert found.keys() >= {*ATTEMPTS}
    got_through = {name for name, result in found.items() if result == "done"}
    if not landlock.version():
        pytest.skip("this kernel has no Landlock")
    expected = {"read xray", "read output", "read neighbour", "read code", "write output"}
    assert got_through == expected
    assert places["xray"].read_bytes() == b"before"


def test_a_crash_and_an_endless_decoding_cost_one_xray_each_and_are_told_apart(tmp_path: Path) -> None:
    confinement = replace(batch_confinement([], tmp_path), decoding=partial(processor_time, 0.5))
    make = partial(crash_or_dawdle, confinement)
    outcomes = [
        found for part in run_in_processes(make, xrays(1, 2, 3, 4, 5), 2, confinement) for found in part
    ]
    reasons = {found.index: found.reason for found in outcomes if isinstance(found, Failed)}
    if sys.platform == "win32":
        pytest.skip("Windows has no such signals")
    assert reasons == {1: "none", 2: CRASHED, 3: TOO_SLOW, 4: "none", 5: "none"}


def test_a_decoder_that_crashes_costs_its_xray_a_line_and_the_others_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dataset.batch.engine.make_images", make_or_crash)
    csv = make_source(tmp_path / "source", 3)
    options = ["--csv", str(csv), "--out", str(tmp_path / "out"), "--pipeline", "moire", "--workers", "1"]
    done = CliRunner().invoke(cli, ["synthesize", *options])
    assert done.exit_code == 1
    assert f"row 2: Small-v1.0/train/patient00002/study1/view1_frontal.jpg: {CRASHED}\n" in done.stderr
    assert done.stdout.startswith("2 images made, 1 failed")
    assert len(list((tmp_path / "out").rglob("*.jpg"))) == 2


def test_what_the_home_folder_hides_is_open_where_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    xrays, other = tmp_path / ".cache" / "xrays", tmp_path / ".ssh"
    for folder in (xrays, other):
        folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    readable = CommandFiles([xrays]).readable()
    assert xrays in readable
    assert not {other, xrays.parent, tmp_path} & {*readable}
