"""Commands parse images in processes of their own kind: in none of theirs, and a crash there costs one image."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from dataset.images import read_image
from dataset.images.reading import probe_image
from dataset.photo_names import photo_name
from tests.dataset.release_sets import make_set
from tests.no_decoding import forbid_decoding
from webapp.cli.decoding import decoders
from webapp.cli.main import cli
from webapp.workers import WorkerPool

PATHS = [f"C__x/train/patient{number:05d}/study1/view1_frontal.jpg" for number in (1, 2, 3)]
CRASHES = "the decoder crashes on it; it is damaged"


@pytest.fixture(autouse=True)
def workers_alone_decode(monkeypatch: pytest.MonkeyPatch) -> None:
    forbid_decoding(monkeypatch)


@pytest.fixture
def crashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the decoder crash on the second patient's pictures."""
    if sys.platform == "win32":
        pytest.skip("Windows has no such signals")
    pool = partial(WorkerPool, tasks="tests.workers.crashing_tasks")
    monkeypatch.setattr(decoders, "WorkerPool", pool)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    (tmp_path / "source.csv").write_text("Path,Edema\n" + "".join(f"{path},1.0\n" for path in PATHS))
    for number, path in enumerate(PATHS, 1):
        file = tmp_path / "nokia10k" / photo_name(number, 1, path, "png")
        file.parent.mkdir(exist_ok=True)
        Image.new("L", (32, 24), number * 50).save(file, "PNG")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def export(photos: Path) -> Result:
    given: dict[str, Any] = {"from-photos": photos / "nokia10k", "csv": photos / "source.csv"}
    options = [f"--{name}={value}" for name, value in given.items()]
    return run("export", *options, "--out", photos / "out", "--name", "Lab")


def test_the_fixture_forbids_this_process_to_parse_an_image(photos: Path) -> None:
    file = next((photos / "nokia10k").iterdir())
    for read in (read_image, probe_image):
        with pytest.raises(AssertionError, match="parsed in this process"):
            read(file)


def test_export_has_photos_made_elsewhere(photos: Path) -> None:
    done = export(photos)
    assert done.exit_code == 0, done.output
    assert len(list((photos / "out").rglob("*.jpg"))) == 3


@pytest.mark.usefixtures("crashing")
def test_export_names_the_photo_that_crashes_its_decoder(photos: Path) -> None:
    done = export(photos)
    assert done.exit_code == 2
    assert "1 photos cannot be exported; nothing was written" in done.output
    assert f"patient00002__study1__view1_frontal.png: {CRASHES}" in done.output.replace("\n", "")


def test_check_has_pictures_decoded_and_compared_elsewhere(tmp_path: Path) -> None:
    root = make_set(tmp_path / "Lab")
    make_set(root, "valid/natural/nokia", patients=(3,))
    done = run("check", root, "--pixels")
    assert done.exit_code == 0, done.output
    same = (root / "train/natural/nokia/patient00001/study1/view1_frontal.jpg").read_bytes()
    (root / "valid/natural/nokia/patient00003/study1/view1_frontal.jpg").write_bytes(same + b"\0")
    done = run("check", root, "--pixels")
    assert done.exit_code == 1
    assert "it shows what" in done.output


@pytest.mark.usefixtures("crashing")
def test_check_tells_of_the_picture_that_crashes_its_decoder_and_examines_the_others(tmp_path: Path) -> None:
    done = run("check", make_set(tmp_path / "Lab", patients=(1, 2, 3)), "--pixels")
    assert done.exit_code == 1
    assert done.output.count(CRASHES) == 1
    assert "3 pictures" in done.output


@pytest.mark.usefixtures("crashing")
def test_visualize_ends_with_the_reason_when_the_decoder_crashes(photos: Path) -> None:
    first, second, _ = sorted((photos / "nokia10k").iterdir())
    options = ("--pipeline", "rotation", "--width", "40", "--out", photos / "sheet.jpg")
    refused = run("visualize", second, *options)
    assert (refused.exit_code, CRASHES in refused.output) == (2, True)
    assert run("visualize", first, *options).exit_code == 0
    assert (photos / "sheet.jpg").is_file()
