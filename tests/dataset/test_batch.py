"""A synthesised data set depends on its order alone: not on processes, interruptions, or what fails beside it."""

from __future__ import annotations

import csv as csv_module
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dataset.batch.checkpoint import Checkpoint
from dataset.batch.engine import run_batch
from dataset.batch.order import BatchOrder
from dataset.batch.plan import BatchPlan, plan_batch
from dataset.batch.work import Failed
from dataset.chexpert import read_table
from dataset.errors import BatchError
from dataset.folder import find_data_folder
from dataset.images import read_image
from tests.dataset.batch_runs import digests, make_source, plan, run_with_victim

ROOT = Path(__file__).parents[2]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return make_source(tmp_path / "source", 6)


@pytest.mark.processes
def test_any_number_of_processes_makes_the_same_bytes(source: Path, tmp_path: Path) -> None:
    variants = (("photographic", 1), ("rotation", 3))
    for workers in (0, 2):
        report = run_batch(plan(source, tmp_path / str(workers), *variants), workers=workers)
        assert (report.made, report.failed) == (12, [])
    assert digests(tmp_path / "0") == digests(tmp_path / "2")


def test_the_layout_is_chexphotos_with_the_labels_attached(source: Path, tmp_path: Path) -> None:
    run_batch(plan(source, tmp_path / "out", ("photographic", 1), ("moire", 2)), workers=0)
    folder = tmp_path / "out" / "CheXphoto-v1.0"
    image = "train/synthetic/moire-2/patient00003/study1/view1_frontal.jpg"
    assert read_image(folder / image).shape == (120, 160)
    assert (folder / "train/synthetic/photographic/patient00003/study1/view1_frontal.jpg").is_file()
    rows = list(csv_module.reader((folder / "train/synthetic/moire-2.csv").read_text().splitlines()))
    assert rows[0] == ["Path", "Sex", "Age", "Frontal/Lateral", "AP/PA", "Cardiomegaly"]
    assert rows[3] == [f"CheXphoto-v1.0/{image}", "Male", "3", "Frontal", "AP", "1.0"]
    assert rows[2][-1] == "", "what was not labelled stays empty"
    assert len(list(csv_module.reader((folder / "train.csv").read_text().splitlines()))) == 13


def test_the_manifest_replays_every_image(source: Path, tmp_path: Path) -> None:
    import transforms

    run_batch(plan(source, tmp_path / "out", ("tilt", 2)), workers=0)
    folder = tmp_path / "out" / "CheXphoto-v1.0"
    rows = list(csv_module.DictReader((folder / "manifest.csv").read_text().splitlines()))
    assert len(rows) == 6
    pipeline = transforms.Pipeline.parse(rows[0]["pipeline"])
    params = pipeline.params_from(json.loads(rows[0]["parameters"]))
    xray = read_image(source.parent / rows[0]["xray_path"])
    homography = pipeline.render(xray, params).homography
    assert homography is not None
    assert [float(rows[0][f"h{i}{j}"]) for i in "123" for j in "123"] == homography.ravel().tolist()


def test_part_of_a_csv_gives_the_very_images_of_the_whole(source: Path, tmp_path: Path) -> None:
    run_batch(plan(source, tmp_path / "whole", ("moire", 4)), workers=0)
    table = read_table(source)
    part = plan_batch(
        table,
        find_data_folder(table, source.parent),
        tmp_path / "part",
        BatchOrder((("moire", 4),)),
        first=3,
        limit=2,
    )
    assert run_batch(part, workers=0).made == 2
    name = "CheXphoto-v1.0/train/synthetic/moire-4/patient00004/study1/view1_frontal.jpg"
    assert digests(tmp_path / "part")[name] == digests(tmp_path / "whole")[name]


def part_of(source: Path, out: Path, first: int, limit: int) -> BatchPlan:
    table = read_table(source)
    order = BatchOrder((("blur", 1), ("tilt", 2)))
    return plan_batch(table, find_data_folder(table), out, order, first=first, limit=limit)


