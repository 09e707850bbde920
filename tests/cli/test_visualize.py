"""``chexphoto visualize``: one picture with every transform at every level."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

import transforms
from dataset.images.encode import encode_image
from webapp.cli.main import cli
from webapp.cli.visualize import GAP, HEAD_HEIGHT, LABEL_WIDTH


@pytest.fixture
def xray(tmp_path: Path) -> Path:
    file = tmp_path / "view1_frontal.png"
    file.write_bytes(encode_image(np.add.outer(np.arange(90), np.arange(120)).astype(np.uint8), "png"))
    return file


def visualize(xray: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["visualize", str(xray), *options])


def test_the_sheet_has_a_row_for_every_transform_and_a_column_for_every_level(
    xray: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.png"
    done = visualize(xray, "--out", str(out), "--width", "40")
    assert done.exit_code == 0, done.output
    assert str(out) in done.stdout
    rows, height = len(transforms.NAMES), round(90 * 40 / 120)
    with Image.open(out) as sheet:
        assert sheet.size == (LABEL_WIDTH + 4 * (40 + GAP), HEAD_HEIGHT + rows * (height + GAP))


def test_chosen_pipelines_alone_are_shown_and_the_seed_decides_the_picture(
    xray: Path, tmp_path: Path
) -> None:
    def sheet(name: str, *options: str) -> bytes:
        out = tmp_path / name
        assert visualize(xray, "--out", str(out), "--width", "60", *options).exit_code == 0
        with Image.open(out) as picture:
            return picture.tobytes()

    first = sheet("1.png", "--pipeline", "moire", "--pipeline", "glare_matte+tilt")
    assert first == sheet("2.png", "--pipeline", "moire", "--pipeline", "glare_matte+tilt")
    assert first != sheet("3.png", "--pipeline", "moire", "--pipeline", "glare_matte+tilt", "--seed", "1")


def test_without_a_name_the_sheet_is_called_after_the_image(
    xray: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert visualize(xray, "--pipeline", "identity").exit_code == 0
    assert (tmp_path / "view1_frontal-transforms.jpg").is_file()


def test_a_mistyped_transform_gets_a_suggestion_and_no_file(xray: Path, tmp_path: Path) -> None:
    done = visualize(xray, "--out", str(tmp_path / "no.png"), "--pipeline", "moir")
    assert done.exit_code == 2
    assert "'moire'" in done.stderr
    assert not (tmp_path / "no.png").exists()


def test_what_is_no_image_is_said_so_without_a_traceback(tmp_path: Path) -> None:
    text = tmp_path / "notes.jpg"
    text.write_text("no image")
    done = visualize(text, "--out", str(tmp_path / "no.png"))
    assert done.exit_code == 2
    assert "not an image" in done.stderr
    assert "Traceback" not in done.output
