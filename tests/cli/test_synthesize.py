"""``chexphoto synthesize`` as it is used: exit status, what it says, Ctrl-C, and going on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from dataset.batch.engine import run_batch
from dataset.batch.work import Failed
from dataset.images import probe_image
from tests.dataset.batch_runs import make_source
from transforms.geometry import frame, move_points
from webapp.cli import synthesize as command
from webapp.cli.main import cli
from webapp.cli.progress import failure_lines

XRAY = "Small-v1.0/train/patient{:05}/study1/view1_frontal.jpg"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return make_source(tmp_path / "source", 3)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the images here: that processes make the same ones is tested with the engine."""

    def run(plan: Any, *, workers: int, **options: Any) -> Any:
        return run_batch(plan, workers=0, **options)

    monkeypatch.setattr(command, "run_batch", run)


def synthesize(source: Path, out: Path, *options: str) -> Result:
    arguments = ["synthesize", "--csv", str(source), "--out", str(out), *options]
    return CliRunner().invoke(cli, arguments)


def damage(source: Path, row: int) -> None:
    (source.parent / XRAY.format(row)).write_bytes(b"no image")


@pytest.mark.usefixtures("in_process")
def test_xrays_are_worked_on_however_many_before_them_are_on_another_disk(
    source: Path, tmp_path: Path
) -> None:
    header, *rows = source.read_text().splitlines()
    elsewhere = [rows[0].replace("patient00001", f"patient{number:05}") for number in range(101, 401)]
    source.write_text("\n".join([header, *elsewhere, *rows]))
    done = synthesize(source, tmp_path / "out", "--pipeline", "moire", "--first", "301")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("3 images made")


@pytest.mark.usefixtures("in_process")
def test_success_is_status_0_and_says_where_the_images_are(source: Path, tmp_path: Path) -> None:
    done = synthesize(
        source, tmp_path / "out", "--pipeline", "moire", "--pipeline", "tilt", "--levels", "1,3"
    )
    assert done.exit_code == 0, done.output
    assert done.stdout == f"12 images made -> {tmp_path / 'out' / 'CheXphoto-v1.0'}\n"
    assert len(list((tmp_path / "out").rglob("*.jpg"))) == 12


@pytest.mark.usefixtures("in_process")
def test_any_failure_is_status_1_and_every_one_is_listed_with_its_row(source: Path, tmp_path: Path) -> None:
    damage(source, 1)
    (source.parent / XRAY.format(3)).unlink()
    done = synthesize(source, tmp_path / "out", "--pipeline", "moire", "--levels", "1,2")
    assert done.exit_code == 1
    first, third = [line for line in done.stderr.splitlines() if line.startswith("row ")]
    assert first.startswith(f"row 1: {XRAY.format(1)}: it is not an image")
    assert third == f"row 3: {XRAY.format(3)}: there is no such file"
    assert "2 images made, 4 failed" in done.stdout


def test_a_thousand_failures_are_a_thousand_lines() -> None:
    failed = [Failed(row, "x.jpg", f"{level}", "gone") for row in range(1, 1001) for level in "12"]
    assert len(list(failure_lines(failed))) == 1000


@pytest.mark.usefixtures("in_process")
def test_the_same_command_again_does_nothing_twice_and_tries_failures_anew(
    source: Path, tmp_path: Path
) -> None:
    good = (source.parent / XRAY.format(2)).read_bytes()
    damage(source, 2)
    assert synthesize(source, tmp_path / "out", "--pipeline", "moire").exit_code == 1
    (source.parent / XRAY.format(2)).write_bytes(good)
    done = synthesize(source, tmp_path / "out", "--pipeline", "moire")
    assert (done.exit_code, done.stdout.partition(" ->")[0]) == (0, "1 images made, 2 were there")