def rows_of(csv: Path) -> list[dict[str, str]]:
    return list(csv_module.DictReader(csv.read_text().splitlines()))


def test_a_folder_filled_in_parts_has_the_tables_of_one_filled_at_once(source: Path, tmp_path: Path) -> None:
    run_batch(part_of(source, tmp_path / "whole", 1, 6), workers=0)
    for first in (5, 1, 3):
        run_batch(part_of(source, tmp_path / "parts", first, 2), workers=0)
    assert len(rows_of(tmp_path / "parts/CheXphoto-v1.0/train.csv")) == 12
    assert digests(tmp_path / "parts") == digests(tmp_path / "whole")


def test_tables_list_what_is_there_and_not_what_was(source: Path, tmp_path: Path) -> None:
    run_batch(part_of(source, tmp_path, 1, 2), workers=0)
    gone = tmp_path / "CheXphoto-v1.0/train/synthetic/blur-1/patient00001/study1/view1_frontal.jpg"
    gone.unlink()
    run_batch(part_of(source, tmp_path, 3, 1), workers=0)
    listed = [row["Path"] for row in rows_of(tmp_path / "CheXphoto-v1.0/train.csv")]
    assert len(listed) == 5
    assert all((tmp_path / path).is_file() for path in listed)


def test_what_fails_is_recorded_beside_the_images_until_it_is_made(source: Path, tmp_path: Path) -> None:
    broken = source.parent / "Small-v1.0/train/patient00002/study1/view1_frontal.jpg"
    whole = broken.read_bytes()
    broken.write_bytes(b"no image")
    left_out = tmp_path / "CheXphoto-v1.0" / "left_out.csv"
    run_batch(part_of(source, tmp_path, 1, 2), workers=0)
    run_batch(part_of(source, tmp_path, 3, 2), workers=0)
    first, second = rows_of(left_out)
    assert (first["index"], first["xray_path"]) == (
        "2",
        "Small-v1.0/train/patient00002/study1/view1_frontal.jpg",
    )
    assert "blur-1" in first["Path"]
    assert "tilt-2" in second["Path"]
    assert first["reason"].startswith("it is not an image")
    broken.write_bytes(whole)
    run_batch(part_of(source, tmp_path, 1, 2), workers=0)
    assert not left_out.exists()


def test_an_image_of_another_xray_is_never_taken_for_ones_own(source: Path, tmp_path: Path) -> None:
    header, row, *_ = source.read_text().splitlines()
    source.write_text("\n".join([header, row, row.replace(".jpg", ".png")]))
    png = source.parent / "Small-v1.0/train/patient00001/study1/view1_frontal.png"
    png.write_bytes(png.with_suffix(".jpg").read_bytes())
    run_batch(part_of(source, tmp_path, 1, 1), workers=0)
    with pytest.raises(BatchError, match="x-rays 1 and 2 would both become"):
        run_batch(part_of(source, tmp_path, 2, 1), workers=0)