@pytest.mark.usefixtures("in_process")
def test_progress_for_programs_is_lines_of_json_that_hold_every_failure_once(
    source: Path, tmp_path: Path
) -> None:
    for row in (3, 1):
        damage(source, row)
    done = synthesize(source, tmp_path / "out", "--pipeline", "moire", "--levels", "1,2", "--progress-json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    last = lines[-1]
    assert (last["made"], last["there"], last["failed"], last["total"]) == (2, 0, 4, 6)
    assert [line["done"] for line in lines] == [False] * (len(lines) - 1) + [True]
    assert sorted(failure["row"] for line in lines for failure in line["failures"]) == [1, 3]
    assert last["rate"] > 0
    assert last["seconds_left"] == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--pipeline", "moir"], "'moire'"),
        (["--pipeline", "glare_matte+tlt"], "'tilt'"),
        (["--pipeline", "moire", "--levels", "5"], "levels are 1, 2, 3 and 4"),
        (["--pipeline", "moire", "--levels", "0"], "levels are 1, 2, 3 and 4"),
        (["--pipeline", "moire", "--levels", "strong"], "numbers from 1 to 4"),
        (["--pipeline", "moire", "--seed", "red"], "--seed"),
        (["--pipeline", "moire", "--name", "../up"], "'../up'"),
        (["--pipeline", "moire", "--first", "4"], "4"),
        (["--pipeline", "moire", "--scheduler", "nonsense://nowhere"], "no Dask scheduler answers"),
        ([], "--pipeline"),
    ],
)
def test_a_bad_option_is_status_2_with_what_is_wrong_and_nothing_is_made(
    source: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    done = synthesize(source, tmp_path / "out", *options)
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert list((tmp_path / "out").rglob("*.jpg")) == []


@pytest.mark.usefixtures("in_process")
def test_a_run_with_other_values_into_the_same_folder_is_refused(source: Path, tmp_path: Path) -> None:
    assert synthesize(source, tmp_path / "out", "--pipeline", "moire").exit_code == 0
    done = synthesize(source, tmp_path / "out", "--pipeline", "moire", "--seed", "9")
    assert done.exit_code == 2
    assert "seed: 0 there, 9 now" in done.stderr


@pytest.fixture
def hear_ctrl_c() -> Iterator[None]:
    """Have new processes hear Ctrl-C: what runs in the background of a shell may have been started to ignore it."""
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, usual)


@pytest.mark.usefixtures("in_process", "hear_ctrl_c")
def test_ctrl_c_is_status_130_and_the_same_command_goes_on(tmp_path: Path) -> None:
    source, out = make_source(tmp_path / "source", 320), tmp_path / "out"
    program = Path(sys.executable).with_name("chexphoto")
    options = ["--pipeline", "photographic", "--levels", "1,2,3,4", "--workers", "1", "--progress-json"]
    line = [program, "synthesize", "--csv", source, "--out", out, *options]
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        while json.loads(process.stdout.readline())["made"] == 0:
            pass
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to the workers as well
        _, said = process.communicate(timeout=300)
    assert process.returncode == 130, said
    assert "the same command goes on from here" in said
    assert "Traceback" not in said
    left = list(out.rglob("*.jpg"))
    assert 0 < len(left) < 1280
    ledger = (out / "CheXphoto-v1.0" / ".synthesis.jsonl").read_text().splitlines()[1:]
    named = {out / json.loads(entry)["target"] for entry in ledger}
    assert named <= set(left)
    assert list(out.rglob("*.part")) == []
    again = synthesize(source, out, *options[:4], "--limit", "8", "--workers", "1")
    assert (again.exit_code, again.stdout.partition(" images made, ")[0]) == (
        0,
        str(32 - min(32, len(named))),
    )


@pytest.mark.usefixtures("in_process")
def test_truth_lies_beside_each_image_and_says_where_everything_went(source: Path, tmp_path: Path) -> None:
    options = ["--pipeline", "screen_photo", "--pipeline", "tilt", "--limit", "2", "--truth"]
    assert synthesize(source, tmp_path / "out", *options).exit_code == 0
    images = sorted((tmp_path / "out").rglob("*.jpg"))
    assert len(images) == 4
    for image in images:
        with np.load(image.with_name(f"{image.stem}.truth.npz")) as truth:
            found = dict(truth)
        width, height = probe_image(image).width, probe_image(image).height
        moved = move_points(found["homography"], frame((160, 120)))
        camera = "screen_photo" in str(image)
        off = np.abs(moved - found["corners"]).max()
        assert off < (0.02 * width if camera else 0.01), "a lens bends what no perspective says"
        assert ("displacement" in found) == camera
        masks = {name for name in found if name.startswith("mask_")}
        assert masks == ({"mask_glare", "mask_occlusion"} if camera else set())
        assert all(found[name].shape == (height, width) for name in masks)


@pytest.mark.usefixtures("in_process")
def test_without_truth_there_is_none(source: Path, tmp_path: Path) -> None:
    assert synthesize(source, tmp_path / "out", "--pipeline", "tilt").exit_code == 0
    assert list((tmp_path / "out").rglob("*.npz")) == []