@pytest.mark.processes
def test_a_killed_run_goes_on_without_doing_anything_twice(source: Path, tmp_path: Path) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    run_batch(plan(source, whole), workers=0)
    command = [sys.executable, "-m", "tests.dataset.batch_runs", str(source), str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None
        while process.stdout.readline().strip() in ("0", ""):
            assert process.poll() is None
        process.kill()
    left = sorted(out.rglob("*.jpg"))
    assert 0 < len(left) <= 6
    before = {file: file.stat().st_mtime_ns for file in left}
    report = run_batch(plan(source, out), workers=0)
    assert report.there >= 4
    assert sum(file.stat().st_mtime_ns == before[file] for file in left) >= report.there
    assert digests(out) == digests(whole)


def test_a_ledger_cut_short_loses_only_its_last_line(source: Path, tmp_path: Path) -> None:
    run_batch(plan(source, tmp_path), workers=0)
    checkpoint = tmp_path / "CheXphoto-v1.0" / ".synthesis.jsonl"
    os.truncate(checkpoint, checkpoint.stat().st_size - 7)
    report = run_batch(plan(source, tmp_path), workers=0)
    assert (report.made, report.there) == (1, 5)


def test_two_runs_into_one_folder_at_once_are_refused(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dataset.batch.checkpoint.LOCK_WAIT_S", 0)
    run = plan(source, tmp_path)
    with Checkpoint(run.folder, run.description()), pytest.raises(BatchError, match="another run is writing"):
        run_batch(run, workers=0)
    assert run_batch(run, workers=0).made == 6


@pytest.mark.processes
def test_a_process_that_makes_images_does_not_load_what_reads_tables() -> None:
    code = "import sys, dataset.batch.work; print('pandas' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_a_damaged_image_is_made_again(source: Path, tmp_path: Path) -> None:
    run_batch(plan(source, tmp_path), workers=0)
    before = digests(tmp_path / "CheXphoto-v1.0")
    next((tmp_path / "CheXphoto-v1.0").rglob("*.jpg")).write_bytes(b"cut")
    assert run_batch(plan(source, tmp_path), workers=0).made == 1
    assert digests(tmp_path / "CheXphoto-v1.0") == before


def test_every_failure_is_told_with_its_row_and_the_rest_is_made(source: Path, tmp_path: Path) -> None:
    (source.parent / "Small-v1.0/train/patient00002/study1/view1_frontal.jpg").write_bytes(b"no image")
    (source.parent / "Small-v1.0/train/patient00005/study1/view1_frontal.jpg").unlink()
    report = run_batch(plan(source, tmp_path / "out"), workers=0)
    assert report.made == 4
    assert [failure.index for failure in report.failed] == [2, 5]
    assert report.failed[1].reason == "there is no such file"


@pytest.mark.processes
def test_an_xray_that_kills_its_process_fails_alone(source: Path, tmp_path: Path) -> None:
    outcomes = run_with_victim(plan(source, tmp_path), victim=2)
    failed = [outcome for outcome in outcomes if isinstance(outcome, Failed)]
    assert [failure.index for failure in failed] == [2]
    assert "ended" in failed[0].reason
    assert len(outcomes) == 6


def test_a_run_with_other_values_is_refused_and_named(source: Path, tmp_path: Path) -> None:
    run_batch(plan(source, tmp_path), workers=0)
    with pytest.raises(BatchError, match="seed: 0 there, 1 now"):
        run_batch(plan(source, tmp_path, seed=1), workers=0)


def test_a_folder_of_other_things_is_refused(source: Path, tmp_path: Path) -> None:
    (tmp_path / "CheXphoto-v1.0").mkdir()
    (tmp_path / "CheXphoto-v1.0" / "thesis.txt").write_text("mine")
    with pytest.raises(BatchError, match="not empty"):
        run_batch(plan(source, tmp_path), workers=0)


def test_a_cluster_without_a_scheduler_is_said_so(source: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(BatchError, match="no Dask scheduler"):
        run_batch(plan(source, tmp_path), scheduler="nonsense://nowhere")


def test_what_an_earlier_version_listed_as_left_out_is_taken_in(source: Path, tmp_path: Path) -> None:
    run_batch(part_of(source, tmp_path, 1, 1), workers=0)
    folder = tmp_path / "CheXphoto-v1.0"
    before = (
        "CheXphoto-v1.0/train/synthetic/blur-1/patient00009/study1/view1_frontal.jpg,9,x.jpg,it is gone\n"
    )
    (folder / "left_out.csv").write_text(f"Path,Index,Source,Reason\n{before}")
    run_batch(part_of(source, tmp_path, 1, 1), workers=0)
    [row] = rows_of(folder / "left_out.csv")
    assert (row["index"], row["xray_path"], row["reason"]) == ("9", "x.jpg", "it is gone")
